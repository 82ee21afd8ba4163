"""The two colours of the web book: one of each country, made dark or light enough to be read as text."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

PAPER, NIGHT = "#fdfcf9", "#151a1b"
"""The ground by day and by night; book.css has the same."""
CONTRAST = 7.0
"""What WCAG asks of text at its strictest level (AAA)."""
DULL = 0.25
"""Colours of less saturation are no accents: white, black and greys."""
PLAIN = ("#2f4858", "#6b3f57")
"""For countries that name no colours."""

Rgb = tuple[float, float, float]


def accents(colours: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    """Return an accent for each country, by day and by night; two countries of like colours get unlike accents."""
    chosen: list[Rgb] = []
    for own, plain in zip(colours, PLAIN, strict=True):
        vivid = [colour for colour in map(_rgb, own) if _hls(colour)[2] > DULL]
        vivid.sort(key=lambda colour: (_is_like(colour, chosen), -contrast(colour, _rgb(PAPER))))
        chosen.append(vivid[0] if vivid else _rgb(plain))
    return [(_hex(_readable(colour, PAPER)), _hex(_readable(colour, NIGHT))) for colour in chosen]


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(colour: Rgb, ground: str) -> Rgb:
    """Return the colour, darkened or lightened as far as the ground asks for; by night it loses some of its glare."""
    hue, light, saturation = _hls(colour)
    by_night = _luminance(_rgb(ground)) < 0.2  # noqa: PLR2004  (between any paper and any night)
    saturation = min(saturation, 0.42) if by_night else saturation
    result = colorsys.hls_to_rgb(hue, light, saturation)
    while contrast(result, _rgb(ground)) < CONTRAST and 0 < light < 1:
        light += 0.01 if by_night else -0.01
        result = colorsys.hls_to_rgb(hue, light, saturation)
    return result


def _is_like(colour: Rgb, others: list[Rgb]) -> bool:
    """Tell whether a hue is near another, on the circle of hues."""
    apart = [abs(_hls(colour)[0] - _hls(other)[0]) for other in others]
    return any(min(distance, 1 - distance) < 0.08 for distance in apart)  # noqa: PLR2004  (about 30 degrees)


def _hls(colour: Rgb) -> Rgb:
    return colorsys.rgb_to_hls(*colour)


def _rgb(text: str) -> Rgb:
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)


def _luminance(colour: Rgb) -> float:
    """Return the relative luminance, by the formula of WCAG."""
    bound = 0.04045
    red, green, blue = (part / 12.92 if part <= bound else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
