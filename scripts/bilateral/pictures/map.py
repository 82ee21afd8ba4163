"""A map of the places of the records, with lines for visits and posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bilateral.content import headed
from bilateral.messages import N_, say, say_many
from bilateral.model import Record
from bilateral.pictures.canvas import DASHES, FAINT, HUES, INK, PAPER, framed, link_to
from bilateral.pictures.picture import Picture, Request, Spec
from bilateral.pictures.rows import LETTER_WIDTH
from bilateral.pictures.world import Window, land, window_of
from bilateral.query import choose
from bilateral.render import Cell, Column, Inline, Mark, Mention, QueryError, Row, Table, Text, mention_text
from bilateral.standing import standing_of_record
from bilateral.volume import Volume

UNCONFIRMED = N_("{kind}, not confirmed")
"""The kind of a line whose record is not confirmed as a whole; its line is dotted."""
DOTS = [1.5, 5]
COLUMNS = (Column("place", "Place"), Column("what", "What"))
Link = tuple[str, str, str]
"""Two places and the kind of line between them, with the doubt about it."""


LINE = 16
"""The height of a name."""
BESIDE = 9
"""How far a name stands from the middle of its place."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class Label:
    """Where a name stands, and the place from which a line leads to it, where it does not stand beside that."""

    key: str
    x: float
    y: float
    align: str
    box: Box
    place: tuple[float, float] | None


class _Stroke(NamedTuple):
    """How lines of a kind look."""

    hue: str
    dashes: list[float]
    broad: bool


def world_map(volume: Volume, request: Request, locale: str) -> Picture:
    """Draw the places of the collections that a request asks for.

    Raises:
        QueryError: where a place that is to be drawn has no position.

    """
    mapped = {kind.name: kind.mapped for kind in volume.kinds if kind.mapped is not None}
    names = [choose("kind", name, list(mapped)) for name in request.kind] or [name for name in mapped if mapped[name]]
    known = [key for key, name in volume.collections.items() if name in names]
    wanted = [choose("ids", key, known) for key in request.ids] or known
    records = [volume.records[key] for key in known if key in wanted]
    at: dict[str, list[str]] = {}
    lines: Counter[Link] = Counter()
    for record in records:
        for place in _places(record, volume):
            at.setdefault(place, []).append(record.id)
        doubtful = standing_of_record(record, volume) != "confirmed"
        lines.update(
            (one, other, say(locale, UNCONFIRMED, kind=kind) if doubtful else kind)
            for one, other, kind in _links(record, volume)
            if one != other
        )
    for one, other, _ in lines:
        at.setdefault(one, []), at.setdefault(other, [])
    if not at:
        raise QueryError("nothing is left to draw; widen 'kind' or 'ids'")
    places = {key: volume.places[key] for key in sorted(at)}
    lost = [key for key, place in places.items() if place.position is None]
    if lost:
        raise QueryError(f"{', '.join(lost)} has no 'position' that could be drawn; give it latitude and longitude")
    positions = {
        key: (float(place.position[0]), float(place.position[1])) for key, place in places.items() if place.position
    }
    window = window_of(list(positions.values()), request.width)
    spots = {key: window.place(*position) for key, position in positions.items()}
    rows = tuple(
        Row(key, ((Mention(key, mention_text(places[key], volume)),), _told(records_at, volume)))
        for key, records_at in at.items()
    )
    alt = _alternative(
        [f"{mention_text(place, volume)}, {_records(len(at[key]), locale)}" for key, place in places.items()],
        Counter(kind for _, _, kind in lines.elements()),
        locale,
    )
    names_of = {key: mention_text(place, volume) for key, place in places.items()}
    spec = _spec(spots, positions, names_of, lines, _strokes(volume, locale), window)
    return Picture(spec, alt, Table(headed(COLUMNS, locale), rows, None), tuple(places), is_map=True)


def _alternative(places: list[str], lines: Counter[str], locale: str) -> str:
    """Say what is to be seen: the places, and the lines by their kind."""
    told = say_many(
        locale,
        "Map of {number} place: {places}.",
        "Map of {number} places: {places}.",
        len(places),
        places="; ".join(places),
    )
    joins = say_many(
        locale,
        "{number} line joins them: {kinds}.",
        "{number} lines join them: {kinds}.",
        lines.total(),
        kinds=", ".join(say(locale, "{kind} {number}", kind=kind, number=count) for kind, count in lines.items()),
    )
    return f"{told} {joins}"


