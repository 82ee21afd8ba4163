"""Names in other scripts, and of another direction, in the pages of the web book and the sources of both PDFs."""

from __future__ import annotations

import pytest

from bilateral.direction import END, ISOLATE
from pipeline.conftest import SmallVolume

CHAPTER = """
(letters)=
## Of משה כהן, and others

Letter of {rec}`person-ccc`, 1890–1920, and of משה כהן, 1890–1920, with [שלום עולם]{.lang-he}, 1890–1920, from
[Tōkyō]{.lang-ja-Latn} to {rec}`person-ddd`. `כהן, 1890`
"""
PEOPLE = """people:
- {id: person-ccc, given: משה, family: כהן, language: he, lived: 1890/1920, private: true}
- {id: person-ddd, given: 朗, family: 今村, language: ja, reading: Imamura Akira, private: true}
"""


@pytest.fixture
def scripts(small: SmallVolume) -> SmallVolume:
    small.edit("data/relations.yaml", "people:\n", PEOPLE)
    small.append("chapters/chapter.md", CHAPTER)
    return small


def test_pages_keep_them_apart(scripts: SmallVolume) -> None:
    built = scripts.build("html")
    assert built.status == 0, built.said
    page = built.page("chapters/chapter.html")
    assert '<span dir="rtl" lang="he">משה כהן</span></span></a>, 1890–1920' in page
    assert "and of <bdi>משה כהן</bdi>, 1890–1920" in page
    assert '<span class="lang-he" dir="rtl" lang="he">שלום עולם</span>, 1890–1920' in page
    assert 'lang="ja-Latn">Tōkyō</span>' in page
    assert "Of <bdi>משה כהן</bdi>, and others" in page
    assert "<bdi>כהן, 1890" not in page  # code is as it is typed
    index = built.page("genindex.html")
    assert f"<li>{ISOLATE}כהן, משה{END}, " in index
    assert index.index("Bbb, Bo") < index.index("今村 朗") < index.index("League of Two")
    people = built.page("chapters/reference.html")
    assert people.index("Bbb, Bo") < people.index("今村 朗") < people.index("כהן, משה")
    assert 'data-sort="Imamura Akira"' in people


def test_sources_of_pdfs_keep_them_apart(scripts: SmallVolume) -> None:
    scripts.edit("data/relations.yaml", "given: 朗, family: 今村", "given: Akira, family: Imamura")
    typst = scripts.build("typst")
    code = "".join(path.read_text("utf-8") for path in typst.out.rglob("*.typ"))
    assert f'#"{ISOLATE}"#language("he")[' in code
    assert '#language("ja-Latn")[' in code
    latex = scripts.build("latex")
    (book,) = latex.out.glob("*.tex")
    text = book.read_text("utf-8")
    assert rf"{ISOLATE}\foreignname{{he}}{{משה כהן}}{END}" in text
    assert f"and of {ISOLATE}משה כהן{END}, 1890–1920" in text
    assert ISOLATE not in (latex.out / "characters.def").read_text("utf-8")


def test_a_tag_that_is_not_registered_is_told(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\n[Word]{.lang-zzz} and [word]{.lang-lt-Latin}.\n")
    built = small.build("html")
    assert built.status == 1
    assert "'lang-zzz' is not the tag of a language" in built.said
    assert "'lang-lt-Latin' is not the tag of a language" in built.said
