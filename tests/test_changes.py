"""What an edition has changed: every planted change is told and nothing else, and a frozen edition stays as it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from bilateral.changes import Change, changes_of, compare, errata, state_of
from bilateral.chapters import read_chapters, sections_of
from bilateral.editions import FrozenEdition, Print, Section, Snapshot, read_editions, write_edition
from bilateral.reading import read_volume
from bilateral.text import letters

ROOT = Path(__file__).parents[1]
State = dict[str, Any]
Planted = set[tuple[str, str, str, str]]


@cache
def real() -> FrozenEdition:
    return state_of(read_volume(ROOT / "source"))


def frozen(state: State) -> FrozenEdition:
    kinds = {"records": Snapshot, "sources": Snapshot, "sections": Section}
    made = {name: {key: kind(**told) for key, told in state[name].items()} for name, kind in kinds.items()}
    return FrozenEdition(**state | made | {"printed": Print(**state["printed"])})


def names(changes: list[Change]) -> list[tuple[str, str, str, str]]:
    return sorted((change.part, change.how, change.key, change.field) for change in changes)


def add_record(state: State, key: str) -> Planted:
    state["records"][f"{key}-copy"] = deepcopy(state["records"][key])
    return {("record", "added", f"{key}-copy", "")}


def withdraw_record(state: State, key: str) -> Planted:
    del state["records"][key]
    return {("record", "withdrawn", key, "")}


def correct_field(state: State, key: str) -> Planted:
    state["records"][key]["fields"]["id"] += "-x"
    return {("record", "corrected", key, "id")}


def add_source_to_record(state: State, key: str) -> Planted:
    link = {"source": "oikos-2014", "stance": "contradicts", "locator": "p. 999"}
    state["records"][key]["fields"].setdefault("sources", []).append(link)
    return {("record", "corrected", key, "sources")}


def add_field(state: State, key: str) -> Planted:
    state["records"][key]["fields"]["added"] = "yes"
    return {("record", "corrected", key, "added")}


def withdraw_source(state: State, key: str) -> Planted:
    del state["sources"][key]
    return {("source", "withdrawn", key, "")}


def correct_source(state: State, key: str) -> Planted:
    state["sources"][key]["fields"]["title"] += "!"
    return {("source", "corrected", key, "title")}


def reword_section(state: State, key: str) -> Planted:
    state["sections"][key]["digest"] = "0"
    return {("section", "reworded", key, "")}


def move_section(state: State, key: str) -> Planted:
    state["sections"][key]["page"] = state["anchors"][key] = "chapters/other"
    return {("section", "moved", key, "page")}


def retire_anchor(state: State, key: str) -> Planted:
    del state["anchors"][key]
    return {("anchor", "retired", key, "")}


PLANTS: list[tuple[str, Callable[[State, str], Planted]]] = [
    ("records", add_record),
    ("records", withdraw_record),
    ("records", correct_field),
    ("records", add_source_to_record),
    ("records", add_field),
    ("sources", withdraw_source),
    ("sources", correct_source),
    ("sections", reword_section),
    ("sections", move_section),
    ("anchors", retire_anchor),
]


def keys_of(state: State, kind: str) -> Iterator[str]:
    if kind == "anchors":
        return (key for key in state["anchors"] if key.startswith(("table-", "term-")))
    return iter(list(state[kind]))


class TestComparison:
    def test_fifty_planted_changes_are_told_and_nothing_else(self) -> None:
        old = asdict(real())
        new = deepcopy(old)
        keys = {kind: keys_of(old, kind) for kind in ("records", "sources", "sections", "anchors")}
        planted: list[tuple[str, str, str, str]] = []
        for kind, plant in PLANTS:
            for key in list(islice(keys[kind], 5)):
                planted += plant(new, key)
        assert len(planted) == 50
        assert names(compare(frozen(old), frozen(new))) == sorted(planted)

    def test_the_order_of_a_file_is_no_change(self) -> None:
        old = asdict(real())
        turned = {**old, "records": dict(reversed(old["records"].items()))}
        assert compare(frozen(old), frozen(turned)) == []

    def test_values_in_lists_are_told_where_they_differ(self) -> None:
        def record(*steps: dict[str, str]) -> FrozenEdition:
            told = {"milestones": list(steps)}
            return FrozenEdition("1.0.0", "First", "2001", records={"a": Snapshot("agreements", "A", told)})

        signed, force = {"step": "signed", "date": "1901"}, {"step": "in-force", "date": "1902"}
        ended = {"step": "ended", "date": "1903"}
        (change,) = compare(record(signed, ended), record(signed, force, ended))
        assert (change.field, change.old, change.new) == ("milestones", "", "step: in-force, date: 1902")
        (change,) = compare(record(signed, force), record(signed, {**force, "date": "1903"}))
        assert (change.field, change.old, change.new) == ("milestones[2].date", "1902", "1903")

    def test_what_has_gone_leads_to_what_has_taken_its_place(self) -> None:
        old = FrozenEdition(
            "1.0.0", "First", "2001", records={"a": Snapshot("visits", "A", {})}, anchors={"a": "p", "t": "p"}
        )
        new = FrozenEdition("2.0.0", "Second", "2002", anchors={"c": "q"}, redirects={"a": "b", "b": "c", "t": "gone"})
        record, anchor = compare(old, new)
        assert (record.how, record.anchor) == ("withdrawn", "c")
        assert (anchor.how, anchor.anchor) == ("retired", "")


class TestFiles:
    def test_a_frozen_edition_is_read_as_it_was_written(self, tmp_path: Path) -> None:
        write_edition(tmp_path, real())
        assert read_editions(tmp_path) == ([real()], [])

    def test_an_edition_was_published_on_a_day(self, tmp_path: Path) -> None:
        write_edition(tmp_path, frozen({**asdict(real()), "published": "soon"}))
        _editions, (problem,) = read_editions(tmp_path)
        assert problem.code == "EDI001"
        assert "'soon'" in problem.message

    def test_a_volume_compares_itself_with_the_last_edition_before_it(self, stock: Path) -> None:
        first = state_of(read_volume(stock))
        write_edition(stock, frozen({**asdict(first), "version": "0.0.1", "records": {}}))
        write_edition(stock, frozen({**asdict(first), "version": "0.0.9"}))
        write_edition(stock, frozen({**asdict(first), "version": "0.0.10", "sources": {}}))
        assert {change.part for change in changes_of(read_volume(stock))} == {"source"}
        write_edition(stock, first)
        assert {change.part for change in changes_of(read_volume(stock))} == {"source"}


def test_sections_end_where_the_next_begins(tmp_path: Path) -> None:
    chapter = """\
