"""Values over time as lines: each unit has an axis of its own, and a line ends where its series has a gap."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from bilateral.content import headed
from bilateral.dates import Edtf
from bilateral.kinds.series import Observation, Series
from bilateral.messages import say, say_many
from bilateral.model.base import Standing
from bilateral.pictures.canvas import DASHES, FAINT, HUES, PAPER, SHAPES, framed, headline, link_to
from bilateral.pictures.figures import COLUMNS, axis_title, chosen, spoken
from bilateral.pictures.marks import touches
from bilateral.pictures.picture import Picture, Request, Spec
from bilateral.pictures.rows import axis
from bilateral.render import Mention, QueryError, Row, Table, Text, format_date
from bilateral.standing import SYMBOLS, standing_of_value
from bilateral.volume import Volume

MOST = 6
"""No axis has more series: there are no more shapes that are told apart."""
HEIGHT = 220
CROWDED = 40
"""Marks of a series with more values are small."""
STRETCH = 1.5
"""A step that is longer than the usual one by this much is a gap."""
NEW_METHOD = "new method"
LOOKS = ("stroke", "fill", "shape", "strokeDash")
"""What tells series apart."""


@dataclass(frozen=True)
class _Value:
    """One value in a drawing: ``run`` counts the pieces of its line."""

    series: Series
    point: Observation
    day: dt.date
    words: str
    when: str
    standing: Standing
    run: int = 0
    beside: bool = False
    """Whether it is another value for the time of one that the line goes through."""

    @property
    def label(self) -> str:
        """What the value is of, when it is of, and the value itself."""
        return f"{self.series.title}, {self.when}: {self.words} {SYMBOLS[self.standing]}"


def lines(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the series that a request asks for.

    Raises:
        QueryError: where there is nothing to draw, or too much for one axis.

    """
    groups: dict[str, list[list[_Value]]] = {}
    for series in chosen(volume, request):
        values = _values(series, volume, request.period, locale)
        if values:
            groups.setdefault(axis_title(series, volume, locale), []).append(values)
    if not groups:
        raise QueryError("nothing is left to draw; widen 'kind', 'ids' or 'period'")
    for title, found in groups.items():
        if len(found) > MOST:
            raise QueryError(f"{len(found)} series are too many for one axis ({title}); name up to {MOST} by 'ids'")
    everything = [value for group in groups.values() for values in group for value in values]
    first = dt.date(min(_begin(value.point.date).year for value in everything), 1, 1)
    last = dt.date(max(_end(value.point.date).year for value in everything) + 1, 1, 1)
    parts = [_group(_noted(title, found, locale), found, first, last, request.width) for title, found in groups.items()]
    spec = framed(0, [], vconcat=parts, spacing=18, resolve={"scale": dict.fromkeys(LOOKS, "independent")})
    del spec["layer"], spec["width"]
    told = "; ".join(
        f"{values[0].series.title}: {values[0].words}, {values[0].when} – {values[-1].words}, {values[-1].when}"
        for group in groups.values()
        for values in group
    )
    alt = say_many(
        locale,
        "{number} value over time. {series}.",
        "{number} values over time. {series}.",
        len(everything),
        series=told,
    )
    rows = tuple(
        Row(
            value.series.id,
            (
                (Mention(value.series.id, value.series.title),),
                (Text(value.when),),
                (Text(f"{value.words} {SYMBOLS[value.standing]}"),),
            ),
        )
        for value in everything
    )
    drawn = tuple(dict.fromkeys(value.series.id for value in everything))
    return Picture(spec, alt, Table(headed(COLUMNS, locale), rows, None), drawn)


def _values(series: Series, volume: Volume, period: Edtf | None, locale: str) -> list[_Value]:
    """Return the values of a series in the order of time, with the runs in which a line joins them."""
    found = [
        _Value(
            series,
            point,
            _middle(point.date),
            spoken(series, point, volume, locale),
            format_date(point.date, locale),
            standing_of_value(series, point.sources, volume),
        )
        for point in series.points
        if period is None or touches(point.date, period)
    ]
    found.sort(key=lambda value: (value.day, _begin(value.point.date)))
    steps = [(after.day - before.day).days for before, after in pairwise(found) if after.day > before.day]
    usual = median(steps) if steps else 0
    placed: list[_Value] = []
    run, before = 0, dt.date.min
    for value in found:
        beside = value.day == before
        if placed and ((value.day - before).days > STRETCH * usual or value.point.note == NEW_METHOD):
            run += 1
        placed.append(replace(value, run=run, beside=beside))
        before = value.day
    return placed


