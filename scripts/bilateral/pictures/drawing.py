"""Draw a specification as SVG, the same bytes for the same specification, and turn that into what each format takes.

Vega-Lite by vl-convert: its JavaScript is in the wheel, it needs no browser and no network. Typst makes a PDF of a
picture for LaTeX, which cannot take SVG.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from types import ModuleType

from bilateral.direction import END, RIGHT_TO_LEFT, Direction, isolated
from bilateral.pictures.canvas import FONT, LINK
from bilateral.pictures.outlines import with_outlines
from bilateral.pictures.picture import Spec
from bilateral.pictures.widths import with_widths
from bilateral.standing import SYMBOLS, standing_name

VERSION = "6.1"
FONTCONFIG = "FONTCONFIG_FILE"
"""The variable of the environment that tells programs on Linux where fonts are."""
NO_FONTS = Path(__file__).with_name("fonts.conf")
WEB_FONTS = "'Liberation Sans', Arial, Helvetica, sans-serif"
PRINT_FONTS = "Libertinus Serif"
"""Narrower than the font that was measured, and in the wheel of Typst."""
PRINT_COLOURS = {
    "ink": "#1d2624",
    "faint": "#56625f",
    "hair": "#d5d8d3",
    "paper": "#ffffff",
    "1": "#539b8e",
    "2": "#522323",
    "3": "#574f19",
    "4": "#3a546b",
    "5": "#953cba",
    "6": "#789c2d",
    "7": "#a67c59",
}
BOOK_COLOURS = {
    "ink": "currentColor",
    "faint": "currentColor",
    "hair": "#8a8f8c",
    "paper": "transparent",
    "1": "#359d98",
    "2": "#95481c",
    "3": "#665848",
    "4": "#334fe0",
    "5": "#8b3895",
    "6": "#809f0d",
    "7": "#ab8f65",
}
"""For e-books, which readers turn to white on black: what is written takes their colour, the rest is seen on both."""
_COLOUR = re.compile(r"var\(--figure-(\w+)\)")
_ROOT = re.compile(r'^<svg [^>]*? width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" viewBox="(?P<box>[^"]+)">')
_NAMED = {symbol: standing for standing, symbol in SYMBOLS.items()}
_MARKED = re.compile(rf' ([{"".join(SYMBOLS.values())}])"')
"""A mark at the end of what an element of a drawing says: a screen reader would read out the shape."""
_LINKED = re.compile(rf'<a xlink:href="[^"]*{LINK}(?P<record>[^"]+)"[^>]*>(?P<inner>.*?)</a>', re.DOTALL)
_ID = re.compile(r'(?P<before>\bid="|url\(#)(?P<id>(?P<stem>[a-z_]+)\d+)')
_WORDS = re.compile(r">([^<]+)<")
_TEXT = re.compile(r"(?P<begin><text) [^>]*>(?P<words>.*?)</text>", re.DOTALL)
_NAMED_BY = re.compile(r'(?P<begin><(?:a|path|rect|circle|line))(?= )[^>]*? aria-label="(?P<words>[^"]*)"')
_YEAR = re.compile(r", \d[\d–]*$")
_TAGS = re.compile(r"<[^>]*>")
_SIGNS = re.compile(rf"[\u2066-\u2069→{''.join(SYMBOLS.values())}]")
_PLACED = re.compile(r'(<text [^>]*?)text-anchor="(\w+)"([^>]*? transform="[^"]*)"')
_SHIFT = re.compile(r'<g [^>]*?transform="translate\(([\d.]+),')
_LEGEND = re.compile(r'<g class="mark-group role-legend"')
_GROUP = re.compile(r"<g\b|</g>")
_ROLES = re.compile(r' (?:role|aria-roledescription)="[^"]*"')

_running = False
"""Whether the library runs; a copy of this process would have it without its threads."""


@cache
def vega() -> ModuleType:
    """Return the library, which measures words with its own fonts and those of a volume.

    It would look for those of the machine too: another one would place words elsewhere, and to open the file of such a
    font for each word takes as long as all else that it does.
    """
    import vl_convert  # late: a build in which no picture has changed does without

    others = os.environ.get(FONTCONFIG)  # of programs that this one starts
    os.environ[FONTCONFIG] = str(NO_FONTS)
    try:
        vl_convert.register_font_directory(str(NO_FONTS.parent / "no-fonts"))  # to look for fonts now
    finally:
        del os.environ[FONTCONFIG]
        if others is not None:
            os.environ[FONTCONFIG] = others
    return vl_convert


def start() -> None:
    """Start the library, which takes ten times as long as to draw."""
    svg_of({"mark": "point"})


def is_running() -> bool:
    """Tell whether the library runs in this process."""
    return _running


def written(spec: Spec) -> str:
    """Return a specification as text."""
    return json.dumps(spec, ensure_ascii=False)


def svg_of(spec: Spec) -> str:
    """Return the picture of a specification as SVG, with the names of colours and the links of ``canvas``."""
    global _running  # noqa: PLW0603  (as the library itself)
    _running = True
    svg = _renumbered(vega().vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[]))
    # Vega draws the edge of a letter over the letter; here it is a halo, which lies below.
    return svg.replace("<text ", '<text paint-order="stroke" ')


def _renumbered(svg: str) -> str:
    """Count the ids from 0 on in each picture: Vega goes on counting in all that a process draws."""
    found: dict[str, str] = {}
    for match in _ID.finditer(svg):
        found.setdefault(match["id"], f"{match['stem']}{len(found)}")
    return _ID.sub(lambda match: f"{match['before']}{found[match['id']]}", svg)


def with_directions(svg: str, direction: Direction, *, is_map: bool = False) -> str:
    """Return a picture in whose words what goes the other way is kept apart.

    From right to left, time and legends go so too, and an arrow to what is later; a map stays as the earth is.
    """
    if direction == "ltr":
        return _WORDS.sub(lambda match: f">{isolated(match[1], direction)}<", svg)
    svg = _WORDS.sub(lambda match: f">{RIGHT_TO_LEFT}{isolated(match[1], direction)}{END}<", svg.replace("→", "←"))
    svg = svg.replace("<g", '<g direction="ltr"', 1)  # anchors of words are told by where they begin
    root, shift = _ROOT.match(svg), _SHIFT.search(svg)
    if root is None:
        return svg
    if not is_map:
        inner = svg[root.end() : -len("</svg>")]
        return f"{root[0]}{_turned(inner, float(root['width']))}</svg>"
    within = float(root["width"]) - 2 * float(shift[1] if shift else 0)
    for legend in _legends(svg):
        svg = svg.replace(legend, _turned(legend, within))
    return svg


def _turned(part: str, width: float) -> str:
    """Return a part of a picture as in a mirror, with words that can be read."""
    words = _PLACED.sub(r'\1text-anchor="{\2}"\3 scale(-1,1)"', part)
    words = words.replace('"{start}"', '"end"').replace('"{end}"', '"start"').replace('"{middle}"', '"middle"')
    return f'<g transform="translate({width:g},0) scale(-1,1)">{words}</g>'


def _legends(svg: str) -> list[str]:
    """Return the legends of a drawing: each is a group, which holds others."""
    found = []
    for match in _LEGEND.finditer(svg):
        depth = 0
        for edge in _GROUP.finditer(svg, match.start()):
            depth += -1 if edge[0] == "</g>" else 1
            if depth == 0:
                found.append(svg[match.start() : edge.end()])
                break
    return found


def with_languages(svg: str, languages: Mapping[str, str]) -> str:
    """Return a picture in which a label that is one of these texts says its language; a year and a sign may end it."""

    def said(match: re.Match[str]) -> str:
        words = " ".join(_SIGNS.sub("", unescape(_TAGS.sub(" ", match["words"]))).split())
        language = languages.get(words) or languages.get(_YEAR.sub("", words))
        return (
            f'{match["begin"]} xml:lang="{language}"{match[0].removeprefix(match["begin"])}' if language else match[0]
        )

    return _NAMED_BY.sub(said, _TEXT.sub(said, svg)) if languages else svg


def on_screen(
    svg: str,
    alt: str,
    label: str,
    address_of: Callable[[str], str],
    colours: Mapping[str, str] | None,
    *,
    locale: str,
) -> str:
    """Return a picture for a page: named, its marks linked, its colours those of the page's style or the ones given.

    ``address_of`` returns the address of a record, or "" where it has none.
    """
    svg = _MARKED.sub(lambda match: f', {standing_name(_NAMED[match[1]], locale)}"', svg)
    svg = _LINKED.sub(lambda match: _link(match, address_of), svg)
    svg = with_widths(svg).replace(f'font-family="{FONT}"', f'font-family="{WEB_FONTS}"')
    svg = _ROLES.sub("", svg).replace(' class="marks"', "")
    svg = re.sub(r"(<g [^>]*?) aria-label=\"[^\"]*\"", r"\1", svg)
    svg = re.sub(r"<(path|rect|circle|line) aria-label=", r'<\1 role="img" aria-label=', svg)
    svg = re.sub(r"(\bid=\"|url\(#)", rf"\g<1>{label}.", svg)
    if colours is not None:
        # The schema of e-books knows no order of painting, and on their paper, which is not coloured, no halo is seen.
        svg = _COLOUR.sub(lambda match: colours[match[1]], svg).replace(' paint-order="stroke"', "")
    return _ROOT.sub(lambda match: _root(match, alt), svg, count=1)


def _root(match: re.Match[str], alt: str) -> str:
    name = alt.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" class="picture"'
        ' role="group"'
        f' aria-label="{name}" width="{match["width"]}" height="{match["height"]}" viewBox="{match["box"]}">'
    )


def _link(match: re.Match[str], address_of: Callable[[str], str]) -> str:
    address = address_of(match["record"])
    label = re.search(r'aria-label="([^"]*)"', match["inner"])
    inner = re.sub(r' aria-label="[^"]*"', "", match["inner"])
    if not address:
        return inner
    name = f' aria-label="{label[1]}"' if label else ""
    title = f"<title>{label[1]}</title>" if label else ""
    return f'<a xlink:href="{address}" href="{address}"{name}>{title}{inner}</a>'


def on_paper(svg: str, fonts: Iterable[Path] = ()) -> str:
    """Return a picture for print: in the colours and the font of print, without links.

    ``fonts`` are folders with what the fonts of the press lack.
    """
    svg = _LINKED.sub(lambda match: match["inner"], svg)
    svg = svg.replace(f'font-family="{FONT}"', f'font-family="{PRINT_FONTS}"')
    return with_outlines(_COLOUR.sub(lambda match: PRINT_COLOURS[match[1]], svg), fonts)


def pdf_of(svg: str, fonts: Iterable[Path] = ()) -> bytes:
    """Return a picture for print on a page of its own size."""
    import typst  # late: a build without LaTeX does without

    folders = list(fonts)
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.picture), format: "svg")'
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders])
    compiler = typst.Compiler(source.encode(), font_paths=found, sys_inputs={"picture": on_paper(svg, folders)})
    pdf = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(pdf, bytes)  # a picture is one page
    return pdf
