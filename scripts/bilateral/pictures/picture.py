"""What a picture is, and what a directive may ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bilateral.dates import Edtf
from bilateral.render import Table

Spec = dict[str, Any]
"""A specification in Vega-Lite."""


@dataclass(frozen=True)
class Request:
    """Filters of a picture. Empty tuples and None mean: no restriction.

    ``kind`` chooses collections or kinds of records, ``ids`` single records, ``period`` those whose date touches it.
    """

    kind: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    period: Edtf | None = None
    width: int = 680


@dataclass(frozen=True)
class Picture:
    """A picture before it is drawn.

    ``alt`` says in a sentence or two what is to be seen; ``description`` is the same in rows, for who cannot see it.
    ``records`` are those that a mark stands for, each once, in the order of the marks. ``is_map`` tells what has its
    left and right of the earth.
    """

    spec: Spec
    alt: str
    description: Table
    records: tuple[str, ...] = field(default=())
    is_map: bool = False
