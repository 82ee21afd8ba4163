"""A timeline: a row for each record where there are few, the count of each kind in each span of years where there are many.

A day is a point; a month, a year or a decade is as long as it is, for nobody knows where in it the thing happened.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from bilateral.pictures.canvas import FAINT, HUES, INK, PAPER, SHAPES, SIZE, framed, link_to
from bilateral.pictures.marks import COLLECTIONS, Dated, dated_marks, span
from bilateral.pictures.picture import Picture, Request
from bilateral.render import Column, Mention, Row, Table, Text
from bilateral.volume import Volume

MOST = 45
"""More marks than these are counted, not named."""
ROW = 20
LETTER = 5.6
"""The width of a letter, on the average; a label that would not fit into its bar stands beside it."""
COLUMNS = (Column("date", "Date", 3), Column("title", "What happened", 7), Column("kind", "Kind", 2))


def timeline(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the dated records that a request asks for."""
    marks = dated_marks(volume, request, locale)
    first, last = span(marks)
    kinds = [name for name in COLLECTIONS if any(mark.collection == name for mark in marks)]
    named = len(marks) <= MOST
    spec = (_rows if named else _counts)(marks, kinds, first, last, request.width)
    years = f"{first.year} to {last.year - 1}"
    told = ", ".join(f"{_count(marks, kind)} {kind}" for kind in kinds)
    alt = f"Timeline from {years}: {told}." + ("" if named else " Records are counted by kind and span of years.")
    rows = tuple(
        Row(mark.record, ((Text(mark.words),), (Mention(mark.record, mark.title),), (Text(COLLECTIONS[mark.collection]),)))
        for mark in marks
    )
    return Picture(spec, alt, Table(COLUMNS, rows, None), tuple(mark.record for mark in marks))


def _count(marks: list[Dated], kind: str) -> int:
    return sum(mark.collection == kind for mark in marks)


def _axis(first: dt.date, last: dt.date) -> dict[str, Any]:
    return {
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "domain": [first.isoformat(), last.isoformat()]},
        "axis": {"format": "%Y", "orient": "top", "grid": True, "tickCount": 8, "labelOverlap": True},
    }


def _rows(marks: list[Dated], kinds: list[str], first: dt.date, last: dt.date, width: int) -> dict[str, Any]:
    """One row for each mark, with its words on the side where there is room."""
    values = []
    for place, mark in enumerate(marks):
        start = first if mark.opens else mark.date.earliest
        end = last if mark.lasts else mark.date.latest + dt.timedelta(days=1)
        more = " →" if mark.lasts else ""
        label = f"{mark.title}, {mark.words}{more}"
        late = (start - first) > (last - end)
        inside = (end - start) / (last - first) * width > len(label) * LETTER + 16
        values.append(
            {
                "record": mark.record,
                "href": link_to(mark.record),
                "place": place,
                "kind": COLLECTIONS[mark.collection],
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
        "scale": {"domain": [COLLECTIONS[kind] for kind in kinds], "range": list(HUES[: len(kinds)])},
        "legend": {"symbolStrokeWidth": 0} if len(kinds) > 1 else None,
    }
    shape = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": [COLLECTIONS[kind] for kind in kinds], "range": list(SHAPES[: len(kinds)])},
        "legend": {"symbolStrokeWidth": 0} if len(kinds) > 1 else None,
    }
    told = {"href": {"field": "href"}, "description": {"field": "label"}}
    layers = [
        {
            "transform": [{"filter": "datum.form != 'day'"}],
            "mark": {"type": "bar", "height": 14, "cornerRadius": 2, "strokeWidth": 1, "fillOpacity": 0.3},
            "encoding": {
                "x": {"field": "start", **_axis(first, last)},
                "x2": {"field": "end"},
                "y": y,
                "fill": colour,
                "stroke": {**colour, "legend": None},
                "strokeDash": {"condition": {"test": "datum.uncertain", "value": [3, 2]}, "value": [1, 0]},
                **told,
            },
        },
        {
            "transform": [{"filter": "datum.form == 'day'"}],
            "mark": {"type": "point", "size": 70, "filled": True, "opacity": 1},
            "encoding": {"x": {"field": "start", **_axis(first, last)}, "y": y, "fill": colour, "shape": shape, **told},
        },
    ]
    for side, align, dx in (("late", "right", -8), ("early", "left", 8), ("inside", "left", 6)):
        layers.append(
            {
                "transform": [{"filter": f"datum.side == '{side}'"}],
                "mark": {"type": "text", "align": align, "baseline": "middle", "dx": dx, "aria": False},
                "encoding": {"x": {"field": "middle", **_axis(first, last)}, "y": y, "text": {"field": "label"}},
            }
        )
    return framed(width, layers, data={"values": values}, height={"step": ROW})


def _counts(marks: list[Dated], kinds: list[str], first: dt.date, last: dt.date, width: int) -> dict[str, Any]:
    """One lane for each kind, one box for each span of years, with the count in it."""
    years = next(step for step in (1, 2, 5, 10, 25, 50, 100) if (last.year - first.year) / step <= 16)
    origin = first.year - first.year % years
    counted: Counter[tuple[str, int]] = Counter()
    for mark in marks:
        known = mark.date.latest if mark.opens else mark.date.earliest
        counted[mark.collection, origin + (known.year - origin) // years * years] += 1
    most = max(counted.values())
    values = [
        {
            "kind": kind.capitalize(),
            "start": dt.date(year, 1, 1).isoformat(),
            "end": dt.date(year + years, 1, 1).isoformat(),
            "middle": dt.date(year + years // 2, 1 if years % 2 == 0 else 7, 1).isoformat(),
            "count": count,
            "strength": 0.15 + 0.6 * count / most,
            "label": f"{year}–{year + years - 1}: {count} {kind}",
        }
        for (kind, year), count in sorted(counted.items())
    ]
    whole = dt.date(origin, 1, 1), dt.date(max(year for _, year in counted) + years, 1, 1)
    y = {
        "field": "kind",
        "type": "nominal",
        "title": None,
        "sort": [kind.capitalize() for kind in kinds],
        "axis": {"grid": False, "ticks": False, "domain": False, "labelColor": INK, "labelPadding": 8},
    }
    layers = [
        {
            "mark": {"type": "rect", "fill": HUES[0], "stroke": PAPER, "strokeWidth": 2, "cornerRadius": 3},
            "encoding": {
                "x": {"field": "start", **_axis(*whole)},
                "x2": {"field": "end"},
                "y": y,
                "fillOpacity": {"field": "strength", "type": "quantitative", "scale": None},
                "description": {"field": "label"},
            },
        },
        {
            "mark": {"type": "text", "baseline": "middle", "fontSize": SIZE, "aria": False, "fill": INK},
            "encoding": {
                "x": {"field": "middle", **_axis(*whole)},
                "y": y,
                "text": {"field": "count", "type": "quantitative"},
            },
        },
    ]
    return framed(width - 110, layers, data={"values": values}, height={"step": 30}, usermeta={"faint": FAINT})
