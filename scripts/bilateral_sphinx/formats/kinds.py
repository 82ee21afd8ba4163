"""Which formats there are: the builder of each, and the settings in which it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sphinx.errors import ConfigError


@dataclass(frozen=True)
class Format:
    """A format by the name of its folder: Sphinx's builder, and settings that differ from those of the project."""

    name: str
    builder: str
    settings: Mapping[str, Any] = field(default_factory=dict)


FORMATS = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Format("pdf", "typst"),  # the slowest begins first
            Format("tablet", "typst", {"typst_papersize": "tablet"}),
            Format("html", "html"),
            Format("epub", "epub"),
            Format("latex", "latex"),
        )
    }
)


def chosen(names: list[str]) -> list[Format]:
    """Return the formats of these names, in the order in which they are begun.

    Raises:
        ConfigError: where there is no such format, or none at all.

    """
    known = ", ".join(sorted(FORMATS))
    if not any(names):
        raise ConfigError(f"formats: name at least one, such as -D formats=html,epub; known: {known}")
    for name in names:
        if name not in FORMATS:
            raise ConfigError(f"formats: there is no format '{name}'; known: {known}")
    return [kind for kind in FORMATS.values() if kind.name in names]
