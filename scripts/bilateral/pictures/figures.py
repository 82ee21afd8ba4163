"""Figures as bars: each unit and currency has an axis of its own, for lengths of different kinds cannot be compared."""

from __future__ import annotations

from bilateral.content import headed
from bilateral.kinds.series import SUBJECTS, UNITS, Observation, Series, amount, unit_text
from bilateral.messages import say, say_many
from bilateral.pictures.canvas import HUES, framed, headline, link_to
from bilateral.pictures.picture import Picture, Request, Spec
from bilateral.query import choose
from bilateral.render import Column, Mention, QueryError, Row, Table, Text, format_date
from bilateral.standing import SYMBOLS, standing_of_value
from bilateral.volume import Volume

MOST = 40
"""More values are no bars that can be read, but lines."""
COLUMNS = (Column("series", "Measure"), Column("date", "Period"), Column("value", "Value"))


def figures(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the values of the series that a request asks for, each with the mark of its standing."""
    groups: dict[str, list[dict[str, str | float]]] = {}
    for series in chosen(volume, request):
        group = axis_title(series, volume, locale)
        for point in series.points:
            when, words = format_date(point.date, locale), spoken(series, point, volume, locale)
            groups.setdefault(group, []).append(
                {
                    "record": series.id,
                    "href": link_to(series.id),
                    "title": series.title,
                    "what": f"{series.title}, {when}",
                    "when": when,
                    "value": float(point.value),
                    "words": words,
                    "label": f"{words} {SYMBOLS[standing_of_value(series, point.sources, volume)]}",
                }
            )
    if not groups:
        raise QueryError("nothing is left to draw; widen 'kind' or 'ids'")
    if (count := sum(map(len, groups.values()))) > MOST:
        raise QueryError(f"{count} values are too many for bars; draw them by 'picture-lines', or name series by 'ids'")
    parts = [_group(title, values, request.width) for title, values in groups.items()]
    spec = framed(0, [], vconcat=parts, spacing=14)
    del spec["layer"], spec["width"]
    values = [value for group in groups.values() for value in group]
    alt = say_many(
        locale,
        "{number} figure: {values}.",
        "{number} figures, each group with an axis of its own: {values}.",
        len(values),
        values="; ".join(f"{value['what']}: {value['words']}" for value in values),
    )
    rows = tuple(
        Row(
            str(value["record"]),
            (
                (Mention(str(value["record"]), str(value["title"])),),
                (Text(str(value["when"])),),
                (Text(str(value["label"])),),
            ),
        )
        for value in values
    )
    drawn = tuple(dict.fromkeys(str(value["record"]) for value in values))
    return Picture(spec, alt, Table(headed(COLUMNS, locale), rows, None), drawn)


def chosen(volume: Volume, request: Request) -> list[Series]:
    """Return the series that a request asks for; without subjects and series, those of the first subject."""
    known_subjects = volume.words(SUBJECTS)
    subjects = [choose("kind", name, known_subjects) for name in request.kind]
    subjects = subjects or (known_subjects if request.ids else known_subjects[:1])
    known = [series.id for series in volume.of(Series)]
    wanted = [choose("ids", key, known) for key in request.ids] or known
    return [series for series in volume.of(Series) if series.id in wanted and series.subject in subjects]


def axis_title(series: Series, volume: Volume, locale: str) -> str:
    """Return the name of the axis on which the values of a series can be compared with others."""
    unit = unit_text(series, volume, locale)
    if series.prices:
        return say(locale, "In {unit}, in prices of {year}", unit=unit, year=format_date(series.prices, locale))
    return say(locale, "In {unit}", unit=unit)


def spoken(series: Series, point: Observation, volume: Volume, locale: str) -> str:
    """Write a value with the unit as the volume prints it."""
    return amount(series, point, locale, volume.word(UNITS, series.unit))


def _group(title: str, values: list[dict[str, str | float]], width: int) -> Spec:
    """Return the bars of one unit, whose axis begins at nought and is named.

    The only value of a unit has no bar: its length would be that of any other.
    """
    sizes = [float(value["value"]) for value in values]
    x = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [min(0, *sizes), 1.35 * max(0, *sizes)], "nice": False},
        "axis": None,  # a text alone needs none
    }
    y = {"field": "what", "type": "nominal", "sort": None, "axis": None}
    bar = {
        "mark": {"type": "bar", "height": 12, "yOffset": 9, "fill": HUES[0], "cornerRadiusEnd": 2},
        "encoding": {"x": x, "y": y, "href": {"field": "href"}, "description": {"field": "what"}},
    }
    bars = [bar] if len(values) > 1 else []
    if bars:
        x["axis"] = {"grid": True, "ticks": False, "domain": False, "tickCount": 5, "format": "~f"}
    return {
        "title": headline(title),
        "data": {"values": values},
        "width": width,
        "height": {"step": 40},
        "layer": [
            *bars,
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": 6 if bars else 0,
                    "dy": 9,
                    "aria": False,
                },
                "encoding": {"x": x if bars else {"value": 0}, "y": y, "text": {"field": "label"}},
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dy": -7, "aria": False},
                "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "what"}},
            },
        ],
    }