def _records(count: int, locale: str) -> str:
    return say_many(locale, "{number} record", "{number} records", count)


def _told(keys: list[str], volume: Volume) -> Cell:
    cell: list[Inline] = []
    for key in keys:
        cell += [Text("; ")] if cell else []
        cell.append(Mention(key, mention_text(volume.records[key], volume)))
        standing = standing_of_record(volume.records[key], volume)
        cell += [] if standing == "confirmed" else [Text(", "), Mark(standing, named=True)]
    return tuple(cell)


def _places(record: Record, volume: Volume) -> Iterator[str]:
    """Yield the cities of a record; a building stands for the city in which it lies."""
    yield from map(volume.city, volume.kind_of(record).places(record))


def _links(record: Record, volume: Volume) -> Iterator[Link]:
    """Yield the lines of a record whose ends are both known."""
    for line in volume.kind_of(record).lines(record, volume):
        if line.start and line.end:
            yield volume.city(line.start), volume.city(line.end), line.kind


def _spec(  # noqa: PLR0917  (what is drawn, and how)
    spots: dict[str, tuple[float, float]],
    positions: dict[str, tuple[float, float]],
    names: dict[str, str],
    lines: Counter[Link],
    strokes: dict[str, _Stroke],
    window: Window,
) -> Spec:
    """Return the specification: land, lines, places, names."""
    projection: Spec = {
        "type": "mercator",
        "scale": window.scale,
        "translate": [window.left, window.top],
        "clipExtent": [[0, 0], [window.width, window.height]],
    }
    order = list(strokes)
    if window.turned:
        projection["rotate"] = [window.turned, 0, 0]
    ordered = sorted(lines.items(), key=lambda item: (order.index(item[0][2]), item[0]))
    drawn = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [positions[one][::-1], positions[other][::-1]]},
            "properties": {"kind": kind, "count": count, "label": f"{names[one]} – {names[other]}: {kind}, {count}"},
        }
        for (one, other, kind), count in ordered
    ]
    kinds = [kind for kind in strokes if any(link[2] == kind for link in lines)]
    points = [
        {"key": key, "longitude": at[1], "latitude": at[0], "label": names[key], "href": link_to(key)}
        for key, at in positions.items()
    ]
    placed = list(labels_of(spots, names, window))
    labels = [
        {"text": names[label.key], "x": round(label.x, 1), "y": round(label.y, 1), "align": label.align}
        for label in placed
    ]
    leaders = [
        {
            "x": round(label.place[0], 1),
            "y": round(label.place[1], 1),
            "x2": round(label.x + (-3 if label.align == "left" else 3), 1),
            "y2": round(label.y, 1),
        }
        for label in placed
        if label.place
    ]
    layers: list[Spec] = [
        {
            "data": {"values": land(), "format": {"type": "topojson", "feature": "land"}},
            "mark": {"type": "geoshape", "fill": "var(--figure-hair)", "fillOpacity": 0.6, "aria": False},
            "projection": projection,
        },
        {
            "data": {"values": points},
            "mark": {"type": "circle", "size": 70, "fill": INK, "stroke": PAPER, "strokeWidth": 1.5, "opacity": 1},
            "projection": projection,
            "encoding": {
                "longitude": {"field": "longitude", "type": "quantitative"},
                "latitude": {"field": "latitude", "type": "quantitative"},
                "href": {"field": "href"},
                "description": {"field": "label"},
            },
        },
    ]
    if drawn:  # a scale without values would draw the places at a size without end
        layers.insert(
            1,
            {
                "data": {"values": drawn},
                "mark": {"type": "geoshape", "filled": False},
                "projection": projection,
                "encoding": {
                    "stroke": _by_kind(kinds, [strokes[kind].hue for kind in kinds]),
                    "strokeDash": _by_kind(kinds, [strokes[kind].dashes for kind in kinds]),
                    "strokeWidth": _by_kind(kinds, [7 if strokes[kind].broad else 2 for kind in kinds]),
                    "opacity": _by_kind(kinds, [0.3 if strokes[kind].broad else 1 for kind in kinds]),
                    "description": {"field": "properties.label"},
                },
            },
        )
    if leaders:
        layers.insert(
            1,
            {
                "data": {"values": leaders},
                "mark": {"type": "rule", "stroke": FAINT, "strokeWidth": 0.8, "aria": False},
                "encoding": {
                    one: {"field": one, **({"type": "quantitative", "scale": None} if one in {"x", "y"} else {})}
                    for one in ("x", "y", "x2", "y2")
                },
            },
        )
    for align in ("left", "right", "center"):
        chosen = [label for label in labels if label["align"] == align]
        if chosen:
            layers.append(
                {
                    "data": {"values": chosen},
                    "mark": {"type": "text", "align": align, "baseline": "middle", "aria": False},
                    "encoding": {
                        "x": {"field": "x", "type": "quantitative", "scale": None},
                        "y": {"field": "y", "type": "quantitative", "scale": None},
                        "text": {"field": "text"},
                    },
                }
            )
    return framed(window.width, layers, height=window.height)


