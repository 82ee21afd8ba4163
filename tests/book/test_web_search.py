"""The search of the web book: words in any form, names without their accents, years; from a disk too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from bilateral.folding import LETTERS, fold, fold_script
from book.browsing import Reader
from properties import given, st

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def found(reader: Reader, question: str, *, disk: bool = True) -> dict[str, list[str]]:
    """Return the pages found, each with the places named below it."""
    tab = reader.open(f"search.html?q={question}", disk=disk)
    tab.wait_for_function("document.getElementById('search-status').textContent")
    items = tab.locator("#search-results > li")
    return {
        item.locator("> a").get_attribute("href") or "": [
            link.get_attribute("href") or "" for link in item.locator("ul a").all()
        ]
        for item in items.all()
    }


@pytest.mark.parametrize("disk", [False, True], ids=["from a server", "from the disk"])
@pytest.mark.parametrize(
    ("question", "page", "place"),
    [
        ("siauliai", "chapters/gazetteer.html", "#place-siauliai"),
        ("Šiauliai", "chapters/gazetteer.html", "#place-siauliai"),
        ("SIAULIAI", "chapters/gazetteer.html", "#place-siauliai"),
        ("Marin", "chapters/people.html", "#person-marin-miguel"),
        ("mari%CC%81n", "chapters/people.html", "#person-marin-miguel"),
        ("adamkus", "chapters/visits.html", "#visits-2002.person-adamkus-valdas"),
        ("tax convention", "chapters/agreements.html", "#tax-convention"),
    ],
)
def test_names_and_titles_are_found_at_their_places(
    reader: Reader, question: str, page: str, place: str, disk: bool
) -> None:
    pages = found(reader, question, disk=disk)
    assert f"{page}{place}" in pages[page]
    assert reader.complaints == []


def test_forms_of_a_word_find_the_same(reader: Reader) -> None:
    assert found(reader, "visit") == found(reader, "visits") != {}


def test_english_words_are_found_however_they_are_spelled(reader: Reader) -> None:
    assert found(reader, "recognise") == found(reader, "recognized") == found(reader, "recognition") != {}


def test_the_beginning_of_a_word_finds_it_and_a_word_finds_no_other(reader: Reader) -> None:
    assert found(reader, "Guadalaj").keys() == found(reader, "Guadalajara").keys()
    named = [place for places in found(reader, "consulates").values() for place in places]
    assert named
    assert not [place for place in named if "consultation" in place]


def test_years_are_found(reader: Reader, html_book: Path) -> None:
    pages = found(reader, "1938")
    assert "chapters/recognition.html#relations-1938" in pages["chapters/recognition.html"]
    assert found(reader, "1938 Marin").keys() <= pages.keys()
    for address in pages:
        assert "1938" in html.parse(str(html_book / address)).getroot().text_content()


def test_all_words_must_stand_on_a_page(reader: Reader) -> None:
    both = found(reader, "peat Guadalajara")
    assert both.keys() == found(reader, "peat").keys() & found(reader, "Guadalajara").keys()


@pytest.mark.parametrize("disk", [False, True], ids=["from a server", "from the disk"])
def test_passages_show_where_the_words_stand(reader: Reader, disk: bool) -> None:
    tab = reader.open("search.html?q=dairy furniture Fox", disk=disk)
    passage = tab.locator("#search-results p a").first
    passage.wait_for()
    assert [mark.lower() for mark in passage.locator("mark").all_inner_texts()] == ["fox", "dairy", "furniture"]
    assert "visits" in (passage.get_attribute("href") or "")
    assert reader.complaints == []


def test_every_passage_leads_to_its_place(html_book: Path) -> None:
    script = (html_book / "_static/passages.js").read_text("utf-8")
    passages = json.loads(script.removeprefix("Search.setPassages(").rstrip().removesuffix(")"))
    index = json.loads((html_book / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(")[:-1])
    assert len(passages) == len(index["addresses"])
    for address, told in zip(index["addresses"], passages, strict=True):
        there = set(html.parse(str(html_book / address)).getroot().xpath("//@id"))
        assert {anchor for anchor, _ in told if anchor} <= there, address
        assert told, address


def test_what_is_nowhere_is_not_found(reader: Reader) -> None:
    tab = reader.open("search.html?q=xyzzy")
    tab.wait_for_function("document.getElementById('search-status').textContent")
    assert "Nothing was found" in tab.locator("#search-status").inner_text()
    assert tab.locator("#search-results > li").count() == 0


def test_there_is_one_box_with_a_label(reader: Reader) -> None:
    tab = reader.open("search.html?q=visits")
    assert tab.get_by_role("searchbox").count() == 1
    assert tab.get_by_label("Words to search for").input_value() == "visits"
    assert tab.locator("#search-status").get_attribute("role") == "status"


def test_a_question_may_be_asked_on_any_page(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html")
    tab.get_by_role("searchbox", name="Search").fill("Siauliai")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html?q=Siauliai")
    tab.locator("#search-results a").first.click()
    tab.wait_for_url("**/chapters/gazetteer.html")


def test_what_is_asked_is_text(reader: Reader) -> None:
    tab = reader.open("search.html?q=<img src=x onerror=alert(1)>")
    tab.wait_for_function("document.getElementById('search-status').textContent")
    assert tab.locator("main img").count() == 0


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_accents_are_left_out_by_the_table(text: str) -> None:
    assert not set(fold(text)) & {*"ąčęėįšųūžñóéíáúü", *LETTERS}


def test_both_sides_leave_out_the_same_accents(browser: Browser) -> None:
    letters = [chr(code) for code in (*range(0x20, 0x250), *range(0x370, 0x500), *range(0x1E00, 0x1F00))]
    tab = browser.new_page()
    theirs = tab.evaluate(f"(letters) => {{ {fold_script()} return letters.map(fold); }}", letters)
    tab.close()
    assert [(sign, fold(sign)) for sign in letters] == list(zip(letters, theirs, strict=True))
