"""The list of the pages of a finished book, by which its other editions can name them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf


def list_of(target: Path) -> Path:
    """Return the file beside a PDF that lists its pages."""
    return target.with_suffix(".pages.json")


def opened(book: Path) -> pikepdf.Pdf:
    """Open a PDF to list its pages."""
    import pikepdf  # late: most builds read nothing back

    return pikepdf.open(book)


def write_list(
    target: Path, documents: list[str], anchors: Mapping[str, int], book: pikepdf.Pdf, contents: list[list[int]]
) -> None:
    """Write the list of the pages of a PDF: their numbers and edges, its documents, and the page of each anchor.

    The pages are read in a ``book`` that need not be finished; of each, its contents are given in reading order.
    """
    from sphinx_typst_pdf.readback.page_edges import page_edges  # late, as above

    told: dict[str, Any] = {
        "documents": documents,
        "anchors": anchors,
        "pages": [page._asdict() for page in page_edges(book, contents)],
    }
    beside = list_of(target).with_suffix(".part")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", "utf-8")
    beside.replace(list_of(target))