(one)=
# One

Text.

```markdown
(no)=
## No section
```

(two)=
## Two *of* {rec}`them <a>` and [this]{.lang-es} ##
More.
"""
    path = tmp_path / "chapter.md"
    path.write_text(chapter, "utf-8")
    before = sections_of(read_chapters(tmp_path))
    assert {label: section.title for label, section in before.items()} == {"one": "One", "two": "Two of them and this"}
    path.write_text(chapter.replace("More.", "More\nof it."), "utf-8")
    after = sections_of(read_chapters(tmp_path))
    assert [label for label in after if after[label] != before[label]] == ["two"]
    path.write_text(chapter.replace("No section", "Another"), "utf-8")
    assert [label for label, section in sections_of(read_chapters(tmp_path)).items() if section != before[label]] == [
        "one"
    ]
    assert json.dumps(asdict(before["one"]))


class TestErrata:
    """What is told of the printed edition: corrections of fields, titles and paragraphs, by page and paragraph."""

    @staticmethod
    def told(old: FrozenEdition, new: FrozenEdition) -> list[tuple[str, str, str, str]]:
        found = errata(old, new, lambda _role, target: target)
        return [(one.page, one.number, one.was, one.now) for one in found]

    @staticmethod
    def edition(version: str, *paragraphs: str, printed: Print | None = None, title: str = "One") -> FrozenEdition:
        digest = str(hash(paragraphs))
        sections = {"one": Section("chapter", title, digest, paragraphs), "two": Section("chapter", "Two", "", ())}
        return FrozenEdition(version, version, "2001", sections=sections, printed=printed or Print())

    def test_words_are_told_and_no_more(self) -> None:
        old = self.edition("1.0.0", "The visit came later, in *May* {fact}`F1`.", "It rained on the day.")
        new = self.edition("2.0.0", "The visit came much later, in *May* {fact}`F1`.", "It rained on that day.")
        assert self.told(old, new) == [("", "1", "came later,", "came much later,"), ("", "2", "the", "that")]

    def test_a_correction_of_three_words_is_none_of_another_paragraph(self) -> None:
        old, new = self.edition("1.0.0", "Built in 1921.", "Sold."), self.edition("2.0.0", "Sold.", "Built in 1922.")
        assert self.told(old, new) == [("", "1", "1921.", "1922.")]

    def test_in_a_script_without_spaces_characters_are_told(self) -> None:
        old = self.edition("1.0.0", "兩國於一九二一年建立外交關係並互派使節。")
        new = self.edition("2.0.0", "兩國於一九二二年建立外交關係並互派使節。")
        assert self.told(old, new) == [("", "1", "一", "二")]

    def test_what_is_new_gone_or_moved_is_no_correction(self) -> None:
        kept, gone = "This stands in both of them.", "Nobody says this sentence any more."
        old = self.edition("1.0.0", kept, gone)
        new = self.edition("2.0.0", "Quite another paragraph has come in.", kept)
        assert self.told(old, new) == []

    def test_a_place_is_on_the_page_that_has_turned_before_it(self) -> None:
        first, second = "Alpha beta gamma delta epsilon zeta.", "Eta theta iota kappa lambda mu nu xi."
        begins = {"6": "one", "7": letters("delta epsilon zeta. Eta theta iota"), "8": letters("2 Two and more")}
        old = self.edition("1.0.0", first, second, printed=Print(begins, {"one": "6", "two": "8"}))
        new = self.edition("2.0.0", first.replace("beta", "b").replace("zeta", "z"), second.replace("mu", "m"))
        assert [page for page, *_ in self.told(old, new)] == ["6", "7", "7"]

    def test_where_print_begins_with_something_else_both_pages_are_told(self) -> None:
        begins = {"6": "one", "7": letters("the cells of a table"), "8": letters("more of section two")}
        old = self.edition("1.0.0", "Alpha beta gamma delta.", printed=Print(begins, {"one": "6", "two": "8"}))
        new = self.edition("2.0.0", "Alpha beta gamma d.")
        assert self.told(old, new) == [("6–8", "1", "delta.", "d.")]

    def test_every_planted_correction_of_the_real_book_is_told_and_nothing_else(self) -> None:
        """In each paragraph one word, in some records a field; and some of what is no correction."""
        state = asdict(real())
        new = deepcopy(state)
        planted: list[tuple[str, str]] = []
        for label, section in islice(new["sections"].items(), 0, None, 2):
            for number, text in enumerate(section["paragraphs"], 1):
                words = text.split()
                at = next((at for at, word in enumerate(words) if word.isalpha() and len(word) > 3), None)
                if at is not None and len(words) > 8:
                    words[at] = words[at][::-1].capitalize() + "q"
                    section["paragraphs"] = [
                        " ".join(words) if place == number else other
                        for place, other in enumerate(section["paragraphs"], 1)
                    ]
                    planted.append((label, str(number)))
        for key in islice(new["records"], 0, 40, 4):
            new["records"][key]["fields"]["added"] = "a new field"
            new["records"][key]["fields"]["id"] += "-x"
            new["records"][key]["fields"].setdefault("sources", []).append({"source": "a", "stance": "supports"})
        for key, record in islice(new["records"].items(), 1, 40, 4):
            name = next(name for name, value in record["fields"].items() if isinstance(value, str) and name != "id")
            record["fields"][name] += " corrected"
            planted.append((key, ""))
        found = errata(frozen(state), frozen(new), lambda _role, target: target)
        assert len(planted) > 80
        assert sorted((one.anchor, one.number) for one in found) == sorted(planted)


class TestErrataOfTables:
    """Cells that are corrected in the tables that authors write, by row; what is new or gone is no misprint."""

    TABLES = """\
