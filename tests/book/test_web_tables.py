"""Tables of the web book: read without a script, sorted and filtered with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.browsing import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MARKS = ["confirmed", "partly confirmed", "disputed", "contradicted", "no independent source"]


def column(table: Locator, place: int) -> list[str]:
    texts = table.locator(f"tbody tr:visible > :nth-child({place})").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def chronology(reader: Reader) -> tuple[Page, Locator]:
    tab = reader.open("chapters/chronology.html", locale="en")
    return tab, tab.locator("#table-chronology")


def test_a_table_is_whole_without_a_script(reader: Reader) -> None:
    tab = reader.open("chapters/chronology.html", java_script_enabled=False)
    assert tab.locator("#table-chronology tbody tr").count() > 60
    assert tab.locator("table button, .table-tools").count() == 0


def test_dates_are_sorted_by_what_they_mean(reader: Reader) -> None:
    tab, table = chronology(reader)
    printed = column(table, 1)
    head = table.locator("thead th").first
    button = head.get_by_role("button")
    assert head.get_attribute("aria-sort") is None
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    keys = table.locator("tbody tr > :first-child").evaluate_all("(cells) => cells.map((cell) => cell.dataset.sort)")
    dated = [key for key in keys if key]
    assert len(keys) > len(dated) > 0
    assert keys == [*sorted(dated), *[""] * (len(keys) - len(dated))]  # what is undated comes last
    texts = column(table, 1)
    assert texts.index("16 February 1918") < texts.index("5 May 1921")
    assert texts != sorted(texts)  # as words, they would stand in another order
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column(table, 1)[len(dated) - 1 :] == [texts[0], *["undated"] * (len(keys) - len(dated))]
    assert tab.locator(".table-status").first.inner_text() == "Rows by Date, descending"
    button.click()
    assert head.get_attribute("aria-sort") is None
    assert column(table, 1) == printed


def test_the_keyboard_sorts(reader: Reader) -> None:
    tab, table = chronology(reader)
    table.get_by_role("button", name="Standing").focus()
    tab.keyboard.press("Enter")
    marks = table.locator(".col-standing .standing").evaluate_all("(marks) => marks.map((mark) => mark.ariaLabel)")
    assert marks[0] == "confirmed"
    assert marks == sorted(marks, key=MARKS.index)


def test_a_register_is_ordered_by_standing_and_filtered_by_its_words(reader: Reader) -> None:
    labels = "(marks) => marks.map((mark) => mark.ariaLabel)"
    for width in (390, 1280):
        tab = reader.open("chapters/statements.html", width=width, locale="en")
        table = tab.locator("#table-statements-article")
        marks = table.locator(".col-number .standing")
        printed = column(table, 1)
        order = tab.get_by_label("Order: Statements of the encyclopedia article")
        order.select_option(label="Standing, descending")
        found = marks.evaluate_all(labels)
        assert found == sorted(found, key=MARKS.index, reverse=True)
        assert set(found) == set(MARKS)
        order.select_option(label="as printed")
        assert column(table, 1) == printed
        tab.get_by_label("Filter: Statements of the encyclopedia article").fill("contradicted")
        shown = table.locator("tbody tr:visible .standing").evaluate_all(labels)
        assert shown
        assert set(shown) == {"contradicted"}


def test_a_mark_does_not_touch_the_number_before_it(reader: Reader) -> None:
    for width in (320, 1280):
        tab = reader.open("chapters/statements.html", width=width)
        gaps = tab.locator(".col-number .standing").evaluate_all(
            """(marks) => marks.map((mark) => {
                const number = mark.parentElement.querySelector("a.reference .record-fact");
                return mark.getBoundingClientRect().left - number.getBoundingClientRect().right;
            })"""
        )
        assert min(gaps) >= 2


def test_names_stand_with_their_letters(reader: Reader) -> None:
    tab = reader.open("chapters/gazetteer.html", locale="en")
    table = tab.locator("#table-places")
    table.locator("thead th").first.get_by_role("button").click()
    names = [name.split(" in ")[0] for name in column(table, 1)]
    assert names.index("Madrid") < names.index("Šiauliai") < names.index("Stockholm") < names.index("Vilnius")


def test_a_filter_needs_no_accents_and_says_what_it_does(reader: Reader) -> None:
    tab = reader.open("chapters/people.html")
    field = tab.get_by_label("Filter: People and their offices")
    status = tab.locator(".table-tools [role=status]").first
    whole = status.inner_text()
    field.fill("marin MIGUEL")
    assert column(tab.locator("#table-people"), 1) == ["Marín, Miguel"]
    assert status.inner_text() == f"1 of {whole}"
    field.fill("")
    assert status.inner_text() == whole


def test_a_link_to_a_row_that_is_filtered_out_shows_it(reader: Reader) -> None:
    tab = reader.open("chapters/people.html")
    tab.get_by_label("Filter: People and their offices").fill("marin")
    row = tab.locator("#person-fox-vicente")
    assert not row.is_visible()
    tab.evaluate("location.hash = '#person-fox-vicente'")
    row.wait_for(state="visible")


def test_short_tables_have_no_filter(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html")
    assert tab.locator("table .sort").count() > 0
    assert tab.locator(".table-tools").count() == 0


def test_on_a_phone_rows_are_cards_that_can_be_ordered(reader: Reader) -> None:
    tab = reader.open("chapters/statements.html", width=360)
    table = tab.locator("#table-statements-article")
    cell = table.locator("tbody td").first
    assert cell.locator(".column-label").inner_text() == "Statement:"
    assert cell.locator(".column-label").is_visible()
    assert not table.locator("thead").is_visible()
    choice = tab.get_by_label("Order: Statements of the encyclopedia article")
    first = column(table, 1)[0]
    choice.select_option(index=2)
    assert column(table, 1)[0] != first


def test_a_mark_of_a_page_takes_no_room_from_an_entry(reader: Reader) -> None:
    for width in (390, 1280):
        tab = reader.open("chapters/sources.html", width=width)
        entries = tab.locator(".citation-list > .citation")
        assert entries.locator("> .page-mark").count() > 3
        widths = entries.locator("> p").evaluate_all("(words) => words.map((one) => one.getBoundingClientRect().width)")
        assert min(widths) > width / 2 - 20


def test_the_bibliography_is_filtered_and_put_in_order(reader: Reader) -> None:
    tab = reader.open("chapters/sources.html", locale="en")
    entries = tab.locator(".citation-list > .citation")
    numbers = tab.locator(".citation-list > .citation:visible > .label")
    printed = numbers.all_inner_texts()
    assert len(printed) > 120
    order = tab.get_by_label("Order: Bibliography")
    order.select_option(label="Grade, ascending")
    grades = entries.evaluate_all("(found) => found.map((entry) => entry.textContent.match(/Grade (..?)[;−]/)[1])")
    assert [grade[0] for grade in grades] == sorted(grade[0] for grade in grades)
    order.select_option(label="Year, descending")
    years = [year for year in entries.evaluate_all("(found) => found.map((entry) => entry.dataset.year)") if year]
    assert years == sorted(years, reverse=True)
    assert len(years) > 60
    order.select_option(label="as printed")
    assert numbers.all_inner_texts() == printed
    tab.get_by_label("Filter: Bibliography").fill("judio embajador")
    found = len(numbers.all_inner_texts())
    assert 0 < found < 10
    status = tab.locator(".table-tools", has=order).locator(".table-status")
    assert status.inner_text() == f"{found} of {len(printed)} sources"
    # Who follows a citation to an entry that is filtered out sees it.
    tab.evaluate("() => { location.hash = 'source-oikos-2014'; }")
    tab.locator("#source-oikos-2014").wait_for(state="visible")
    assert numbers.all_inner_texts() == printed
