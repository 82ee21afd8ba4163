"""A timeline: a row for each record where there are few; where there are many, their count by kind and years."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from bilateral.kinds.kind import kind_word
from bilateral.messages import say, say_many
from bilateral.pictures.canvas import BARE, HUES, INK, PAPER, SIZE, edges, framed
from bilateral.pictures.marks import Dated, dated_marks, span
from bilateral.pictures.picture import Picture, Request, Spec
from bilateral.pictures.rows import STEPS, axis, described, rows_of
from bilateral.volume import Volume

MOST_BOXES = 16
MOST = 45
"""More marks than these are counted, not named."""


def timeline(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the dated records that a request asks for."""
    marks = dated_marks(volume, request, locale)
    first, last = span(marks)
    named = len(marks) <= MOST
    counted = Counter(mark.kind for mark in marks)
    kinds = ", ".join(
        say(locale, "{kind} {number}", kind=kind.lower(), number=count) for kind, count in counted.items()
    )
    alt = say_many(
        locale,
        "Timeline from {first} to {last}, {number} record: {kinds}.",
        "Timeline from {first} to {last}, {number} records: {kinds}.",
        len(marks),
        first=first.year,
        last=last.year - 1,
        kinds=kinds,
    )
    if named:
        spec = rows_of(marks, request.width, locale)
    else:
        alt += f" {say(locale, 'They are counted by kind and span of years.')}"
        spec = _counts(marks, [kind_word(kind, locale) for kind in volume.kinds], request.width, locale)
    return Picture(spec, alt, described(marks, locale), tuple(mark.record for mark in marks))


def _counts(marks: list[Dated], words: list[str], width: int, locale: str) -> Spec:
    """Return one lane for each kind, with a box for each span of years and the count in it."""
    first, last = span(marks)
    kinds = [kind for kind in words if any(mark.kind == kind for mark in marks)]
    years = next(step for step in STEPS if (last.year - first.year) / step <= MOST_BOXES)
    origin = first.year - first.year % years
    counted: Counter[tuple[str, int]] = Counter()
    for mark in marks:
        counted[mark.kind, origin + (mark.known.year - origin) // years * years] += 1
    most = max(counted.values())
    values = [
        {
            "kind": kind,
            "start": dt.date(year, 1, 1).isoformat(),
            "end": dt.date(year + years, 1, 1).isoformat(),
            "middle": dt.date(year + years // 2, 1 if years % 2 == 0 else 7, 1).isoformat(),
            "count": count,
            "strength": 0.15 + 0.6 * count / most,
            "label": f"{year}–{year + years - 1}: {say(locale, '{kind} {number}', kind=kind.lower(), number=count)}",
        }
        for (kind, year), count in sorted(counted.items())
    ]
    whole = dt.date(origin, 1, 1), dt.date(max(year for _, year in counted) + years, 1, 1)
    y = {
        "field": "kind",
        "type": "nominal",
        "title": None,
        "sort": kinds,
        "axis": {"grid": False, "ticks": False, "domain": False, "labelColor": INK, "labelPadding": 8},
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "rect", "fill": HUES[0], "stroke": PAPER, "strokeWidth": 2, "cornerRadius": 3},
            "encoding": {
                "x": {"field": "start", **axis(*whole)},
                "x2": {"field": "end"},
                "y": y,
                "fillOpacity": {"field": "strength", "type": "quantitative", "scale": None},
                "description": {"field": "label"},
            },
        },
        {
            "mark": {"type": "text", "baseline": "middle", "fontSize": SIZE, "aria": False, "fill": INK, **BARE},
            "encoding": {
                "x": {"field": "middle", **axis(*whole)},
                "y": y,
                "text": {"field": "count", "type": "quantitative"},
            },
        },
    ]
    return framed(
        width - 110, layers, data={"values": values}, height={"step": 30}, padding=edges(left=max(map(len, kinds)))
    )
