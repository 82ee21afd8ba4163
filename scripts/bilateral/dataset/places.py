"""The places of the dataset as GeoJSON: where places, posts and visits are.

Source: RFC 7946.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bilateral.anchors import permanent_address
from bilateral.dating import date_of
from bilateral.model import Record
from bilateral.text import json_lines
from bilateral.volume import Volume

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""
HALF = 180.0
"""The longitude at which the world is cut."""


def geojson_file(volume: Volume) -> bytes:
    """Return each record that lies somewhere: a place as a point, others as the points and lines that maps draw."""
    features = [found for record in volume.records.values() if (found := _feature(record, volume))]
    return json_lines({"type": "FeatureCollection", "features": features}).encode()


def _feature(record: Record, volume: Volume) -> dict[str, Any] | None:
    kind = volume.kind_of(record)
    points = [point for key in kind.places(record) if (point := _point(key, volume))]
    lines = [
        (start, end)
        for line in kind.lines(record, volume)
        if (start := _point(line.start, volume)) and (end := _point(line.end, volume)) and start != end
    ]
    geometry = _geometry(points, lines)
    if geometry is None:
        return None
    date = date_of(record)
    properties = {
        "collection": kind.name,
        "title": volume.mention(record.id),
        "date": None if date is None else str(date),
        "address": permanent_address(volume.edition, record.id),
    }
    return {"type": "Feature", "id": record.id, "geometry": geometry, "properties": properties}


def _point(key: str | None, volume: Volume) -> Point | None:
    """Return where a place is; a building without a position is where its city is."""
    place = volume.places.get(key or "")
    if place is None:
        return None
    if place.position is None:
        return _point(place.within, volume)
    north, east = place.position
    return float(east), float(north)


def _geometry(points: list[Point], lines: list[tuple[Point, Point]]) -> dict[str, Any] | None:
    """Return lines where there are any, else points."""
    parts = [part for line in lines for part in cut(*line)]
    found: Iterable[Any] = parts or points
    shape = "LineString" if parts else "Point"
    listed = [[list(point) for point in part] if parts else list(part) for part in found]
    if len(listed) > 1:
        return {"type": f"Multi{shape}", "coordinates": listed}
    return {"type": shape, "coordinates": listed[0]} if listed else None


def cut(start: Point, end: Point) -> list[list[Point]]:
    """Return the line by the short way; one that crosses the meridian of 180 degrees is cut there, as the RFC asks."""
    if abs(end[0] - start[0]) <= HALF:
        return [[start, end]]
    side = HALF if start[0] > 0 else -HALF
    beyond = end[0] + 2 * side
    share = (side - start[0]) / (beyond - start[0])
    north = start[1] + share * (end[1] - start[1])
    return [[start, (side, north)], [(-side, north), end]]
