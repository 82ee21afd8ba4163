"""One style sheet and two scripts for every page, made of their parts; what no page uses is removed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from rcssmin import cssmin
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from bilateral.collation import collation_script
from bilateral.folding import fold_script
from bilateral_sphinx.assets import EPUB_STATIC
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.mirroring import is_mirrored, mirrored, static_folder
from bilateral_sphinx.phases import Assets, Phase, connect
from bilateral_sphinx.seams.static_files import forget_digests
from bilateral_sphinx.seams.theme import STATIC
from bilateral_sphinx.typst.cover import FLAGS, cover_data
from bilateral_sphinx.web.builders import is_web
from bilateral_sphinx.web.palette import accents
from bilateral_sphinx.web.words import FILL, said

HERE = Path(__file__).parent
SHEETS = ("palette", "type", "layout", "contents", "tables", "pictures", "search", "forced", "print")
"""The parts of the style sheet, in order."""
ASIDE = re.compile(r"(?m)^ *(?://.*|/\*.*\*/)?\n|^ +")
"""Lines of a script that are empty or a comment, and indents."""
COUNTRIES = ("first", "second")
ADDRESS = re.compile(r'(?:src|href)="(?:\.\./)*_static/([^"?#]+)')


def remember(app: Sphinx, config: Config) -> None:
    """Make what style sheets and scripts are made from a setting: each page names them with a digest of theirs.

    Sphinx writes pages again when a setting changes, and not when a static file does.
    """
    roots = [Path(app.confdir, name) for name in config.html_static_path]
    files = sorted(path for root in roots for path in (root, *root.rglob("*")) if path.is_file())
    held = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]
    cover = cover_data(volume_of(app))
    config.press_assets = [cover["colours"], cover["flags"], held]


def write(app: Sphinx) -> None:
    """Write style sheet, scripts and icon among the static files, and let every page load them."""
    if not is_web(app):
        return
    cover = cover_data(volume_of(app))
    colours, flags = cover["colours"], cover["flags"]
    static, locale = Path(app.outdir) / "_static", volume_of(app).locale
    sheets = [(HERE / f"styles/{name}.css").read_text("utf-8") for name in SHEETS]
    drawn = [Path(app.doctreedir) / picture for picture in FLAGS]
    style = "\n".join([variables(colours), flag_variables(flags, drawn), *sheets, widths()])
    files = {
        "book.css": cssmin(mirrored(style) if is_mirrored(app) else style) + "\n",
        "mode.js": _script("mode", locale),
        "book.js": "\n".join(
            [
                '(() => {\n"use strict";',
                FILL,
                collation_script(),
                fold_script(),
                _script("page", locale),
                _script("tables", locale),
                _script("csv", locale),
                _script("pictures", locale),
                "})();\n",
            ]
        ),
        "search.js": FILL + _script("search", locale),
        "quoting.js": _script("quoting", locale),
        "icon.svg": icon(colours, flags),
        "colours.css": variables(colours) + "\n",  # for pages that have a style sheet of their own
    }
    mirror(static, files, whole=False)
    forget_digests()
    app.add_css_file("book.css", priority=Assets.FIRST)
    app.add_js_file("mode.js", priority=Assets.FIRST)
    app.add_js_file("book.js", priority=Assets.LIBRARY, loading_method="defer")
    ebook = str(static_folder(app, EPUB_STATIC))
    app.config.html_static_path = [path for path in app.config.html_static_path if path != ebook]


def _script(name: str, locale: str) -> str:
    """Return a script with its words in the language of the book, and without comments and indents of whole lines."""
    return said(ASIDE.sub("", (HERE / f"scripts/{name}.js").read_text("utf-8")), locale)


def variables(colours: list[list[str]]) -> str:
    """Return an accent of each country."""
    found = zip(COUNTRIES, accents(colours), strict=True)
    return "\n".join([":root {", *(f"--book-{name}: light-dark({day}, {night});" for name, (day, night) in found), "}"])


def flag_variables(flags: list[dict[str, Any]], drawn: Sequence[Path]) -> str:
    """Return the picture of each flag, if there are any, and its width in heights.

    ``drawn`` are the drawings of flags that have a file. They stand in the style sheet itself: each is a kilobyte, and
    a file of its own would be one more request for every page.
    """
    lines = []
    for name, picture, flag in zip(COUNTRIES, drawn, flags, strict=False):
        shown = _inline(picture) if "svg" in flag else _bands(flag)
        lines += [f"--book-{name}-flag: {shown};", f"--book-{name}-shape: {flag['shape']:.4g};"]
    return "\n".join([":root {", *lines, "}"])


def _inline(picture: Path) -> str:
    return f'url("data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}")'


def _bands(flag: dict[str, Any]) -> str:
    """Return bands that are sharp at their edges; angles are no sides, which are mirrored in some books."""
    bands = flag["bands"]
    stops = [
        f"{colour} {100 * index / len(bands):.2f}% {100 * (index + 1) / len(bands):.2f}%"
        for index, colour in enumerate(bands)
    ]
    angle = "180deg" if flag["lie"] == "horizontal" else "90deg"
    return f"linear-gradient({', '.join([angle, *stops, stops[-1]])})"


def widths() -> str:
    """Return a class for each width of a column in per cent: the policy of the pages allows no style attributes."""
    return "".join(f"col.w-{width}{{width:{width}%}}" for width in range(1, 101))


def icon(colours: list[list[str]], flags: list[dict[str, Any]]) -> str:
    """Return the icon of the book: an open book, each page in the bands of a country, or in its accent without any."""
    pages = []
    for left, flag, (day, _night) in zip((4.0, 16.5), flags or ({}, {}), accents(colours), strict=True):
        bands, lying = flag.get("bands") or [day], flag.get("lie") == "horizontal"
        wide, high = (11.5, 20 / len(bands)) if lying else (11.5 / len(bands), 20.0)
        for index, colour in enumerate(bands):
            x, y = (left, 6 + high * index) if lying else (left + wide * index, 6.0)
            pages.append(f'<path fill="{colour}" d="M{x:.2f} {y:.2f}h{wide:.2f}v{high:.2f}h-{wide:.2f}z"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        '<rect width="32" height="32" rx="5" fill="#17212b"/><path fill="#fdfcf9" d="M3 5h26v22H3z"/>'
        f"{''.join(pages)}</svg>\n"
    )


def prune(app: Sphinx, exception: Exception | None) -> None:
    """Remove what Sphinx has written and no page loads; what volumes and extensions add stays."""
    if exception is not None or not is_web(app):
        return
    builder = cast("StandaloneHTMLBuilder", app.builder)
    static = Path(app.outdir) / "_static"
    pages = [Path(builder.get_outfilename(name)) for name in (*app.env.all_docs, "genindex", "search")]
    used = {name for page in pages if page.exists() for name in ADDRESS.findall(page.read_text("utf-8"))}
    for name in STATIC - used:
        (static / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Write before pages are; prune after the theme has written its last file."""
    app.add_config_value("press_assets", [], "html", list, "What static files are made from; set by the build.")
    connect(app, Phase.DOWNLOADS, remember)
    connect(app, Phase.ASSETS, write)
    connect(app, Phase.PRUNED, prune)
