"""What Typst says, told at the place in the sources that it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sphinx_typst_pdf.fragments import Fragment
from sphinx_typst_pdf.syntax import string

MESSAGE = re.compile(r"^(?P<kind>error|warning): (?P<text>.+)$")
PLACE = re.compile(r"^\s*┌─ (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$")
QUOTED = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
TOO_DEEP = "show rule depth exceeded"
HINTS = {
    "try using a different font": "name a folder with a font that has it in typst_font_paths, or write it otherwise",
    "maybe a show rule matches its own output": "what stands here is nested deeper than Typst can set",
    "maybe there are too deeply nested elements": "write it less deep",
    "set the title with `set document(title: [...])`": "say project in conf.py, or a title in typst_documents",
}
NESTED = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<open>\[)|(?P<close>\])')
"""What opens and closes content in code; brackets in strings do not."""
LABEL = re.compile(r'"[^"]+#[^"]*"')
"""A label in the code of an index, which names a document and an anchor in it."""
HINT = re.compile(r"^\s*= hint: (?P<text>.+)$")


class Diagnostic(NamedTuple):
    """One message, and the place it is about: a line of a document where that is known, else of the code."""

    kind: str
    text: str
    place: str | None
    known: bool = False


@dataclass(frozen=True)
class Sources:
    """The code of a book in the folder ``out``, and what it was made of: documents in ``source``, and the settings."""

    out: Path
    main: Path
    source: Path
    conf: Path
    template: Path
    fragments: dict[str, Fragment]

    def lines(self) -> Iterator[tuple[str, int, str]]:
        """Yield the lines of code of all documents, each with the document and its number."""
        for name in self.fragments:
            code = (self.out / "documents" / f"{name}.typ").read_text("utf-8")
            yield from ((name, number, line) for number, line in enumerate(code.splitlines(), 1))

    def place(self, name: str, number: int) -> str | None:
        """Return the place in the sources that a line of a document's code comes from."""
        place = self.fragments[name].place_of(number) if name in self.fragments else None
        return f"{self.source / place.file}:{place.line}" if place else None

    def places_of(self, code: str) -> list[str]:
        """Return the places in the sources whose code has this in it."""
        found = (self.place(name, number) for name, number, line in self.lines() if code in line)
        return [place for place in found if place]

    def setting(self, text: str) -> str:
        """Return the place of a text in the settings; one that stands in none was made there."""
        lines = self.conf.read_text("utf-8").splitlines() if self.conf.exists() else []
        return f"{self.conf}:{next((number for number, line in enumerate(lines, 1) if text in line), 1)}"


def read_diagnostics(report: str, sources: Sources) -> list[Diagnostic]:
    """Return the messages of Typst's report, each once at each place."""
    found: list[Diagnostic] = []
    for block in _blocks(report.splitlines()):
        match = MESSAGE.match(block[0])
        if match is None:
            continue
        hints = [HINTS.get(hint["text"], hint["text"]) for line in block if (hint := HINT.match(line))]
        text = "; ".join([match["text"], *hints])
        places = [_place(found_place, sources) for line in block if (found_place := PLACE.match(line))]
        # What went wrong in the template was caused by the document that called it, or by text that it was given.
        known = [place for place, is_known in places if is_known][:1] or _places_of_text(match["text"], sources)
        if not known and TOO_DEEP in match["text"]:
            known = _deepest_place(sources)
        if known:
            found += [Diagnostic(match["kind"], text, place, known=True) for place in known]
        else:
            found.append(Diagnostic(match["kind"], text, places[0][0] if places else None))
    # What is said of a document is said again of its copies, in the contents or the index.
    placed = {message.text for message in found if message.known}
    return [message for message in dict.fromkeys(found) if message.known or message.text not in placed]


def _places_of_text(message: str, sources: Sources) -> list[str]:
    """Return the places of the text that a message quotes: documents that have it, else what it was taken from.

    An entry of an index leads to documents, a caption of a toctree stands in one, and what else is in the main file
    comes from the settings.
    """
    quoted = QUOTED.search(message)
    if quoted is None:
        return []
    text = quoted["text"]
    if found := sources.places_of(text):
        return found
    for toctree in sorted((sources.out / "toctrees").rglob("*.typ")):
        if text in toctree.read_text("utf-8"):
            return sources.places_of(string(f"/{toctree.relative_to(sources.out).as_posix()}"))
    if lines := [line for line in sources.main.read_text("utf-8").splitlines() if text in line]:
        labels = dict.fromkeys(label for line in lines for label in LABEL.findall(line))
        if places := [place for label in labels for place in sources.places_of(label)[:1]]:
            return places
    return [sources.setting(text)]  # such as the words of its language


def _deepest_place(sources: Sources) -> list[str]:
    """Return the place where documents are nested deepest."""
    deepest, found, depth, document = 0, None, 0, ""
    for name, number, line in sources.lines():
        depth, document = depth if name == document else 0, name
        for bracket in NESTED.finditer(line):
            depth += bool(bracket["open"]) - bool(bracket["close"])
            if depth > deepest:
                deepest, found = depth, sources.place(name, number)
    return [found] if found else []


def _blocks(lines: Iterable[str]) -> Iterable[list[str]]:
    """Yield the lines of each message."""
    block: list[str] = []
    for line in lines:
        if MESSAGE.match(line) and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _place(match: re.Match[str], sources: Sources) -> tuple[str, bool]:
    """Return the place in a document, and True, where the code is that of one, else the place in the code."""
    path, line = Path.cwd() / match["file"], int(match["line"])
    try:
        name = path.resolve().relative_to((sources.out / "documents").resolve()).with_suffix("").as_posix()
    except ValueError:
        made = {sources.main: f"{sources.conf}:1", sources.out / "template.typ": f"{sources.template}:{line}"}
        return next(
            (place for code, place in made.items() if code.resolve() == path.resolve()), f"{path}:{line}"
        ), False
    place = sources.place(name, line)
    return (place, True) if place else (f"{path}:{line}", False)
