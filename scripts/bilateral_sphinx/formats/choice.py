"""Which formats a build is asked for."""

from __future__ import annotations

from sphinx.errors import ConfigError

from bilateral.formats import FORMATS, Format


def chosen(names: list[str]) -> list[Format]:
    """Return the formats of these names, in the order in which they are begun: the costliest first.

    Raises:
        ConfigError: where there is no such format, or none at all.

    """
    known = ", ".join(sorted(FORMATS))
    if not any(names):
        raise ConfigError(f"formats: name at least one, such as -D formats=html,epub; known: {known}")
    for name in names:
        if name not in FORMATS:
            raise ConfigError(f"formats: there is no format '{name}'; known: {known}")
    wanted = [kind for kind in FORMATS.values() if kind.name in names]
    return sorted(wanted, key=lambda kind: kind.cost, reverse=True)
