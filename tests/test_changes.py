"""What an edition has changed: every planted change is told and nothing else, and a frozen edition stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from bilateral.changes import Change, changes_of, compare, state_of
from bilateral.chapters import read_sections
from bilateral.editions import FrozenEdition, Section, Snapshot, read_editions, write_edition
from bilateral.reading import read_volume

ROOT = Path(__file__).parents[1]
State = dict[str, Any]
Planted = set[tuple[str, str, str, str]]


@cache
def real() -> FrozenEdition:
    return state_of(read_volume(ROOT / "source"))


def frozen(state: State) -> FrozenEdition:
    kinds = {"records": Snapshot, "sources": Snapshot, "sections": Section}
    made = {name: {key: kind(**told) for key, told in state[name].items()} for name, kind in kinds.items()}
    return FrozenEdition(**state | made)


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
    before = read_sections(tmp_path)
    assert {label: section.title for label, section in before.items()} == {"one": "One", "two": "Two of them and this"}
    path.write_text(chapter.replace("More.", "More\nof it."), "utf-8")
    after = read_sections(tmp_path)
    assert [label for label in after if after[label] != before[label]] == ["two"]
    path.write_text(chapter.replace("No section", "Another"), "utf-8")
    assert [label for label, section in read_sections(tmp_path).items() if section != before[label]] == ["one"]
    assert json.dumps(asdict(before["one"]))
