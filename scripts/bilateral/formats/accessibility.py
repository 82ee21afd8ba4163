"""What a format claims of its accessibility: said once, for the e-book's package, search engines, catalogues and shops.

The words are those of schema.org, https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20230718/.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bilateral.messages import N_

_COMMON = N_(
    "The book is text, tables and pictures. Tables have captions and header cells; names in other languages are tagged"
    " with their language; pictures have an alternative text and are told in words below them; marks of standing and"
    " the cover have an alternative text."
    " There are no sounds, no flashing, and nothing that must be seen in colour."
)
PAGE_FEATURES = "pageBreakMarkers", "pageNavigation"


@dataclass(frozen=True)
class Accessibility:
    """The standards that a format meets, and what it has; docs/accessibility.md says how this is proved."""

    standards: tuple[str, ...]
    features: tuple[str, ...]
    modes: tuple[str, ...] = ("textual", "visual")
    sufficient_modes: tuple[str, ...] = ("textual",)
    hazards: tuple[str, ...] = ("none",)
    summary: str = _COMMON

    def with_pages(self) -> Accessibility:
        """Return what a format claims that names the pages of another."""
        return replace(self, features=(*self.features, *PAGE_FEATURES))
