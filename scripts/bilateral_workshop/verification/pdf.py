"""Judge the PDFs: veraPDF for the standards that they claim, and a count of tags, for a pass can be hollow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bilateral_workshop.verification.findings import Finding, Report, unique
from bilateral_workshop.verification.tools import Tools, run
from sphinx_typst_pdf.readback import Element, read_structure

_NEEDED = ("H1", "H2", "P", "Table", "TH", "TD", "L", "LI", "Link")
"""Kinds of element that a book with chapters, tables, lists and links cannot be without; a new one has no pictures."""


def verapdf(book: Path, profiles: str, tools: Tools) -> Report:
    """Run veraPDF for profiles such as "ua1,2a". Its command ends with 0 where the file conforms to all of them."""
    done = run([*tools.verapdf(), profiles, book])
    said = " ".join((done.stdout + done.stderr).replace(str(book), "").split())[-400:]
    findings = [Finding(book.name, 0, 0, profiles, f"the file does not conform: {said}")] if done.returncode else []
    return Report("PDF", f"veraPDF {profiles}", "", findings)


def structure(book: Path, _: Tools) -> Report:
    """Count the tags of an accessible PDF, and hold them against the rules that no validator checks."""
    try:
        root = read_structure(book)
    except (AttributeError, KeyError):  # pikepdf's ways to say that a dictionary has no such entry
        return Report("PDF", "tags", "", [Finding(book.name, 0, 0, "untagged", "the file has no structure tree")])
    return Report("PDF", "tags", "", unique(_faults(book.name, root)))


def _faults(name: str, root: Element) -> Iterator[Finding]:
    found = Counter(element.kind for element in root.all())
    for kind in _NEEDED:
        if not found[kind]:
            yield Finding(name, 0, 0, "tag-missing", f"no element of the kind {kind}")
    for element in root.all("TH"):
        if element.scope not in ("Row", "Column", "Both"):
            yield Finding(name, 0, 0, "header-scope", f"a header cell has no scope: {element.text[:60]!r}")
    for element in root.all("Figure"):
        if not element.alt:
            yield Finding(name, 0, 0, "figure-alt", f"a figure on page {element.page} has no alternative text")
    for table in root.all("Table"):
        if not any(table.all("TH")):
            yield Finding(name, 0, 0, "table-header", f"a table has no header cells: {table.text[:60]!r}")
