"""The globe on a plane: Mercator's projection of a window that holds the places of a map, and the outlines of the land.

The outlines are those of Natural Earth (public domain), version 4.1.0 at 1:110 million, as TopoJSON by world-atlas.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LAND = Path(__file__).with_name("land-110m.json")
MARGIN = 0.12
"""The share of the window that is left free on each side."""
HALF = 180.0
"""Half the way around the globe, in degrees."""
SHAPE = 0.56
"""Height of a map by its width."""


@dataclass(frozen=True)
class Window:
    """What of the globe is seen: pixels of a radian, and where the origin of longitude and latitude lies."""

    width: int
    height: int
    scale: float
    left: float
    top: float
    turned: float = 0.0
    """By how many degrees the globe is turned, so that both sides of the Pacific lie together."""

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a position lies, in pixels from the upper left corner."""
        east = _turned(longitude, self.turned)
        return self.left + self.scale * math.radians(east), self.top - self.scale * _northing(latitude)


def window_of(positions: list[tuple[float, float]], width: int) -> Window:
    """Return the window that holds positions, with a margin."""
    height = round(width * SHAPE)
    turned = _turn([longitude for _, longitude in positions])
    easts = [math.radians(_turned(longitude, turned)) for _, longitude in positions]
    norths = [_northing(latitude) for latitude, _ in positions]
    wide, high = max(easts) - min(easts), max(norths) - min(norths)
    scale = min(
        width * (1 - 2 * MARGIN) / max(wide, 0.05),
        height * (1 - 2 * MARGIN) / max(high, 0.05),
    )
    middle = (max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2
    return Window(width, height, scale, width / 2 - scale * middle[0], height / 2 + scale * middle[1], turned)


def _turn(longitudes: list[float]) -> float:
    """Return by how much the globe is turned: by half where places lie closer together across the Pacific."""
    across = [_turned(longitude, HALF) for longitude in longitudes]
    return HALF if max(across) - min(across) < max(longitudes) - min(longitudes) else 0.0


def _turned(longitude: float, turned: float) -> float:
    return (longitude + turned + HALF) % (2 * HALF) - HALF if turned else longitude


def _northing(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


@cache
def land() -> dict[str, Any]:
    """Return the outlines of the land as TopoJSON."""
    found: dict[str, Any] = json.loads(LAND.read_text("utf-8"))
    return found
