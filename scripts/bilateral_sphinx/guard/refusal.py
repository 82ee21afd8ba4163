"""How something is refused: a warning at its place, which ends a strict build."""

from __future__ import annotations

from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)
TRUST = "or set trusted_authors in conf.py where you trust all who write"


def refuse(subtype: str, message: str, place: Any) -> None:
    """Warn. ``place`` is a node, a document with a line, or a text of both."""
    logger.warning(f"{message}, {TRUST}", location=place, type="guard", subtype=subtype)  # noqa: G004  (Sphinx formats)
