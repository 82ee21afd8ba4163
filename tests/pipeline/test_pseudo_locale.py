"""The press in a language of which every word has accents: whatever has none in a book is not said by a message."""

from __future__ import annotations

import html
import json
import re
import subprocess
import zipfile
from collections.abc import Iterable
from gettext import NullTranslations
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.dates import get_month_names

from builds import FRESH, sphinx
from pipeline.conftest import copied_volume
from tools import need

ACCENTED = str.maketrans("aeiouyncszrdtAEIOUYNCSZRDT", "áéíóúýńćśźŕďťÁÉÍÓÚÝŃĆŚŹŔĎŤ")
ALL = set("áéíóúýńćśźŕďť")
PICTURES = ("timeline", "map", "milestones", "terms", "figures", "standing")
KEPT = re.compile(r"\{[^}]*\}|%\(\w+\)s|%s|%\w|<[^>]*>")
ADDRESS = re.compile(r"[\w-]+\.example/\S*")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {  # of forms, formats and programs
    *(
        "apa",
        "mla",
        "chicago",
        "bibtex",
        "biblatex",
        "csl",
        "json",
        "ris",
        "csv",
        "sqlite",
        "epub",
        "pdf",
        "html",
        "mit",
    ),
    *("bilateral", "javascript", "zotero", "wikidata", "orcid", "xml", "typst", "urn", "uuid", "https", "www"),
}
OF_PANDOC = {"dataset", "poskyris", "posk", "versija", "in", "ir", "kt", "sud", "žiūrėta", "prieiga"}
"""What the locale of pandoc's citations says in this language."""


def pseudo(message: str) -> str:
    """Put accents on the letters of a message, and leave its places alone."""
    parts, start = [], 0
    for kept in KEPT.finditer(message):
        parts += [message[start : kept.start()].translate(ACCENTED), kept[0]]
        start = kept.end()
    return "".join([*parts, message[start:].translate(ACCENTED)])


class Pseudo(NullTranslations):
    """A catalogue that has every message."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, _: str, message: str) -> str:
        return pseudo(message)


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small volume with all pictures, in a language of accents."""
    volume = copied_volume(tmp_path_factory.mktemp("accents") / "volume").folder
    data = volume / "data/relations.yaml"
    data.write_text(data.read_text("utf-8").replace("\n  language: en\n", "\n  language: lt\n", 1), "utf-8")
    with (volume / "chapters/reference.md").open("a", encoding="utf-8") as chapter:
        for name in PICTURES:
            chapter.write(f"\n```{{picture-{name}}} Story\n:name: figure-{name}\n```\n")
        chapter.write("\n- [x] Story\n- [ ] Story\n")
    with (volume / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "tasklist"]\n')
    return volume


def build(folder: Path) -> None:
    words = ["-q", "-W", "-n", "-b", "formats", "-D", "formats=html,epub,pdf", "-d", "doctrees", "volume", "books"]
    for module in ("bilateral.messages", "bilateral_sphinx.seams.translations", "bilateral_sphinx.web.words"):
        import_module(module).catalogue = lambda _: Pseudo()  # type: ignore[attr-defined]
    built = sphinx(*words, out=folder / "books", cwd=folder)
    assert built.status == 0, built.said


@pytest.fixture(scope="module")
def books(volume: Path) -> Path:
    """Its books, built once, by a process of its own: much is remembered of what has been said in a language."""
    process = FRESH.Process(target=build, args=(volume.parent,))
    process.start()
    process.join()
    assert process.exitcode == 0
    return volume.parent / "books"


def known(volume: Path) -> set[str]:
    """Return the words of the volume itself, of dates and of formats."""
    files = [path.read_text("utf-8") for path in volume.rglob("*") if path.suffix in {".yaml", ".md", ".bib"}]
    locale = Locale.parse("lt_LT")
    files += [" ".join(names.values()) for names in (get_month_names("wide", "format", "lt"), locale.languages)]
    files += get_month_names("wide", "stand-alone", "lt").values()
    return {word.casefold() for text in files for word in WORD.findall(text)} | NAMES | OF_PANDOC


def strange(texts: Iterable[str], words: set[str]) -> set[str]:
    """Return the words without accents that are not those of the volume, nor of an address that is to be typed."""
    found = {word for text in texts for word in WORD.findall(ADDRESS.sub(" ", text))}
    return {word for word in found if not ALL & set(word.casefold()) and word.casefold() not in words}


def shown(page: str) -> list[str]:
    """Return what a page says: its text, and the attributes and metadata that are read by people."""
    page = re.sub(r"https?://[^\s<\"]*", " ", page)
    page = re.sub(r"<(script|style|code|pre)\b.*?</\1>", " ", page, flags=re.DOTALL)
    attributes = re.findall(r'(?:aria-label|title|alt|placeholder|data-done|data-label|data-close)="([^"]*)"', page)
    told = re.findall(r'(?:name|property)="(?:og:)?(?:title|description|image:alt)" content="([^"]*)"', page)
    return [html.unescape(text) for text in (re.sub(r"<[^>]*>", " ", page), *attributes, *told)]


def test_no_word_of_the_press_is_left_in_english(books: Path, volume: Path) -> None:
    words = known(volume) | {"pp"}  # "pp. 3–4" of the PDF, which has no letter that takes an accent
    pages = [page for page in books.rglob("*.html") if "data" not in page.parts]
    found: dict[str, Any] = {
        page.relative_to(books).as_posix(): strange(shown(page.read_text("utf-8")), words) for page in pages
    }
    for script in ("book.js", "search.js"):
        code = (books / "html/_static" / script).read_text("utf-8")
        texts = re.findall(r"(?:textContent = |title = |, |\[)\"([A-Z][^\"]*)\"", code)
        found[script] = strange(texts, words)
    with zipfile.ZipFile(books / "epub/northland-southland.epub") as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf")):
                text = book.read(name).decode()
                text = (
                    text if name.endswith(".xhtml") else " ".join(re.findall(r"accessibilitySummary\">([^<]*)<", text))
                )
                found[name] = strange(shown(text), words)
    assert [f"{name}: {left}" for name, left in found.items() if left] == []


def test_nothing_that_the_dataset_says_of_its_tables_is_left_in_english(books: Path) -> None:
    package = json.loads((books / "html/data/datapackage.json").read_text("utf-8"))
    told = [part["description"] for table in package["resources"] for part in (table, *table["schema"]["fields"])]
    assert len(told) > len(package["resources"])
    assert [text for text in told if not ALL & set(text)] == []


def test_no_word_of_the_press_is_left_in_english_in_print(books: Path, volume: Path) -> None:
    need("pdftotext")
    pdf = books / "pdf/northland-southland.pdf"
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    text = re.sub(r"[-\u00ad\u2010]\n", "", text)  # a word that is divided at the end of a line
    assert strange([text], known(volume)) - {"II"} == set()
