"""Put a book together: which documents it has, in which order, at which depth, and what leads nowhere in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sphinx_typst_pdf.fragments import Fragment, Heading
from sphinx_typst_pdf.syntax import string

IMPORT = '#import "/template.typ": *\n'
ATTACHMENTS = "attachments"
"""The folder beside the code that holds what a PDF carries."""
CARRIED = "attachments.txt"
"""The file beside the code that has a digest of these."""


@dataclass
class Assembly:
    """The documents of a book, in the order of its pages, whether it has parts, and the code of toctrees, by path.

    ``headings`` are those of all documents and parts, as deep as they are in the book.
    """

    documents: list[str]
    has_parts: bool
    toctrees: dict[str, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    appendices: str = ""


def assemble(
    start: str, fragments: dict[str, Fragment], appendices: Iterable[str] = (), *, parts: bool = True
) -> Assembly:
    """Follow the toctrees from the first document on, then from each appendix; a document stands where it is first.

    With ``parts``, the toctrees of the first document that have a caption are parts of the book, one level above the
    chapters.
    """
    has_parts = parts and any(tree["caption"] and tree["depth"] <= 1 for tree in fragments[start].toctrees)
    book = Assembly([start], has_parts)
    _follow(start, 0, fragments, book, parts=has_parts)
    for name in appendices:
        if name not in book.documents:
            book.documents.append(name)
            # Beside the parts, if there are any, as indices are.
            book.appendices += f"#document-at(0, include {string(f'/documents/{name}.typ')})\n"
            _follow(name, 0, fragments, book, parts=False)
    return book


def _follow(docname: str, offset: int, fragments: dict[str, Fragment], book: Assembly, *, parts: bool) -> None:
    number = 0
    for heading in fragments[docname].headings:
        lifted = 1 if docname == book.documents[0] and heading.depth > 1 else 0
        book.headings.append(heading._replace(depth=offset + heading.depth - lifted))
    for index, tree in enumerate(fragments[docname].toctrees):
        # The title of the document at which the book begins is that of the book: its sections are chapters.
        depth = max(0, tree["depth"] - 1) if docname == book.documents[0] else tree["depth"]
        part = bool(parts and depth == 0 and tree["caption"])
        below = offset + depth + (1 if part else 0)
        documents = [name for name in dict.fromkeys(tree["documents"]) if name in fragments]
        documents = [name for name in documents if name not in book.documents]
        book.documents += documents
        includes = "".join(f"#document-at({below}, include {string(f'/documents/{name}.typ')})\n" for name in documents)
        if part:
            number += 1
            title = f"#{string(tree['caption'])}"
            title = f"#language({string(tree['language'])})[{title}]" if tree["language"] else title
            book.headings.append(Heading(1, str(number), tree["caption"]))
            includes = f"#in-part[\n#part({number}, [{title}])\n{includes}]\n"
        book.toctrees[toctree_path(docname, index)] = IMPORT + includes
        for name in documents:
            _follow(name, below, fragments, book, parts=False)


def toctree_path(docname: str, index: int) -> str:
    """Return the path of the code of a toctree; documents, notes and toctrees have folders of their own."""
    return f"toctrees/{docname}/{index}.typ"


def write_if_changed(path: Path, text: str) -> None:
    """Write a file, unless it is there with the same text."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
