"""Where the linkcheck builder looks for the part of an address after ``#``: in pages of HTML, which alone have anchors.

Sphinx looks for it in whatever a host sends, and has no setting for that. Without it, a link to a page of a PDF
(``#page=12``) is reported as broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders import linkcheck

if TYPE_CHECKING:
    from requests import Response  # what loads it is left out of builds

_in_html = linkcheck.contains_anchor
MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def _contains(response: Response, anchor: str) -> bool:
    media_type = response.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
    return media_type not in MEDIA_TYPES or _in_html(response, anchor)


def look_in_html_alone() -> None:
    """Let what is no HTML have no anchors."""
    linkcheck.contains_anchor = _contains
