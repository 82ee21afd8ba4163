"""Places in chapters, as the domain remembers them."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A place in a chapter."""

    docname: str
    line: int


class Telling(NamedTuple):
    """A place that tells a fact, with the labels of the sections around it, the innermost first."""

    docname: str
    line: int
    labels: tuple[str, ...]
