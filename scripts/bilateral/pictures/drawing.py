"""Draw a specification as SVG, the same bytes for the same specification.

Vega-Lite by vl-convert: its JavaScript is in the wheel, it needs no browser and no network.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

import vl_convert

from bilateral.pictures.picture import Spec

VERSION = "6.1"
_SIZE = re.compile(r'^<svg [^>]*?width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)"[^>]*>')


def svg_of(spec: Spec) -> str:
    """Return the picture as SVG; equal specifications are drawn once."""
    return _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=256)
def _drawn(spec: str) -> str:
    # Vega would read its local time zone; all dates are told as UTC and shown as UTC.
    text: str = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
    return text


def size_of(svg: str) -> tuple[float, float]:
    """Return width and height of a picture, in pixels."""
    match = _SIZE.match(svg)
    assert match is not None  # Vega always writes both
    return float(match["width"]), float(match["height"])