def _begin(date: Edtf) -> dt.date:
    """Return the first day; of a date without one, the last."""
    return date.latest if date.earliest == dt.date.min else date.earliest


def _end(date: Edtf) -> dt.date:
    """Return the last day; of a date without one, the first."""
    return date.earliest if date.latest == dt.date.max else date.latest


def _middle(date: Edtf) -> dt.date:
    return _begin(date) + (_end(date) - _begin(date)) / 2


def _noted(title: str, group: list[list[_Value]], locale: str) -> str:
    """Return the title of an axis, with what hollow marks mean where there are any."""
    if all(value.standing == "confirmed" for values in group for value in values):
        return title
    return say(locale, "{unit}; hollow: not confirmed", unit=title)


def _group(title: str, group: list[list[_Value]], first: dt.date, last: dt.date, width: int) -> Spec:
    """Return the lines of one unit: the last mark of each series leads to it, for a link a value would be too many."""
    titles = [values[0].series.title for values in group]
    data = [
        {
            "series": value.series.title,
            "day": value.day.isoformat(),
            "start": _begin(value.point.date).isoformat(),
            "end": _end(value.point.date).isoformat(),
            "long": (_end(value.point.date) - _begin(value.point.date)).days > 366,  # noqa: PLR2004  (a year is drawn as a point)
            "value": float(value.point.value),
            "run": f"{place}.{value.run}",
            "beside": value.beside,
            "sure": value.standing == "confirmed",
            "label": value.label,
            "href": link_to(value.series.id),
            "last": value is values[-1],
        }
        for place, values in enumerate(group)
        for value in values
    ]
    crowded = max(map(len, group)) > CROWDED
    along = axis(first, last)
    along["axis"] |= {"orient": "bottom"}
    x = {"field": "day", **along}
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "axis": {"format": "~f", "tickCount": 6, "domain": False, "ticks": False},
    }
    hue = _by_series(titles, HUES)
    marks: Spec = {
        "mark": {"type": "point", "size": 14 if crowded else 45, "strokeWidth": 1.2, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "stroke": hue,
            "fill": {
                "condition": {"test": "datum.sure", "field": "series", "scale": hue["scale"], "legend": None},
                "value": PAPER,
            },
            "shape": _by_series(titles, SHAPES),
            "description": {"field": "label"},
        },
    }
    return {
        "title": headline(title),
        "data": {"values": data},
        "width": width - 70,
        "height": HEIGHT,
        "layer": [
            {
                "transform": [{"filter": "!datum.beside"}],
                "mark": {"type": "line", "strokeWidth": 1.5, "aria": False},
                "encoding": {
                    "x": x,
                    "y": y,
                    "stroke": hue,
                    "strokeDash": _by_series(titles, DASHES),
                    "detail": {"field": "run"},
                },
            },
            {
                "transform": [{"filter": "datum.long"}],
                "mark": {"type": "rule", "strokeWidth": 1.5, "stroke": FAINT, "aria": False},
                "encoding": {"x": {**x, "field": "start"}, "x2": {"field": "end"}, "y": y},
            },
            {"transform": [{"filter": "!datum.last"}], **marks},
            {
                "transform": [{"filter": "datum.last"}],
                **marks,
                "encoding": {**marks["encoding"], "href": {"field": "href"}},
            },
        ],
    }


def _by_series(titles: list[str], looks: Any) -> Spec:
    """Return an encoding by series, whose legend names them where there are several."""
    legend = {"columns": 1, "labelLimit": 600, "symbolSize": 60}
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": titles, "range": [looks[place % len(looks)] for place in range(len(titles))]},
        "legend": legend,
    }
