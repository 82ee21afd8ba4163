"""The kinds of pictures, and drawing one by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bilateral.pictures.picture import Picture, Request
from bilateral.pictures.timeline import timeline
from bilateral.volume import Volume


@dataclass(frozen=True)
class Kind:
    """One kind of picture, with the options that it takes."""

    summary: str
    draw: Callable[[Volume, Request, str], Picture]
    options: frozenset[str]


PICTURES: dict[str, Kind] = {
    "timeline": Kind("Dated records on an axis of time.", timeline, frozenset({"kind", "only", "period"})),
}


def draw(name: str, volume: Volume, request: Request, locale: str) -> Picture:
    """Decide what a picture shows.

    Raises:
        QueryError: where the request cannot be answered.

    """
    return PICTURES[name].draw(volume, request, locale)
