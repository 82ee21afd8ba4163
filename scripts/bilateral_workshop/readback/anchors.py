"""Read the anchors of finished books: what an address can end in, in each format.

Names with a dot are places that a book needs for itself, such as those of its index; they are left out, and so are
the marks of the pages of the PDF, which each edition has anew.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from pathlib import Path
from zipfile import ZipFile

import pikepdf
from lxml import etree, html

INNER = "."
PAGE_MARK = "page-mark"
"""The class of a mark, in web book and e-book alike; its role is another in each."""
_FIELDS = re.compile(r"(?P<name>.+?)\s+(?P<type>\S+)\s+-?\d+\s+(?P<uri>\S*)\s+(?P<text>.*)")
_GENERATED = ("genindex", "search", "pages", "nav", "epub-cover")


def html_anchors(folder: Path) -> dict[str, list[str]]:
    """Return the pages on which each anchor stands in a web book; a page is named as in its address, without ending."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*.html")):
        page = path.relative_to(folder).with_suffix("").as_posix()
        for text in html.parse(str(path)).getroot().iter("div"):
            if "bd-article" in str(text.get("class")).split():
                _note(text, page, found)
    return dict(found)


def epub_anchors(book: Path) -> dict[str, list[str]]:
    """Return the pages on which each anchor stands in an e-book."""
    found: dict[str, list[str]] = defaultdict(list)
    with ZipFile(book) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".xhtml"):
                _note(html.document_fromstring(archive.read(name)), name.removesuffix(".xhtml"), found)
    return dict(found)


def pdf_anchors(book: Path) -> set[str]:
    """Return the named destinations of a PDF, without those that TeX numbers."""
    with pikepdf.open(book) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
    return {name for name in names if INNER not in name}


def inventory_anchors(inventory: Path) -> dict[str, str]:
    """Return the page of each anchor that the inventory of a web book tells other Sphinx projects."""
    head = inventory.read_bytes().split(b"\n", 4)
    found: dict[str, str] = {}
    for line in zlib.decompress(head[4]).decode().splitlines():
        entry = _FIELDS.fullmatch(line)
        assert entry is not None, line
        page, _, anchor = entry["uri"].partition("#")
        anchor = entry["name"] if anchor == "$" else anchor.replace("$", entry["name"])
        if anchor and INNER not in anchor:
            found[anchor] = page.removesuffix(".html")
    return found


def _note(part: etree._Element, page: str, found: dict[str, list[str]]) -> None:
    """Add the ids in ``part`` that are not those of generated pages."""
    if page in _GENERATED:
        return
    for element in part.iter():
        name = element.get("id")
        if name and INNER not in name and PAGE_MARK not in str(element.get("class")).split():
            found[name].append(page)
