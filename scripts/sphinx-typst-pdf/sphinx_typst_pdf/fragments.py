"""A fragment: the Typst code of one document, and what must be known of it when the book is put together."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sphinx_typst_pdf.verification import Text

MARK = re.compile(r"\x00(\d+)\x00")


class Place(NamedTuple):
    """A line of a source file; the file is named below the source folder."""

    file: str
    line: int


class Heading(NamedTuple):
    """A heading: how deep it is, its number and its title in plain words."""

    depth: int
    number: str | None
    title: str


@dataclass
class Fragment:
    """What is known of the code of one document.

    ``lines`` are pairs of a line of the code and the place it comes from, in order; ``anchors`` the labels that it
    sets; ``references`` the labels that it refers to, each with the first place; ``headings`` those of its sections;
    ``toctrees`` the documents that are to be included at each of its toctrees; ``images`` the pictures it draws, each
    with the first place; ``texts`` what must be in the PDF, where that is verified.
    """

    lines: list[tuple[int, Place]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    references: dict[str, Place] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    toctrees: list[dict[str, Any]] = field(default_factory=list)
    images: dict[str, Place] = field(default_factory=dict)
    texts: list[list[Text]] = field(default_factory=list)

    def place_of(self, line: int) -> Place | None:
        """Return the place that a line of the code comes from."""
        return next((place for begin, place in reversed(self.lines) if begin <= line), None)

    def save(self, path: Path) -> None:
        """Write the fragment's note."""
        path.write_text(json.dumps(vars(self), ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Fragment:
        """Read the fragment's note."""
        read = json.loads(path.read_text("utf-8"))
        read["lines"] = [(line, Place(*place)) for line, place in read["lines"]]
        for kind in ("references", "images"):
            read[kind] = {name: Place(*place) for name, place in read[kind].items()}
        read["headings"] = [Heading(*heading) for heading in read["headings"]]
        read["texts"] = [[Text(*text) for text in group] for group in read["texts"]]
        return cls(**read)


def resolve_marks(code: str, places: list[Place]) -> tuple[str, list[tuple[int, Place]]]:
    """Take the marks out of code, and return it with the lines that they stood on."""
    lines: list[tuple[int, Place]] = []
    clean: list[str] = []
    for number, text in enumerate(code.split("\n"), 1):
        lines += [(number, places[int(mark)]) for mark in MARK.findall(text)[-1:]]
        clean.append(MARK.sub("", text))
    return "\n".join(clean), lines
