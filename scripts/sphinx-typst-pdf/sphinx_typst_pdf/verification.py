"""Hold a finished PDF against its documents: all their text is in it, and none stands outside its column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_typst_pdf.transforms import is_comment

if TYPE_CHECKING:
    from sphinx_typst_pdf.readback.columns import Outside

NOT_PRINTED = (
    nodes.raw,
    nodes.math,
    nodes.math_block,
    nodes.image,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.meta,
    nodes.pending,
    nodes.label,
    nodes.footnote_reference,
    nodes.decoration,
    addnodes.index,
    addnodes.toctree,
    addnodes.tabular_col_spec,
)
"""What has no text of its own on a page: formulas, for example, are pictures with alternatives."""


class Text(NamedTuple):
    """A piece of text, and the line of the document that it comes from."""

    line: int
    text: str


def texts_of(document: nodes.document) -> list[list[Text]]:
    """Return the texts that print must have, in their order: first those of the body, then those of each note."""
    notes: list[nodes.Element] = [*document.findall(nodes.footnote), *document.findall(nodes.citation)]
    return [list(_texts(document)), *(list(_texts(note)) for note in notes)]


def _texts(node: nodes.Element) -> Iterator[Text]:
    children = node.children
    if isinstance(node, nodes.figure):  # what a figure is called is read before it
        children = sorted(children, key=lambda child: not isinstance(child, nodes.caption))
    for child in children:
        if isinstance(child, nodes.Text):
            yield from (Text(_line(child), line) for line in child.astext().split("\n") if line.strip())
        elif isinstance(child, nodes.Element) and not _is_elsewhere(child):
            yield from _texts(child)


def _is_elsewhere(node: nodes.Element) -> bool:
    contents = isinstance(node, nodes.topic) and "contents" in node["classes"]
    return contents or is_comment(node) or isinstance(node, (*NOT_PRINTED, nodes.footnote, nodes.citation))


def _line(node: nodes.Node) -> int:
    around: nodes.Node | None = node
    while around is not None and around.line is None:
        around = around.parent
    return (around.line if around is not None else None) or 1


class Fault(NamedTuple):
    """What is wrong with a PDF: a text, the document and line where it is known, and what is wrong with it."""

    text: str
    docname: str
    line: int
    lost: bool


def verify(
    pdf: Path,
    documents: dict[str, list[list[Text]]],
    frame: tuple[float, float] | None,
    pages: Mapping[str, int] = MappingProxyType({}),
) -> list[Fault]:
    """Return the faults of a PDF with these documents.

    ``frame`` are the left and right edge of the text on a page, ``pages`` those on which documents begin.
    """
    from sphinx_typst_pdf.readback import read_structure  # late: most builds verify nothing
    from sphinx_typst_pdf.readback.columns import ExtentDevice, outside_columns
    from sphinx_typst_pdf.readback.comparison import missing, printed

    device = ExtentDevice()
    device.read(pdf)
    book = printed(read_structure(pdf, device))
    faults = []
    for docname, (body, *notes) in documents.items():
        begin = book.pages.get(pages.get(docname, 0), 0)
        for group, start in [(body, begin), *((note, 0) for note in notes)]:
            lost = missing([text.text for text in group], book.text, start)
            faults += [Fault(group[number].text, docname, group[number].line, lost=True) for number in lost]
    found = outside_columns(pdf, *frame, device) if frame else []
    return faults + list(_placed(found, documents))


def _placed(found: Iterable[Outside], documents: dict[str, list[list[Text]]]) -> Iterator[Fault]:
    """Yield texts outside their columns, each with the first document and line that has it."""
    from sphinx_typst_pdf.readback.comparison import squashed

    known: list[tuple[str, str, int]] = []
    for outside in found:
        if not known:
            every = ((name, text) for name, groups in documents.items() for group in groups for text in group)
            known = [(squashed(text.text), name, text.line) for name, text in every]
        wanted = squashed(outside.text)
        places = ((name, line) for text, name, line in known if wanted in text or text in wanted)
        yield Fault(outside.text, *next(places, (next(iter(documents)), 1)), lost=False)