(one)=
# One

```{list-table} Posts, {rec}`them <a>`
:name: table-posts
:header-rows: 1

* - Years
  - Holder
  - Place
* - 1991–1993
  - A. Person
  - Alpha
* - 1994–1998
  - - B. Person
    - Junior
  - Beta
```

| Year | Sum |
| ---- | --: |
| 1990 | 17  |
| 1991 | 20  |

````{div}
```{csv-table} Goods
:header-rows: 1

Good, Value
"Wool, raw", 3
Tin, 4
```
````

```markdown
| no | table |
```
"""

    def told(self, folder: Path, *edits: tuple[str, str]) -> list[tuple[str, str, int, str, str]]:
        path = folder / "chapter.md"
        path.write_text(self.TABLES, "utf-8")
        printed = Print({"7": ""}, {"table-posts": "7"})
        old = FrozenEdition("1.0.0", "First", "2001", sections=sections_of(read_chapters(folder)), printed=printed)
        text = self.TABLES
        for before, after in edits:
            assert text.count(before) == 1
            text = text.replace(before, after)
        path.write_text(text, "utf-8")
        new = FrozenEdition("2.0.0", "Second", "2002", sections=sections_of(read_chapters(folder)))
        found = errata(frozen(asdict(old)), new, lambda _role, target: target)
        return [(one.page, one.anchor, one.row, one.was, one.now) for one in found]

    def test_tables_of_all_forms_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "chapter.md").write_text(self.TABLES, "utf-8")
        tables = sections_of(read_chapters(tmp_path))["one"].tables
        assert [(table.name, len(table.rows), table.head) for table in tables] == [
            ("table-posts", 3, 1),
            ("", 3, 1),
            ("", 3, 1),
        ]
        assert tables[0].rows[2] == ("1994–1998", "- B. Person - Junior", "Beta")
        assert tables[1].rows == (("Year", "Sum"), ("1990", "17"), ("1991", "20"))
        assert tables[2].rows[1] == ("Wool, raw", "3")

    def test_a_cell_that_nothing_ends_stops_no_reading(self, tmp_path: Path) -> None:
        table = self.TABLES.replace('"Wool, raw", 3', '"' + "Wool " * 30_000)
        (tmp_path / "chapter.md").write_text(table, "utf-8")
        limit = csv.field_size_limit(1 << 17)  # as Python has it; frictionless lifts it where a test loads that
        try:
            assert sections_of(read_chapters(tmp_path))["one"].tables[2].rows == ()
        finally:
            csv.field_size_limit(limit)

    def test_cells_are_told_by_page_and_row(self, tmp_path: Path) -> None:
        found = self.told(
            tmp_path, ("Beta", "*Gamma*"), ("| 17 ", "| 18 "), ("Tin, 4", "Tin, 5"), ("Holder", "Who held it")
        )
        assert found == [
            ("7", "table-posts", 0, "Holder", "Who held it"),
            ("7", "table-posts", 2, "Beta", "Gamma"),
            ("", "one", 1, "17", "18"),
            ("", "one", 2, "4", "5"),
        ]

    def test_rows_that_are_new_gone_or_moved_are_no_correction(self, tmp_path: Path) -> None:
        assert self.told(tmp_path) == []
        assert self.told(tmp_path, ("| 1991 | 20  |\n", "| 1991 | 20  |\n| 1992 | 33  |\n")) == []
        assert self.told(tmp_path, ("| 1990 | 17  |\n", "")) == []
        assert (
            self.told(tmp_path, ("| 1990 | 17  |\n", ""), ("| 1991 | 20  |\n", "| 1991 | 20  |\n| 1990 | 17  |\n"))
            == []
        )
        assert self.told(tmp_path, ("| 1990 | 17  |", "| 1984 | 99  |")) == []
        assert self.told(tmp_path, (" --: |", " --- |"), ("| 1990 | 17  |", "|  1990  |  17 |")) == []
