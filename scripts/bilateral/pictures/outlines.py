"""Words of printed pictures whose letters are made of several glyphs, as outlines.

In a picture, Typst gives each letter's text to its first glyph alone, and refuses an archival PDF in which the others
have none: vowels of Thai and Hindi, points of Hebrew and Arabic. In its own text it knows better, so it sets them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.glyphs import lacking_in
from bilateral.text import characters_of

if TYPE_CHECKING:
    import typst

_TEXT = re.compile(r"<text (?P<attributes>[^>]*)>(?P<lines>[^<]+|(?:<tspan[^>]*>[^<]+</tspan>)+)</text>")
_LINE = re.compile(r"(?:<tspan(?P<attributes>[^>]*)>)?(?P<words>[^<]+)")
_PAGE = re.compile(
    r"<svg (?P<box>viewBox=\S+ \S+ (?P<width>[\d.]+) [^>]*?\") width=[^>]*>(?P<inner>.*)</svg>", re.DOTALL
)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TRIED = '#image(bytes(sys.inputs.picture), format: "svg")'
_SET = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#let inputs = json(bytes(sys.inputs.words))
#set text(font: inputs.fonts, top-edge: "baseline", bottom-edge: "baseline")
#for line in inputs.lines {
  let look = (size: line.size * 1pt, fill: rgb(line.fill), style: line.style, weight: line.weight)
  page(text(..look, v(1em) + line.words))
}"""
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@cache
def _composed() -> re.Pattern[str]:
    """Return what fonts may make several glyphs of; only pictures for print ask for it."""
    return re.compile(rf"[{characters_of('[[:M:][:bc=AL:][:Line_Break=SA:]]')}]")


def with_outlines(svg: str, folders: Iterable[Path]) -> str:
    """Return a picture for print, with outlines in the place of words that no archival PDF could have as text."""
    if not _composed().search(svg):
        return svg
    import typst  # late: hardly any picture needs it

    folders = list(folders)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders])
    try:
        typst.Compiler(_TRIED.encode(), font_paths=fonts, sys_inputs={"picture": svg}).compile(
            format="pdf", timestamp=0, pdf_standards=["a-2u"]
        )
    except typst.TypstError:
        return _outlined(svg, fonts, folders)
    return svg


def _outlined(svg: str, fonts: typst.Fonts, folders: list[Path]) -> str:
    def is_outlined(text: re.Match[str]) -> bool:
        """Tell whether a text becomes outlines; one that no font has stays, and is refused with its name."""
        return bool(_composed().search(text["lines"])) and not lacking_in(unescape(text["lines"]), folders)

    lines: list[dict[str, Any]] = []
    for match in filter(is_outlined, _TEXT.finditer(svg)):
        look = dict(_ATTRIBUTE.findall(match["attributes"]))
        lines += [
            {
                "words": unescape(line["words"]),
                "size": float(look["font-size"].removesuffix("px")),
                "fill": look["fill"],
                "style": look.get("font-style", "normal"),
                "weight": look.get("font-weight", "regular").replace("normal", "regular"),
            }
            for line in _LINE.finditer(match["lines"])
        ]
    if not lines:
        return svg
    import typst  # late: as above

    own = ["Libertinus Serif", "New Computer Modern"]
    names = [*own, *(name for name in fonts.families() if name not in own and not name.endswith(("Math", "Mono")))]
    words = json.dumps({"lines": lines, "fonts": [*names, "DejaVu Sans Mono"]})
    compiler = typst.Compiler(_SET.encode(), font_paths=fonts, sys_inputs={"words": words})
    pages = compiler.compile(format="svg")
    drawn = iter(zip(lines, pages if isinstance(pages, list) else [pages], strict=True))

    def outline(match: re.Match[str]) -> str:
        if not is_outlined(match):
            return match[0]
        look = dict(_ATTRIBUTE.findall(match["attributes"]))
        down, parts = 0.0, []
        for line in _LINE.finditer(match["lines"]):
            place = dict(_ATTRIBUTE.findall(line["attributes"] or ""))
            down += float(place.get("dy", 0))
            said, page = next(drawn)
            shape = _PAGE.fullmatch(page.decode()) if page else None
            assert shape is not None  # Typst's own
            across = float(place.get("x", 0)) - _ANCHORS[look.get("text-anchor", "start")] * float(shape["width"])
            at = f'x="{across:.2f}" y="{down - said["size"]:.2f}" width="{shape["width"]}" height="{said["size"]}"'
            parts.append(f'<svg {at} {shape["box"]} overflow="visible">{shape["inner"]}</svg>')
        return f'<g transform="{look.get("transform", "")}">{"".join(parts)}</g>'

    return _TEXT.sub(outline, svg)
