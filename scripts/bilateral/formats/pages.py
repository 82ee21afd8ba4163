"""The list of pages that the format which is set on pages leaves, and by which others name them.

It lies beside the book. A format that has named pages keeps a copy of it, and is out of date when there is another one.
"""

from __future__ import annotations

from pathlib import Path


def page_list_in(folder: Path) -> Path | None:
    """Return the list in a folder of a format; None where there is none."""
    return next(folder.glob("*.pages.json"), None)


def used_list_in(doctrees: Path, builder: str) -> Path:
    """Return where a builder keeps the list by which it has named pages."""
    return doctrees / f"pages-{builder}.json"
