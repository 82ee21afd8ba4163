"""The front matter of a chapter, as MyST reads it.

MyST has no event for it. Without it, a chapter could switch on extensions of MyST that run templates.
"""

from __future__ import annotations

from typing import Any

from myst_parser.config.main import TopmatterReadError, read_topmatter


def front_matter_of(text: str) -> dict[str, Any]:
    """Return the front matter; nothing where there is none or MyST cannot read it, and warns."""
    try:
        return read_topmatter(text) or {}
    except TopmatterReadError:
        return {}
