"""Rows on an axis of time: one for each mark, with its words beside it or in it.

A day is a point; a month, a year or a decade is as long as it is, for nobody knows where in it the thing happened. What
goes on ends with the axis, and an arrow says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bilateral.pictures.canvas import HUES, SHAPES, framed, link_to
from bilateral.pictures.marks import Dated, span
from bilateral.pictures.picture import Spec
from bilateral.render import Column, Mark, Mention, Row, Table, Text

ROW = 20
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
MOST_YEARS = 12
"""An axis has no more years than these."""
LETTER_WIDTH = 5.6
"""The width of a letter, on the average; a label that would not fit into its bar is beside it."""
COLUMNS = (
    Column("date", "Date"),
    Column("title", "What"),
    Column("kind", "Kind"),
    Column("standing", "Standing"),
)


def described(marks: list[Dated]) -> Table:
    """Return the marks as a table."""
    rows = (
        (
            (Text(mark.words),),
            (Mention(mark.record, mark.title),),
            (Text(mark.kind),),
            () if mark.standing == "confirmed" else (Mark(mark.standing, named=True),),
        )
        for mark in marks
    )
    return Table(COLUMNS, tuple(Row(mark.record, cells) for mark, cells in zip(marks, rows, strict=True)), None)


def axis(first: dt.date, last: dt.date) -> dict[str, Any]:
    """Return an axis of time whose numbers are years; it needs no names of months, which differ by language."""
    step = next(step for step in STEPS if (last.year - first.year) / step <= MOST_YEARS)
    years = range(first.year + -first.year % step, last.year + 1, step)
    return {
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "domain": [first.isoformat(), last.isoformat()]},
        "axis": {"format": "%Y", "orient": "top", "grid": True, "values": [f"{year:04}-01-01" for year in years]},
    }


def rows_of(marks: list[Dated], width: int) -> Spec:
    """Return the specification of marks that stand in the order of their rows."""
    first, last = span(marks)
    kinds = list(dict.fromkeys(mark.kind for mark in marks))
    values = []
    for place, mark in enumerate(marks):
        start = first if mark.opens else mark.date.earliest
        end = last if mark.lasts else mark.date.latest + dt.timedelta(days=1)
        more = " →" if mark.lasts else ""
        label = f"{mark.label}{more}"
        late = (start - first) > (last - end)
        inside = (end - start) / (last - first) * width > len(label) * LETTER_WIDTH + 16
        values.append(
            {
                "record": mark.record,
                "href": link_to(mark.record),
                "place": place,
                "kind": mark.kind,
                "start": start.isoformat(),
                "end": end.isoformat(),
                "middle": (start if late or inside else end).isoformat(),
                "label": label,
                "side": "inside" if inside else "late" if late else "early",
                "form": "day" if mark.day else "open" if mark.opens or mark.lasts else "span",
                "uncertain": mark.uncertain,
            }
        )
    y = {"field": "place", "type": "ordinal", "axis": None}
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": kinds, "range": [HUES[index % len(HUES)] for index in range(len(kinds))]},
        "legend": {"symbolStrokeWidth": 0} if len(kinds) > 1 else None,
    }
    shape = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": kinds, "range": [SHAPES[index % len(SHAPES)] for index in range(len(kinds))]},
        "legend": {"symbolStrokeWidth": 0} if len(kinds) > 1 else None,
    }
    encoding = {"href": {"field": "href"}, "description": {"field": "label"}}
    layers = [
        {
            "transform": [{"filter": "datum.form != 'day'"}],
            "mark": {"type": "bar", "height": 14, "cornerRadius": 2, "strokeWidth": 1, "fillOpacity": 0.3},
            "encoding": {
                "x": {"field": "start", **axis(first, last)},
                "x2": {"field": "end"},
                "y": y,
                "fill": colour,
                "stroke": {**colour, "legend": None},
                "strokeDash": {"condition": {"test": "datum.uncertain", "value": [3, 2]}, "value": [1, 0]},
                **encoding,
            },
        },
        {
            "transform": [{"filter": "datum.form == 'day'"}],
            "mark": {"type": "point", "size": 70, "filled": True, "opacity": 1},
            "encoding": {
                "x": {"field": "start", **axis(first, last)},
                "y": y,
                "fill": colour,
                "shape": shape,
                **encoding,
            },
        },
    ]
    for side, align, dx in (("late", "right", -8), ("early", "left", 8), ("inside", "left", 6)):
        layers.append(
            {
                "transform": [{"filter": f"datum.side == '{side}'"}],
                "mark": {"type": "text", "align": align, "baseline": "middle", "dx": dx, "aria": False},
                "encoding": {"x": {"field": "middle", **axis(first, last)}, "y": y, "text": {"field": "label"}},
            }
        )
    return framed(width, layers, data={"values": values}, height={"step": ROW})
