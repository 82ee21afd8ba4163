"""How anchors and addresses are named: one rule each, for pages, ledger, citations and metadata alike."""

from __future__ import annotations

import re
from urllib.parse import quote

from bilateral.formats.folders import CITATIONS, EDITIONS, PERMANENT
from bilateral.model import Edition

INVENTORY = "anchors.json"
"""The file of the web book that lists its anchors."""
PAGES = "pages.json"
"""The file of the web book that lists the pages of the PDF, each with the anchor that it begins with."""
PARAGRAPHS = "paragraphs.json"
"""The file of the web book that lists its paragraphs."""
PRINTED_PAGE = re.compile(r"page-(\d+|(?=[ivxlc])c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3}))")
"""What a place is called where a page of the PDF begins, by its number, which may be Roman."""
SOURCE_ANCHOR = "source-{key}"
"""The anchor of an entry of the bibliography."""
RELATIONS = "relations.yaml"
"""The data file, beside the web book too."""


def permanent_address(edition: Edition, anchor: str) -> str:
    """Return the address that leads to ``anchor`` on the page that has it."""
    return f"{edition.address}{PERMANENT}/{permanent_folder(anchor)}/"


def edition_address(edition: Edition, version: str) -> str:
    """Return the address at which an earlier edition stays."""
    return f"{edition.address}{EDITIONS}/{version}/"


def permanent_folder(anchor: str) -> str:
    """Return the folder of an anchor below that of all: a paragraph's lies in that of its section."""
    return anchor.replace(".", "/")


def correction_address(edition: Edition, anchor: str) -> str:
    """Return the address at which a reader reports a mistake at ``anchor``; "" where the volume has none."""
    address = edition.corrections
    if not address:
        return ""
    told = {"anchor": anchor, "version": edition.version, "address": permanent_address(edition, anchor)}
    for name, text in told.items():
        address = address.replace(f"{{{name}}}", quote(text, safe=""))
    return address


def page_anchor(number: str) -> str:
    """Return the name of the place where a page of the PDF begins."""
    return f"page-{number}"


def typed_address(address: str) -> str:
    """Return an address as it is printed to be typed: without the scheme."""
    return address.partition("://")[2]


def fact_anchor(number: str) -> str:
    """Return the anchor of a numbered fact."""
    return f"fact-{number.lower()}"


def source_anchor(key: str) -> str:
    """Return the anchor of a source in the bibliography."""
    return SOURCE_ANCHOR.format(key=key)


def source_of(anchor: str) -> str:
    """Return the key of the source whose anchor it is."""
    return anchor.removeprefix(SOURCE_ANCHOR.format(key=""))


def citations_page(docname: str) -> str:
    """Return the address, inside the book, of the page that holds the citations of ``docname``."""
    return f"{CITATIONS}/{docname}.html"
