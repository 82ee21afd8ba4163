"""What Typst says, told at the place in the sources that it concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sphinx_typst_pdf.fragments import Fragment

MESSAGE = re.compile(r"^(?P<kind>error|warning): (?P<text>.+)$")
PLACE = re.compile(r"^\s*┌─ (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$")
QUOTED = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
TOO_DEEP = "show rule depth exceeded"
HINTS = {
    "try using a different font": "name a folder with a font that has it in typst_font_paths, or write it otherwise",
    "maybe a show rule matches its own output": "what stands here is nested deeper than Typst can set",
    "maybe there are too deeply nested elements": "write it less deep",
}
NESTED = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<open>\[)|(?P<close>\])')
"""What opens and closes content in code; brackets in strings do not."""
HINT = re.compile(r"^\s*= hint: (?P<text>.+)$")


class Diagnostic(NamedTuple):
    """One message, and the place it is about: a line of a document where that is known, else of the code."""

    kind: str
    text: str
    place: str | None
    known: bool = False


def read_diagnostics(report: str, out: Path, source: Path, fragments: dict[str, Fragment]) -> list[Diagnostic]:
    """Return the messages of Typst's report, each once at each place.

    ``out`` is the folder of the code, ``source`` that of the documents, whose fragments know their places.
    """
    found: list[Diagnostic] = []
    for block in _blocks(report.splitlines()):
        match = MESSAGE.match(block[0])
        if match is None:
            continue
        hints = [HINTS.get(hint["text"], hint["text"]) for line in block if (hint := HINT.match(line))]
        text = "; ".join([match["text"], *hints])
        places = [_place(found_place, out, source, fragments) for line in block if (found_place := PLACE.match(line))]
        # What went wrong in the template was caused by the document that called it, or by text that it was given.
        known = [place for place, is_known in places if is_known][:1]
        known = known or list(_places_of_text(match["text"], out, source, fragments))
        if not known and TOO_DEEP in match["text"]:
            known = _deepest_place(out, source, fragments)
        if known:
            found += [Diagnostic(match["kind"], text, place, known=True) for place in known]
        else:
            found.append(Diagnostic(match["kind"], text, places[0][0] if places else None))
    # What is said of a document is said again of its copies, in the contents or the index.
    placed = {message.text for message in found if message.known}
    return [message for message in dict.fromkeys(found) if message.known or message.text not in placed]


def _places_of_text(message: str, out: Path, source: Path, fragments: dict[str, Fragment]) -> Iterator[str]:
    """Yield the places of documents whose code has the text that a message quotes."""
    quoted = QUOTED.search(message)
    if quoted is None:
        return
    for name, fragment in fragments.items():
        for number, line in enumerate((out / "documents" / f"{name}.typ").read_text("utf-8").splitlines(), 1):
            if quoted["text"] in line and (place := fragment.place_of(number)):
                yield f"{source / place.file}:{place.line}"


def _deepest_place(out: Path, source: Path, fragments: dict[str, Fragment]) -> list[str]:
    """Return the place where documents are nested deepest."""
    deepest, found = 0, None
    for name, fragment in fragments.items():
        depth = 0
        for number, line in enumerate((out / "documents" / f"{name}.typ").read_text("utf-8").splitlines(), 1):
            for bracket in NESTED.finditer(line):
                depth += bool(bracket["open"]) - bool(bracket["close"])
                if depth > deepest:
                    deepest, found = depth, (fragment, number)
    place = found and found[0].place_of(found[1])
    return [f"{source / place.file}:{place.line}"] if place else []


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


def _place(match: re.Match[str], out: Path, source: Path, fragments: dict[str, Fragment]) -> tuple[str, bool]:
    """Return the place in a document, and True, where the code is that of one, else the place in the code."""
    path, line = Path.cwd() / match["file"], int(match["line"])
    try:
        name = path.resolve().relative_to((out / "documents").resolve()).with_suffix("").as_posix()
    except ValueError:
        return f"{match['file']}:{line}", False
    place = fragments[name].place_of(line) if name in fragments else None
    return (f"{source / place.file}:{place.line}", True) if place else (f"{path}:{line}", False)