def _by_kind(kinds: list[str], values: Sequence[object]) -> Spec:
    """Return an encoding that gives the lines of each kind a value."""
    return {
        "field": "properties.kind",
        "type": "nominal",
        "scale": {"type": "ordinal", "domain": kinds, "range": list(values)},
        "legend": {"symbolType": "stroke", "symbolSize": 900, "columns": 2, "labelLimit": 400},
    }


def _strokes(volume: Volume, locale: str) -> dict[str, _Stroke]:
    """Return how the lines of each kind look, in the order of the legend; those of what is not confirmed are dotted."""
    words = [(word, kind.broad) for kind in volume.kinds for word in kind.line_kinds(volume)]
    found: dict[str, _Stroke] = {}
    for place, (word, broad) in enumerate(words):
        hue = HUES[place % len(HUES)]
        found[word] = _Stroke(hue, DASHES[place % len(DASHES)], broad=broad)
        found[say(locale, UNCONFIRMED, kind=word)] = _Stroke(hue, DOTS, broad=False)
    return found


def labels_of(spots: dict[str, tuple[float, float]], names: dict[str, str], window: Window) -> Iterator[Label]:
    """Yield where each name stands: beside its place, above or below, where nothing else stands yet.

    Where places lie close together, a name stands farther up or down at the end of a line from its place.
    """
    taken: list[Box] = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots.values()]
    for key, (x, y) in sorted(spots.items(), key=lambda item: item[1]):
        choices = list(_choices(x, y, names[key], window))
        place = next((choice for choice in choices if not any(_meet(choice.box, box) for box in taken)), choices[-1])
        taken.append(place.box)
        yield replace(place, key=key)


def _choices(x: float, y: float, name: str, window: Window) -> Iterator[Label]:
    """Yield where a name may stand within the window, the best first."""
    wide = len(name) * LETTER_WIDTH * 1.1
    steps = [0, *(side * step for step in range(1, window.height // LINE + 1) for side in (-1, 1))]
    for step in steps:
        high = y + step * LINE
        if step:
            away = BESIDE + min(abs(step), 3) * 8  # so that the line is no steeper than it has to be
            beside = [("left", x + away), ("right", x - away)]
        else:
            beside = [("left", x + BESIDE), ("right", x - BESIDE)]
        boxes = [
            *((align, at, high, at if align == "left" else at - wide) for align, at in beside),
            *([("center", x, y - 14, x - wide / 2), ("center", x, y + 15, x - wide / 2)] if not step else []),
        ]
        for align, at, middle, left in boxes:
            box = (left - 2, middle - 8, left + wide + 2, middle + 8)
            if box[0] >= 0 and box[2] <= window.width and box[1] >= 0 and box[3] <= window.height:
                yield Label("", at, middle, align, box, (x, y) if step else None)
    yield Label("", x + BESIDE, y, "left", (x + BESIDE, y - 8, x + BESIDE + wide, y + 8), None)  # for want of any


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
