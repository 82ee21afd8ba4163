"""Named destinations of both PDFs: every id is one, and leads to its page and its place on it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest

from book.conftest import ROOT
from book.plain import bib_keys
from book.printed import Printed, squash
from book.test_tables import KINDS
from book.wanted import Wanted, directives

SOURCE = ROOT / "source"


@pytest.fixture(scope="session", params=["typst", pytest.param("latex", marks=pytest.mark.latex)])
def setter(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def printed(setter: str, request: pytest.FixtureRequest) -> Printed:
    found: Printed = request.getfixturevalue(f"{setter}_printed")
    return found


@pytest.fixture(scope="session")
def chapters() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((SOURCE / "chapters").glob("*.md")))


@pytest.fixture(scope="session")
def wanted(data: dict[str, Any]) -> Wanted:
    return Wanted(data, SOURCE)


class TestPlaces:
    def test_every_id_is_the_name_of_a_place(self, printed: Printed, chapters: str, wanted: Wanted) -> None:
        labels = re.findall(r"^\((.+)\)=$", chapters + (SOURCE / "index.md").read_text("utf-8"), re.MULTILINE)
        tables = [directive.label for directive in directives(SOURCE, KINDS)]
        facts = [f"fact-{fact['fact'].lower()}" for fact, _ in wanted.facts]
        sources = [f"source-{key}" for key in bib_keys(SOURCE)]
        assert len(labels) > 70
        assert len(facts) > 100
        assert {*labels, *tables, *wanted.records, *facts, *sources} - set(printed.places) == set()

    def test_names_are_sorted_and_single(self, printed: Printed) -> None:
        assert printed.names == sorted(set(printed.names))

    def test_home_leads_to_the_text_of_the_home_page_or_the_title_page(
        self, printed: Printed, setter: str, data: dict[str, Any]
    ) -> None:
        """LaTeX does not print the text of the home page."""
        assert (printed.places["home"][0] == 0) is (setter == "latex")
        assert printed.below("home", reach=400).startswith(squash(data["volume"]["title"]))

    def test_a_label_leads_to_its_heading(self, printed: Printed, chapters: str) -> None:
        headings = re.findall(r"^\((.+)\)=\n(#+) (.+)$", chapters, re.MULTILINE)
        assert len(headings) > 70
        for label, level, title in headings:
            number = r"Chapter\d+" if level == "#" else r"\d+"
            words = re.sub(r"\[(.*?)\]\{\.own\}", r"\1", title)
            assert re.match(number + squash(words), printed.below(label, reach=60 if level == "#" else 30)), label

    def test_the_label_of_a_table_leads_to_its_caption(self, printed: Printed) -> None:
        for table in directives(SOURCE, KINDS):
            assert re.match(r"Table\d+" + squash(table.caption), printed.below(table.label)), table.label

    def test_a_record_leads_to_its_row(self, printed: Printed, wanted: Wanted) -> None:
        """The first line of the row has the first word of every cell."""
        shown: dict[str, list[set[str]]] = defaultdict(list)
        for table in directives(SOURCE, KINDS):
            for record, cells in wanted.rows(table) if "canonical" in table.options and table.kind in KINDS else ():
                words = {squash(cell.text.split()[0]) for cell in cells.values() if cell.text.strip()}
                shown[record or ""].append(words)
        for record in wanted.records:
            line = squash("".join(char.text for char in printed.lines(record)[0]))
            assert any(all(word in line for word in words) for words in shown[record]), (record, line, shown[record])

    def test_a_fact_leads_to_its_sentence(self, printed: Printed, chapters: str) -> None:
        """Before the place stands the last word of the sentence, after it the sources."""
        told = re.findall(r"(\w+)[.,;:]?\{fact\}`([A-Z]\d+)", chapters)
        assert len(told) > 40
        for word, number in told:
            before, after = printed.around(f"fact-{number.lower()}")
            assert before.endswith(squash(word)) or squash(word).endswith(before), number
            assert re.match(r"\[\d+", after), number

    def test_a_source_leads_to_its_entry(self, printed: Printed) -> None:
        for number, key in enumerate(bib_keys(SOURCE), 1):
            assert printed.below(f"source-{key}").startswith(f"[{number}]"), key
