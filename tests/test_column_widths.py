"""How wide the columns of tables are: no word without room, no width that nothing needs."""

from __future__ import annotations

import pytest

from bilateral.render import Cite, Column, Mark, Row, Table, Text, column_widths


def table(titles: list[str], *rows: list[str]) -> Table:
    columns = tuple(Column(title.lower(), title) for title in titles)
    return Table(columns, tuple(Row(None, tuple((Text(cell),) if cell else () for cell in row)) for row in rows), None)


def lines(widths: list[int], *rows: list[str]) -> int:
    """Return how many lines the rows need, letter by letter."""
    return sum(max(-(-len(cell) // width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def test_each_heading_has_room_for_its_longest_word() -> None:
    widths = column_widths(
        table(["Standing", "No.", "Sources", "Told in"], ["●", "F01", "a word " * 200, "-"]), "en_GB"
    )
    assert all(
        width >= len(word) * 1.15 for width, word in zip(widths, ["Standing", "No.", "Sources", "Told"], strict=True)
    )


def test_a_column_is_no_wider_than_its_longest_cell() -> None:
    cells = (
        (Text("A sentence that needs most of the line, and then some more of it. " * 3),),
        (Mark("disputed"),),
        (Cite(("a", "b")),),
    )
    columns = (Column("what", "What"), Column("standing", "Mark"), Column("sources", "Seen"))
    what, mark, seen = column_widths(Table(columns, (Row(None, cells),), None), "en_GB")
    assert mark < 9
    assert seen < 14
    assert what > 75


def test_what_is_long_gets_the_room() -> None:
    rows = [["one", "two words here", "x " * 150], ["one", "two", "x " * 40], ["one", "", "x"]]
    widths = column_widths(table(["A", "B", "C"], *rows), "en_GB")
    assert lines(widths, *rows) < lines([33, 33, 34], *rows) / 1.5


@pytest.mark.parametrize("rows", [[], [["", "", ""]], [["a", "b", "c"]], [["long " * 500] * 3]])
def test_they_fill_the_line(rows: list[list[str]]) -> None:
    widths = column_widths(table(["One", "Two", "Three"], *rows), "en_GB")
    assert 98 <= sum(widths) <= 102
    assert min(widths) >= 1
