"""Settings that the press gives its volumes: defaults that conf.py and the command line may still change.

Sphinx has no way for an extension to change the default of a setting that is not its own, and no way to ask whether
conf.py has set one; ``Config._raw_config`` is what it has read from there. Without it, a volume could not differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sphinx.config import Config


def set_defaults(config: Config, defaults: Mapping[str, Any]) -> None:
    """Set what neither conf.py nor the command line has set."""
    for name, value in defaults.items():
        if name not in config._raw_config and name not in config.overrides:
            setattr(config, name, value)


def chosen(config: Config, name: str) -> str:
    """Return a setting of conf.py or of the command line; "" where neither has set it."""
    return str(config.overrides.get(name) or config._raw_config.get(name) or "")
