"""A map of the places of the records, with lines for visits and posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bilateral.model import Mission, Place, Record, Visit
from bilateral.pictures.canvas import HUES, INK, PAPER, framed, link_to
from bilateral.pictures.picture import Picture, Request, Spec
from bilateral.pictures.rows import LETTER_WIDTH
from bilateral.pictures.world import Window, land, window_of
from bilateral.render import Column, Mention, QueryError, Row, Table, Text, mention_text
from bilateral.render.query import choose
from bilateral.standing import standing_of_record
from bilateral.volume import Volume

VISIT, ACCREDITED, CONSULATE, EMBASSY, TALKS = "visit", "accreditation", "honorary consulate", "embassy", "talks"
DASHES = {VISIT: [1, 0], ACCREDITED: [9, 4], CONSULATE: [4, 4], EMBASSY: [12, 3, 3, 3]}
UNCONFIRMED = ", not confirmed"
"""Ends the kind of a line whose record is not confirmed as a whole; its line is dotted."""
DOTS = [1.5, 5]
COLLECTIONS = ("missions", "visits", "consultations", "events")
COLUMNS = (Column("place", "Place"), Column("what", "What"))
Link = tuple[str, str, str]
"""Two places and the kind of line between them."""


def world_map(volume: Volume, request: Request, _: str) -> Picture:
    """Draw the places of the collections that a request asks for.

    Raises:
        QueryError: where a place that is to be drawn has no position.

    """
    names = [choose("kind", name, list(COLLECTIONS)) for name in request.kind] or list(COLLECTIONS[:3])
    known = [key for key, name in volume.collections.items() if name in names]
    wanted = [choose("ids", key, known) for key in request.ids] or known
    records = [volume.records[key] for key in known if key in wanted]
    at: dict[str, list[str]] = {}
    lines: Counter[Link] = Counter()
    for record in records:
        for place in _places(record, volume):
            at.setdefault(place, []).append(record.id)
        doubt = "" if standing_of_record(record, volume) == "confirmed" else UNCONFIRMED
        lines.update((one, other, kind + doubt) for one, other, kind in _links(record, volume) if one != other)
    for one, other, _ in lines:
        at.setdefault(one, []), at.setdefault(other, [])
    if not at:
        raise QueryError("nothing is left to draw; widen 'kind' or 'ids'")
    places = {key: volume.records[key] for key in sorted(at)}
    lost = [key for key, place in places.items() if not isinstance(place, Place) or place.position is None]
    if lost:
        raise QueryError(f"{', '.join(lost)} has no 'position' that could be drawn; give it latitude and longitude")
    positions = {
        key: (float(place.position[0]), float(place.position[1]))
        for key, place in places.items()
        if isinstance(place, Place) and place.position
    }
    window = window_of(list(positions.values()), request.width)
    spots = {key: window.place(*position) for key, position in positions.items()}
    rows = tuple(
        Row(key, ((Mention(key, mention_text(places[key], volume)),), _told(records_at, volume)))
        for key, records_at in at.items()
    )
    alt = f"Map of {len(places)} places: " + "; ".join(
        f"{mention_text(place, volume)}, {_records(len(at[key]))}" for key, place in places.items()
    )
    alt += f". {sum(lines.values())} lines join them: " + ", ".join(
        f"{kind} {count}" for kind, count in Counter(kind for _, _, kind in lines.elements()).items()
    )
    spec = _spec(spots, positions, {key: mention_text(place, volume) for key, place in places.items()}, lines, window)
    return Picture(spec, f"{alt}.", Table(COLUMNS, rows, None), tuple(places))


def _records(count: int) -> str:
    return f"{count} record" if count == 1 else f"{count} records"


def _told(keys: list[str], volume: Volume) -> tuple[Text | Mention, ...]:
    cell: list[Text | Mention] = []
    for key in keys:
        cell += [Text("; ")] if cell else []
        cell.append(Mention(key, mention_text(volume.records[key], volume)))
    return tuple(cell)


def _places(record: Record, volume: Volume) -> Iterator[str]:
    """Yield the cities of a record; a building stands for the city in which it lies."""
    found = [record.seat] if isinstance(record, Mission) else list(getattr(record, "places", ()))
    for key in filter(None, found):
        place = volume.records[key]
        yield place.within if isinstance(place, Place) and place.within else key


def _links(record: Record, volume: Volume) -> Iterator[Link]:
    """Yield the lines of a visit or a post, where both ends are known."""
    if isinstance(record, Visit):
        start = volume.countries[record.from_].seat
        ends: list[str | None] = [*_places(record, volume)]  # a country alone is no place that could be drawn
        kind = VISIT
    elif isinstance(record, Mission):
        resides = next(_places(record, volume), None)
        abroad = resides is not None and getattr(volume.records[resides], "country", None) != record.to
        start = resides if abroad else volume.countries[record.from_].seat
        ends, kind = [volume.countries[record.to].seat if abroad else resides], record.kind
    else:
        return
    for end in ends:
        if start and end:
            yield start, end, kind


def _spec(
    spots: dict[str, tuple[float, float]],
    positions: dict[str, tuple[float, float]],
    names: dict[str, str],
    lines: Counter[Link],
    window: Window,
) -> Spec:
    """Return the specification: land, lines, places, names."""
    projection = {
        "type": "mercator",
        "scale": window.scale,
        "translate": [window.left, window.top],
        "clipExtent": [[0, 0], [window.width, window.height]],
    }
    ordered = sorted(lines.items(), key=lambda item: (_kinds().index(item[0][2]), item[0]))
    drawn = [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [positions[one][::-1], positions[other][::-1]]},
            "properties": {"kind": kind, "count": count, "label": f"{names[one]} – {names[other]}: {kind}, {count}"},
        }
        for (one, other, kind), count in ordered
    ]
    kinds = [kind for kind in _kinds() if any(link[2] == kind for link in lines)]
    hues = dict(zip(DASHES, HUES, strict=False))
    points = [
        {"key": key, "longitude": at[1], "latitude": at[0], "label": names[key], "href": link_to(key)}
        for key, at in positions.items()
    ]
    labels = [{"text": names[key], "x": x, "y": y, "align": align} for key, x, y, align in _labels(spots, names)]
    layers: list[Spec] = [
        {
            "data": {"values": land(), "format": {"type": "topojson", "feature": "land"}},
            "mark": {"type": "geoshape", "fill": "var(--figure-hair)", "fillOpacity": 0.6, "aria": False},
            "projection": projection,
        },
        {
            "data": {"values": drawn},
            "mark": {"type": "geoshape", "filled": False},
            "projection": projection,
            "encoding": {
                "stroke": _by_kind(kinds, [hues[kind.removesuffix(UNCONFIRMED)] for kind in kinds]),
                "strokeDash": _by_kind(kinds, [DASHES.get(kind, DOTS) for kind in kinds]),
                # Visits lie broad and pale below the lines of posts, which often join the same places.
                "strokeWidth": _by_kind(kinds, [7 if kind == VISIT else 2 for kind in kinds]),
                "opacity": _by_kind(kinds, [0.3 if kind == VISIT else 1 for kind in kinds]),
                "description": {"field": "properties.label"},
            },
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


def _kinds() -> list[str]:
    """Return the kinds of lines in the order of the legend."""
    return [kind + doubt for kind in DASHES for doubt in ("", UNCONFIRMED)]


def _labels(spots: dict[str, tuple[float, float]], names: dict[str, str]) -> Iterator[tuple[str, float, float, str]]:
    """Yield where each name stands: right of its place, left, above or below, where nothing else stands yet."""
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots.values()]
    for key, (x, y) in sorted(spots.items(), key=lambda item: item[1]):
        wide = len(names[key]) * LETTER_WIDTH * 1.1
        choices = [
            (x + 9, y, "left", (x + 7, y - 8, x + 9 + wide, y + 8)),
            (x - 9, y, "right", (x - 9 - wide, y - 8, x - 7, y + 8)),
            (x, y - 14, "center", (x - wide / 2, y - 22, x + wide / 2, y - 7)),
            (x, y + 15, "center", (x - wide / 2, y + 7, x + wide / 2, y + 23)),
        ]
        free = next((choice for choice in choices if not any(_meet(choice[3], box) for box in taken)), choices[0])
        taken.append(free[3])
        yield key, round(free[0], 1), round(free[1], 1), free[2]


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
