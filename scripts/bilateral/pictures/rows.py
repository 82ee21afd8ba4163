"""Rows on an axis of time: one for each mark, with its words beside it or in it.

A day is a point; a month, a year or a decade is as long as it is, for nobody knows where in it the thing happened. What
goes on ends with the axis, and an arrow says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bilateral.content import headed
from bilateral.messages import say
from bilateral.pictures.canvas import BARE, HUES, SHAPES, edges, framed, link_to
from bilateral.pictures.marks import Dated, span
from bilateral.pictures.picture import Spec
from bilateral.render import Column, Mark, Mention, Row, Table, Text

ROW, TALL_ROW = 20, 28
"""The heights of rows whose words are in one line, and in two."""
LINE = 13
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
MOST_YEARS = 12
"""An axis has no more years than these."""
LETTER_WIDTH = 6.2
"""The width of a letter, on the average of a wide font: a picture is drawn with one font and shown with another."""
ENTRY = 50
"""The room of an entry of a legend beside its word: its symbol, and the space before the next."""
LINES_APART = 6
"""The space between legends that stand below each other, in which they read as the lines of one."""
SMALLEST = 2
"""What is shorter is drawn as the point that it nearly is."""
NARROWEST = 0.7
"""The part of the width that the axis has at least, however long the labels are."""
COLUMNS = (
    Column("date", "Date"),
    Column("title", "What"),
    Column("kind", "Kind"),
    Column("standing", "Standing"),
)


def described(marks: list[Dated], locale: str) -> Table:
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
    lines = tuple(Row(mark.record, cells) for mark, cells in zip(marks, rows, strict=True))
    return Table(headed(COLUMNS, locale), lines, None)


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


def rows_of(marks: list[Dated], width: int, locale: str) -> Spec:
    """Return the specification of marks that stand in the order of their rows."""
    first, last = _shown(marks)
    wide, lines = _fitted(marks, width, locale)
    values = [_value(mark, first, last, wide, lines, locale) for mark in marks]
    bottom = 0
    for value in values:  # no row is taller than its own words need
        tall = ROW if value["lines"] == 1 else TALL_ROW
        value["y"] = bottom + tall / 2
        bottom += tall
    kinds = list(dict.fromkeys(mark.kind for mark in marks))
    y = {"field": "y", "type": "quantitative", "scale": None, "axis": None, "stack": None}
    hues = [HUES[index % len(HUES)] for index in range(len(kinds))]
    shapes = [SHAPES[index % len(SHAPES)] for index in range(len(kinds))]
    points = [_of_a_day(kind, locale) for kind in kinds]
    of_bars = [v["kind"] for v in values if v["form"] != "day"]
    of_points = [v["point"] for v in values if v["form"] == "day"]
    named = dict.fromkeys([*of_bars, *of_points])
    long = max(map(len, named)) * LETTER_WIDTH + ENTRY
    wraps = len(named) * long > width
    rows: Spec = {"columns": max(1, int(width // long))} if wraps else {}
    bar = _by_kind("kind", kinds, hues, of_bars, symbolType="square", symbolOpacity=0.5, **rows)
    point, shape = (_by_kind("point", points, look, of_points, **rows) for look in (hues, shapes))
    encoding = {"href": {"field": "href"}, "description": {"field": "label"}}
    layers = [
        {
            "transform": [{"filter": "datum.form != 'day'"}],
            "mark": {"type": "bar", "height": 14, "cornerRadius": 2, "strokeWidth": 1, "fillOpacity": 0.3},
            "encoding": {
                "x": {"field": "start", **axis(first, last)},
                "x2": {"field": "end"},
                "y": y,
                "fill": bar,
                "stroke": {**bar, "legend": None},
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
                "color": point,
                "shape": shape,
                **encoding,
            },
        },
    ]
    text: Spec = {"type": "text", "baseline": "middle", "lineBreak": "\n", "lineHeight": LINE, "aria": False}
    for side, align, dx, look in (
        ("late", "right", -8, Spec()),
        ("early", "left", 8, Spec()),
        ("inside", "left", 6, BARE),
    ):
        for count in range(1, lines + 1):
            layers.append(
                {
                    "transform": [{"filter": f"datum.side == '{side}' && datum.lines == {count}"}],
                    "mark": text | look | {"align": align, "dx": dx, "dy": -LINE * (count - 1) / 2},
                    "encoding": {"x": {"field": "middle", **axis(first, last)}, "y": y, "text": {"field": "text"}},
                }
            )
    left, right = (max((_longest(v["text"]) for v in values if v["beyond"][side]), default=0) for side in (0, 1))
    spec = framed(wide, layers, data={"values": values}, height=bottom, padding=edges(left, right))
    if wraps:  # else the legends of bars and of points stand beside each other
        spec["config"]["legend"]["layout"]["top"] |= {"direction": "vertical", "margin": LINES_APART}
    return spec


def _value(  # noqa: PLR0917  (a mark, its axis and its language)
    mark: Dated, first: dt.date, last: dt.date, width: float, lines: int, locale: str
) -> dict[str, Any]:
    """Return what is drawn for a mark on an axis of this width; words that need more room are in so many lines."""
    start = first if mark.opens else mark.date.earliest
    end = last if mark.lasts else mark.date.latest + dt.timedelta(days=1)
    label = f"{mark.label} →" if mark.lasts else mark.label
    scale = width / (last - first).days
    left, right = (start - first).days * scale, (last - end).days * scale
    inside = (end - start).days * scale > _room(label)
    text = label if inside or lines == 1 or _room(label) <= max(left, right) else _in_two_lines(label)
    long = _room(text)
    # Beside it where there is room, else where there is more of it.
    late = right < long and left > right
    day = mark.day or (end - start).days * scale < SMALLEST
    return {
        "record": mark.record,
        "href": link_to(mark.record),
        "kind": mark.kind,
        "point": _of_a_day(mark.kind, locale),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "middle": (start if late or inside else end).isoformat(),
        "label": label,
        "text": text,
        "lines": text.count("\n") + 1,
        "side": "inside" if inside else "late" if late else "early",
        "form": "day" if day else "open" if mark.opens or mark.lasts else "span",
        "uncertain": mark.uncertain,
        "beyond": (0, 0) if inside else (max(0, long - left), 0) if late else (0, max(0, long - right)),
    }


def _longest(text: str) -> int:
    """Return the letters of the longest line."""
    return max(map(len, text.split("\n")))


def _room(text: str) -> float:
    """Return how wide a text is, with the space between it and its mark."""
    return _longest(text) * LETTER_WIDTH + 16


def _in_two_lines(text: str) -> str:
    """Return a text in two lines, broken between words as near to the middle as can be."""
    words = text.split(" ")
    broken = (" ".join(words[:place]) + "\n" + " ".join(words[place:]) for place in range(1, len(words)))
    return min(broken, key=_longest, default=text)


def _fitted(marks: list[Dated], width: int, locale: str) -> tuple[int, int]:
    """Return how wide the axis is, and in how many lines labels are, for a picture that is as wide as asked.

    Labels reach beyond the axis, which leaves room for them; where that is not enough, long ones are in two lines.
    """
    first, last = _shown(marks)
    narrowest = round(width * NARROWEST)
    for lines in (1, 2):
        for wide in range(width, narrowest, -10):
            beyond = [_value(mark, first, last, wide, lines, locale)["beyond"] for mark in marks]
            if wide + max(left for left, _ in beyond) + max(right for _, right in beyond) <= width:
                return wide, lines
    return narrowest, 2


def _shown(marks: list[Dated]) -> tuple[dt.date, dt.date]:
    """Return the days between which marks are drawn: a year in which nothing is but its first day would be empty."""
    first, last = span(marks)
    year = last.replace(year=last.year - 1)
    ends = max(mark.known + dt.timedelta(days=1) if mark.lasts else mark.date.latest for mark in marks)
    return first, year if first < year and ends <= year else last


def _of_a_day(kind: str, locale: str) -> str:
    """Return what the legend calls points of a kind, whose bars have the name alone."""
    return say(locale, "{kind}, by day", kind=kind)


def _by_kind(field: str, kinds: list[str], looks: list[str], drawn: list[str], **legend: Any) -> Spec:
    """Return an encoding by kind; its legend names the kinds that are drawn so, and is left out where there is one."""
    named = [kind for kind in kinds if kind in drawn]
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": kinds, "range": looks},
        "legend": {"symbolStrokeWidth": 0, "values": named, **legend} if len(kinds) > 1 and named else None,
    }
