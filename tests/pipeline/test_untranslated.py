"""A book of which a part is translated: each text is judged by its words, and has to say which language it is in.

The words of the press and of translations have accents, those of the original have none: so each tells its language.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.dates import get_month_names
from lxml import etree, html

from bilateral.reading import read_volume
from bilateral.translation import messages_of
from builds import sphinx
from pipeline.conftest import copied_volume
from pipeline.test_pseudo_locale import ALL, PICTURES, WORD, Pseudo, pseudo
from pipeline.test_translation import write

XML = "{http://www.w3.org/XML/1998/namespace}lang"
READ_OUT = ("aria-label", "title", "alt", "placeholder")
TOLD = ("description", "og:title", "og:description", "og:image:alt", "citation_title", "DC.title", "DCTERMS.abstract")
MONTHS = {*get_month_names("wide", "format", "lt").values(), *get_month_names("wide", "stand-alone", "lt").values()}
MORE = """
See {ref}`second` and [](reference.md), and [First](#first) and {index}`some wood`.

```{index} forest; great trees
```

![A forest](forest.png)

A beech ![Leaves](forest.png)
"""


class Said(NamedTuple):
    """A text, the language that its element says, and where it stands."""

    text: str
    language: str
    place: str


class Book(NamedTuple):
    """The books of a volume, and the words that are in the language of the original alone."""

    folder: Path
    words: frozenset[str]


@pytest.fixture(scope="module", params=["nothing", "a third"])
def book(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Book:
    """The small volume with all pictures, of which nothing is translated, or every third message of the data."""
    small = copied_volume(tmp_path_factory.mktemp("untranslated") / "volume")
    for name in PICTURES:
        small.append("chapters/reference.md", f"\n```{{picture-{name}}} Picture of things\n:name: figure-{name}\n```\n")
    small.append("chapters/chapter.md", MORE)
    picture = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
    picture += bytes.fromhex("0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")
    (small.folder / "chapters/forest.png").write_bytes(picture)
    volume = read_volume(small.folder)
    messages = messages_of(volume)
    catalogues = small.folder / "locale/lt/LC_MESSAGES"
    catalogues.mkdir(parents=True)
    said = messages[::3] if request.param == "a third" else []
    if said:
        write(catalogues / "relations.po", {(one.context, one.text): pseudo(one.text) for one in said})
        translated = {"Second": pseudo("Second"), "great trees": pseudo("great trees")}
        translated["A beech ![Leaves](forest.png)"] = f"{pseudo('A beech')} ![{pseudo('Leaves')}](forest.png)"
        write(catalogues / "chapters/chapter.po", translated)
    words = ["-q", "-W", "-n", "-b", "formats", "-D", "formats=html,epub", "-D", "language=lt", "-d", "doctrees"]
    with pytest.MonkeyPatch.context() as patch:
        for module in ("bilateral.messages", "bilateral_sphinx.seams.translations", "bilateral_sphinx.web.words"):
            real = __import__(module, fromlist=["catalogue"]).catalogue
            patch.setattr(
                f"{module}.catalogue", lambda locale, real=real: Pseudo() if locale[:2] == "lt" else real(locale)
            )
        built = sphinx(*words, "volume", "books", out=small.folder.parent / "books", cwd=small.folder.parent)
    assert built.status == 0, built.said
    return Book(built.out, _english(small.folder, {one.text for one in messages} - {one.text for one in said}))


def _english(folder: Path, texts: set[str]) -> frozenset[str]:
    """Return the words of messages and chapters that no name, source or other language has."""
    chapters = [
        re.sub(r"```|\{[^}]*\}`[^`]*`|\([\w-]+\)=|^:.*$", " ", p.read_text("utf-8"), flags=re.MULTILINE)
        for p in folder.rglob("*.md")
    ]
    data = (folder / "data/relations.yaml").read_text("utf-8")
    # An office is said with its holder and its dates in one text, and "index" is a word of catalogues, too.
    kept = " ".join([*re.findall(r"(?:family|given|name|licence|authors?|office): ([^,}\n]*)", data), "index"])
    kept += (folder / "references.bib").read_text("utf-8")
    count = {word.casefold() for text in [*chapters, *texts] for word in WORD.findall(text)}
    return frozenset(count - {word.casefold() for word in WORD.findall(kept)})


def _language(element: etree._Element) -> str:
    """Return the language that an element is in."""
    for around in (element, *element.iterancestors()):
        if found := around.get("lang") or around.get(XML) or around.get("xml:lang"):
            return str(found)
    return ""


def said_in(tree: etree._Element, place: str) -> Iterator[Said]:
    """Yield all that a page says, to readers and to programs."""
    for element in tree.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in {"", "script", "style", "pre", "code", "language"}:
            continue
        where = f"{place} <{name} {element.get('class') or ''}>"
        if any("cited" in (around.get("class") or "") for around in (element, *element.iterancestors())):
            continue  # a record in a style of citations, in which titles are titles
        if element.text:  # of a page's title, the name of the book comes last
            text = element.text.rpartition(" – ")[0] or element.text if name == "title" else element.text
            yield Said(text, _language(element), where)
        for name in READ_OUT:
            if element.get(name):
                yield Said(element.get(name), _language(element), f"{where} {name}")
        if {element.get("name"), element.get("property")} & {*TOLD}:
            yield Said(element.get("content"), _language(element), f"{where} content")
        for below in element:
            if below.tail:
                yield Said(below.tail, _language(element), where)


def faults(texts: Iterable[Said], english: frozenset[str]) -> list[str]:
    """Return the texts of which a word is in another language than is said."""
    found = []
    for text, language, place in texts:
        words = [word.casefold() for word in WORD.findall(re.sub(r"\S+\.example\S*", " ", text))]
        accented = [word for word in words if ALL & {*word} or word in MONTHS]
        plain = [word for word in words if word in english]
        if plain and not accented and language != "en":
            found.append(f"{place}: {text!r} is in {language!r}")
        if accented and language == "en":
            found.append(f"{place}: {text!r} is not English")
    return found


def test_each_text_of_the_web_book_says_its_language(book: Book) -> None:
    pages = [page for page in (book.folder / "html").rglob("*.html") if "data" not in page.parts]
    assert len(pages) > 20
    texts = [
        one for page in pages for one in said_in(html.parse(page).getroot(), page.relative_to(book.folder).as_posix())
    ]
    assert faults(texts, book.words) == []


def test_each_text_of_the_e_book_says_its_language(book: Book) -> None:
    (file,) = (book.folder / "epub").glob("*.epub")
    texts: list[Said] = []
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".ncx", ".opf")):
                texts += said_in(etree.fromstring(archive.read(name)), name)
    assert faults(texts, book.words) == []
