"""Wherever a page of the PDF turns, each word stands on the same page in web book and e-book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from book.printed import read_printed
from pipeline.conftest import SmallVolume

pytestmark = pytest.mark.slow
PAGE = {"width": "110mm", "height": "120mm", "top": "18mm", "bottom": "18mm", "left": "15mm", "right": "15mm"}
"""So small that each construct is longer than a page."""
LONG = 170
"""Words that fill more than a page."""
TOKEN = re.compile(r'<aside\b.*?</aside>|<span class="page-mark" id="page-(\w+)"|<[^>]*>|[qz][a-j]{4}', re.DOTALL)
"""Notes, which stand elsewhere in print; marks; other tags; words."""
WORD, DIVIDED = re.compile("q[a-j]{4}"), re.compile(r"(q[a-j]{4})\w*-\n")
DOCUMENTS = ("index", "chapters/chapter", "chapters/reference", "genindex")

numbers = count(1000)


def word() -> str:
    """Return the beginning of a word that stands nowhere else."""
    return "q" + "".join("abcdefghij"[int(digit)] for digit in str(next(numbers)))


def words(length: int = LONG, form: str = "{}") -> str:
    return " ".join(form.format(word()) for _ in range(length))


def indented(text: str, by: str) -> str:
    return "\n".join(by + line for line in text.splitlines())


def table(caption: str, name: str, row: Callable[[], list[str]], rows: int) -> str:
    cells = "\n".join("* - " + "\n  - ".join(row()) for _ in range(rows))
    return f"```{{list-table}} {caption}\n:name: {name}\n\n{cells}\n```"


def items(length: int, form: str = "- {}") -> str:
    return "\n".join(form.format(words(length)) for _ in range(5))


KINDS: dict[str, Callable[[], str]] = {
    "paragraph over three pages": lambda: words(2 * LONG),
    "list in a quotation": lambda: indented(items(40), "> "),
    "list in a list": lambda: f"1. {words(20)}\n\n{indented(items(40), '   ')}",
    "rows of a table": lambda: table("Rows", "turn-rows", lambda: [words(60), words(50)], 4),
    "caption": lambda: table(words(60), "turn-caption", lambda: [words(6), words(6)], 4),
    "definitions": lambda: "\n\n".join(f"{word()}\n: {words(60)}\n\n  {words(60)}" for _ in range(3)),
    "admonition": lambda: f"```{{admonition}} {word()}\n{words()}\n\n{words(60)}\n```",
    "note": lambda: f"```{{note}}\n{words()}\n```",
    "code": lambda: "```text\n" + "\n".join(words(5) for _ in range(60)) + "\n```",
    "epigraph": lambda: f"```{{epigraph}}\n{words()}\n\n-- {word()}\n```",
    "formulas": lambda: "\n\n$$x = y$$\n\n".join(words(60) for _ in range(4)),
    "footnotes": lambda: (
        f"{words(60)}[^turn-one] {words(70)}[^turn-two] {words(40)}\n\n"
        "[^turn-one]: The note of it.\n[^turn-two]: Another note of it."
    ),
    "glossary": lambda: "```{glossary}\n" + "\n\n".join(f"{word()}\n  {words(60)}" for _ in range(4)) + "\n```",
    "index": lambda: "\n\n".join(f"```{{index}} {word()}\n```\n{words(40)}" for _ in range(6)),
    "long words": lambda: words(LONG // 2, "{}representationalization"),
    "soft hyphens": lambda: words(form="{}tele\u00adcommuni\u00adcation"),
    "ligatures": lambda: words(form="{}ﬃ ﬁ ﬂ"),
    "combining accents": lambda: words(form="{}s\u030ce\u0301"),
    "links": lambda: words(form="**{}** [link](https://example.org/a-long-address)"),
    "repeated words": lambda: words(8, "the treaty of the state " * 30 + "{}"),
    "fields": lambda: "\n".join(f":{word()}: {words(30)}" for _ in range(5)),
    "literals": lambda: words(form="`{}`"),
    "code in a list": lambda: "\n".join(f"- {words(30)}\n\n  ```text\n  {words(4)}\n  ```" for _ in range(6)),
}


class Format(NamedTuple):
    """The page of each word where it first stands, and the labels of all marks in their order."""

    pages: dict[str, str]
    labels: list[str]


def read(files: Iterator[str]) -> Format:
    found = Format({}, [])
    for file in files:
        body = max(file.find("<main"), file.find("<body") if "<main" not in file else -1)
        for token in TOKEN.finditer(file, body):
            if token[0].startswith("<aside"):
                found.labels.extend(re.findall(r'id="page-(\w+)"', token[0]))
            elif token[1]:
                found.labels.append(token[1])
            elif not token[0].startswith("<"):
                found.pages.setdefault(token[0], found.labels[-1] if found.labels else "")
    return found


@pytest.fixture
def built(small: SmallVolume) -> Path:
    small.append("conf.py", f"typst_page = {PAGE!r}\n")
    parts = (f"(turn-{number})=\n## Kind {number}\n\n{kind()}" for number, kind in enumerate(KINDS.values()))
    small.append("chapters/chapter.md", "\n" + "\n\n".join(parts) + "\n")
    built = small.build("formats", "-D", "formats=html,epub,pdf")
    assert built.status == 0, built.said
    return built.out


@pytest.fixture
def printed(built: Path) -> list[str]:
    """The text of each page of the PDF."""
    (book,) = built.glob("pdf/*.pdf")
    return read_printed(book).text.split("\f")[:-1]


def test_each_word_stands_on_its_page(built: Path, printed: list[str]) -> None:
    """A word that print divides at the end of a page belongs to the new one."""
    web = read((built / f"html/{name}.html").read_text("utf-8") for name in DOCUMENTS)
    (book,) = built.glob("epub/*.epub")
    with ZipFile(book) as archive:
        ebook = read(archive.read(f"{name}.xhtml").decode() for name in DOCUMENTS)
    for marked in (web, ebook):
        assert marked.labels == [str(number) for number in range(1, len(printed) + 1)]
        assert wrong_in(marked, printed) == {}
        assert wrong_in(replaced(marked, printed), printed) != {}  # it would be seen


def wrong_in(marked: Format, printed: list[str]) -> dict[str, tuple[str | None, int]]:
    """Return the words that stand on another page, with that page and their own."""
    wrong: dict[str, tuple[str | None, int]] = {}
    seen: set[str] = set()
    for number, text in enumerate(printed, 1):
        divided = set(DIVIDED.findall(text))
        for one in set(WORD.findall(text)) - seen:
            seen.add(one)
            page = marked.pages.get(one)
            if page != str(number) and not (one in divided and page == str(number + 1)):
                wrong[one] = page, number
    assert len(seen) > 3000
    return wrong


def replaced(marked: Format, printed: list[str]) -> Format:
    """Return a format in which the first word of a page stands on the one before."""
    number = len(printed) // 2
    first = WORD.findall(printed[number])[0]
    return Format(marked.pages | {first: str(number)}, marked.labels)
