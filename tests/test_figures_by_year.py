"""Series beside each other: a row for each time, a column for each series with its unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bilateral.render import Query, QueryError, render_table
from bilateral.volume import Volume

Make = Callable[..., Volume]


def series(key: str, *points: dict[str, str], **more: Any) -> dict[str, Any]:
    given = {"subject": "trade", "unit": "million", "currency": "EUR", "title": key.title(), "points": points}
    return {"id": f"series-{key}", **given, **more}


def test_each_series_has_a_column_and_each_time_a_row(volume_of: Make) -> None:
    volume = volume_of(
        series=[
            series(
                "exports", {"date": "1901", "value": "12.50"}, {"date": "1900", "value": "-3", "qualifier": "about"}
            ),
            series(
                "imports",
                {"date": "1900", "value": "1234.5", "note": "estimate"},
                {"date": "1900", "value": "7"},
                {"date": "1900/1909", "value": "9"},
                unit="tonnes",
                currency=None,
            ),
            series("loans", {"date": "1901", "value": "1"}, prices="1913", subject="loans"),
        ]
    )
    table = render_table("figures-by-year", volume, Query(), "en_GB")
    assert [column.title for column in table.columns] == [
        "Period",
        "Exports (million EUR)",
        "Imports (tonnes)",
        "Loans (million EUR in prices of 1913)",
    ]
    rows = [["".join(getattr(part, "text", "") for part in cell) for cell in row.cells] for row in table.rows]
    assert rows == [
        ["1900", "about −3", "1,234.5 (estimate); 7", ""],
        ["1900–1909", "", "9", ""],
        ["1901", "12.50", "", "1"],
    ]
    chosen = render_table("figures-by-year", volume, Query(kind=("loans",)), "en_GB")
    assert [column.key for column in chosen.columns] == ["period", "series-loans"]


def test_more_series_than_fit_are_refused(volume_of: Make) -> None:
    volume = volume_of(series=[series(key, {"date": "1900", "value": "1"}) for key in "abcdefgh"])
    with pytest.raises(QueryError, match="8 series are too many for a table; name up to 7 by 'ids'"):
        render_table("figures-by-year", volume, Query(), "en_GB")
