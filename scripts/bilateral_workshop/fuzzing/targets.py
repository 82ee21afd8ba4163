"""What is tried: each target takes any bytes, and raises where something is not as promised."""

from __future__ import annotations

import copy
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import typst
from sphinx.util import texescape

from bilateral.bibliography import parse_bibliography, read_bibliography
from bilateral.citation import FORMATS, describe, item_of
from bilateral.dates import parse_edtf
from bilateral.document import Document, parse_document, read_document
from bilateral.ledger import LEDGER, PAGES, PARAGRAPHS, REDIRECTS, read_ledger
from bilateral.pictures import PICTURES, Request, draw
from bilateral.problems import KeyPath, Problem
from bilateral.reading import read_volume
from bilateral.render import TABLES, Query, QueryError, render_table
from bilateral.rules import judge
from bilateral.validation import validate
from bilateral.volume import Volume
from bilateral_sphinx.records.directives import words
from sphinx_typst_pdf.syntax import LINE_ENDS, UNPRINTABLE, string

STOCK = Path(__file__).parents[3] / "tests/volume"
LOCALE = "en_GB"
LINE = re.compile(r"[^\n]*:\d+:\d+: [A-Z]{3}\d{3} [^\n]+")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _told(problems: list[Problem]) -> None:
    """Each problem is one line that can be printed."""
    for problem in problems:
        line = str(problem)
        assert LINE.fullmatch(line), line
        line.encode("utf-8")


def document(data: bytes) -> None:
    """Any bytes are a document or have problems."""
    found, problems = parse_document(data, "data/relations.yaml")
    assert (found is None) == bool(problems)
    _told(problems)
    if found is not None:
        read, problems = validate(found)
        assert (read is None) == bool(problems)
        _told(problems)


@cache
def _stock() -> tuple[Document, list[KeyPath]]:
    found, _ = read_document(STOCK / "data/relations.yaml")
    assert found is not None
    return found, sorted(found.positions, key=str)


def model(data: bytes) -> None:
    """Put a value in the place of another in the stock volume: it is refused, or can be printed."""
    found, paths = _stock()
    place, kind, text = paths[int.from_bytes(data[:2]) % len(paths)], data[2:3], _text(data[3:])
    changed = copy.deepcopy(found.data)
    around: Any = changed
    for part in place[:-1]:
        around = around[part]
    if place:
        value: Any = {b"\0": None, b"\1": [text], b"\2": {text: text}, b"\3": []}.get(kind, text)
        around[place[-1]] = value
    read, problems = validate(Document(found.file, changed, found.positions))
    assert (read is None) == bool(problems)
    if read is not None:
        sources, _ = read_bibliography(STOCK / "references.bib")
        volume = Volume(read, sources, found)
        problems = list(judge(volume))
        if not problems:
            for name in TABLES:
                render_table(name, volume, Query(), LOCALE)
            item = item_of(describe(volume.edition))
            bibtex, ris, csl_json = (form.write([item]) for form in FORMATS)
            assert json.loads(csl_json)
            assert ris.count("ER  -") == 1
            assert bibtex.count("\n@") == 0
    _told(problems)


def bibliography(data: bytes) -> None:
    """Any text is a bibliography or has problems."""
    sources, problems = parse_bibliography(_text(data), "references.bib")
    _told(problems)
    for source in sources.values():
        if not problems:
            assert source.fields.get("url", "https://x.example/").startswith(("http://", "https://"))


def ledger(data: bytes) -> None:
    """Any text is a list of redirects or has problems; none leads out of the book."""
    with tempfile.TemporaryDirectory(dir=_memory()) as name:
        for file in (LEDGER, REDIRECTS, PAGES, PARAGRAPHS):
            Path(name, file).write_bytes(data)
        read, problems = read_ledger(Path(name))
    _told(problems)
    assert not [page for page in read.pages if ".." in page.split("/") or page.startswith("/")]


def dates(data: bytes) -> None:
    """Any text is a date that is written again as it was, or is refused as a wrong value."""
    text = _text(data)
    with suppress(ValueError):
        assert str(parse_edtf(text)) == text


@cache
def _volume() -> Volume:
    return read_volume(STOCK)


def options(data: bytes) -> None:
    """Any options of a table or a picture are answered or refused with a message of one line."""
    number, *texts = _text(data).split("\0")
    names = ["from_", "to", "kind", "ids", "parent", "register", "columns", "order"]
    chosen: dict[str, Any] = {}
    for name, text in zip(names, texts, strict=False):
        if text:
            with suppress(ValueError):
                chosen[name] = words(text) if name in ("kind", "ids", "columns") else text
    kinds = [*TABLES, *PICTURES]
    kind = kinds[sum(map(ord, number)) % len(kinds)]
    try:
        if kind in TABLES:
            render_table(kind, _volume(), Query(**chosen), LOCALE)
        else:
            request = {name: value for name, value in chosen.items() if name in ("kind", "ids")}
            with suppress(ValueError):
                request["period"] = parse_edtf(chosen.get("of", ""))
            draw(kind, _volume(), Request(**request), LOCALE)
    except QueryError as error:
        _told([Problem("chapter.md", 1, 1, "MOD004", str(error))])


@cache
def _typesetter() -> typst.Compiler:
    folder = Path(tempfile.mkdtemp(dir=_memory()))
    (folder / "main.typ").write_text("")
    return typst.Compiler(str(folder / "main.typ"), root=str(folder), ignore_system_fonts=True)


def typst_text(data: bytes) -> None:
    """Any text in a string literal is that text for Typst, and nothing else."""
    text = _text(data)
    expected = LINE_ENDS.sub(" ", UNPRINTABLE.sub("\ufffd", text))
    assert json.loads(_typesetter().eval(string(text))) == expected


CONTROL = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
TAME = {"\\textbackslash", "\\textasciitilde", "\\textasciicircum", "\\sphinxhyphen", "\\sphinxhyphenforcode"}
# Sphinx prints four signs as formulas, which no font of text is sure to have: ✓ ✔ ✕ ✖
FORMULAS = {"\\(", "\\)", "\\checkmark", "\\times", "\\pmb"}
SIGNS = {"\\{", "\\}", "\\$", "\\&", "\\#", "\\%", "\\_", "\\ ", "\\,", "\\-", "\\/"}


def latex_text(data: bytes) -> None:
    """Any text is escaped so that no control sequence is left but those that print a character."""
    texescape.init()
    escaped = texescape.escape(_text(data), "xelatex")
    for found in CONTROL.findall(escaped):
        assert found in TAME | FORMULAS | SIGNS or found.startswith("\\text"), found
    bare = CONTROL.sub("", escaped)
    assert not re.search(r"[#$%&~_^]", bare), bare
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0


def _memory() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108  (a folder in memory, in which a folder of our own is made)
    return str(memory) if memory.is_dir() else None


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__.replace("_", "-"): target
    for target in (document, model, bibliography, ledger, dates, options, typst_text, latex_text)
}
CORPUS = Path(__file__).parents[3] / "tests/fuzzing/corpus"


def corpus(name: str) -> Iterator[bytes]:
    """Yield the inputs that are kept of a target: those that found something, and some to begin with."""
    for path in sorted((CORPUS / name).iterdir()):
        yield path.read_bytes()
