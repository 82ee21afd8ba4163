"""The kinds of pictures, and drawing one by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bilateral.pictures.figures import figures
from bilateral.pictures.lines import lines
from bilateral.pictures.map import world_map
from bilateral.pictures.milestones import milestones
from bilateral.pictures.picture import Picture, Request
from bilateral.pictures.standing import standing
from bilateral.pictures.terms import terms
from bilateral.pictures.timeline import timeline
from bilateral.render import QueryError
from bilateral.volume import Volume


@dataclass(frozen=True)
class Kind:
    """One kind of picture, with the options that it takes."""

    summary: str
    draw: Callable[[Volume, Request, str], Picture]
    options: frozenset[str]


PICTURES: dict[str, Kind] = {
    "timeline": Kind("Dated records on an axis of time.", timeline, frozenset({"kind", "ids", "period"})),
    "map": Kind("Places of records, with lines for visits and posts.", world_map, frozenset({"kind", "ids"})),
    "milestones": Kind("The steps of agreements.", milestones, frozenset({"ids", "period"})),
    "terms": Kind("Terms of office, visits and talks.", terms, frozenset({"ids", "period"})),
    "figures": Kind("Values of series, each unit on an axis of its own.", figures, frozenset({"kind", "ids"})),
    "lines": Kind("Values of series over time, as lines with their gaps.", lines, frozenset({"kind", "ids", "period"})),
    "standing": Kind("How well the statements of each register stand.", standing, frozenset()),
}


def draw(name: str, volume: Volume, request: Request, locale: str) -> Picture:
    """Decide what a picture shows.

    Raises:
        QueryError: where the request cannot be answered.

    """
    kind = PICTURES[name]
    for option in ("kind", "ids", "period"):
        if getattr(request, option) and option not in kind.options:
            allowed = ", ".join(sorted(kind.options)) or "none"
            raise QueryError(f"option '{option}' is not one of '{name}'; its filters: {allowed}")
    return kind.draw(volume, request, locale)
