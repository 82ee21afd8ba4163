"""Draw the cover from the title page data, with Typst, and hand the countries' colours to the style sheets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from sphinx.application import Sphinx

from bilateral.volume import Volume
from records.loading import volume_of

TEMPLATE = Path(__file__).with_name("cover.typ")
PAGE = Path(__file__).with_name("typst") / "cover-page.typ"
PIXELS_PER_INCH = 192.0


def cover_data(volume: Volume) -> dict[str, Any]:
    """Return what a cover shows."""
    edition = volume.edition
    return {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "edition": f"{edition.edition} · {edition.published.earliest.year}",
        "countries": [volume.countries[code].name for code in edition.parties],
        "colours": [list(volume.countries[code].colours) or ["#444444"] for code in edition.parties],
    }


def draw(app: Sphinx) -> None:
    """Write ``cover.png`` (1600 by 2560 pixels) and ``volume.css`` among the static files of an HTML builder."""
    if app.builder.format != "html":
        return
    data = {"language": volume_of(app).edition.language.partition("-")[0], **cover_data(volume_of(app))}
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    _draw_cover(folder / "cover.png", json.dumps(data, sort_keys=True), Path(app.doctreedir) / "cover.json")
    _write_colours(folder / "volume.css", data["colours"])


def _draw_cover(target: Path, data: str, note: Path) -> None:
    """Draw the cover, unless the one there was drawn from the same data and template, as ``note`` remembers."""
    inputs = json.dumps({"data": data, "template": TEMPLATE.read_text("utf-8"), "page": PAGE.read_text("utf-8")})
    if target.exists() and note.exists() and note.read_text("utf-8") == inputs:
        return
    compiler = typst.Compiler(str(TEMPLATE), ignore_system_fonts=True, sys_inputs={"cover": data})
    image = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    assert isinstance(image, bytes)  # one page gives one picture
    target.write_bytes(image)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(inputs, "utf-8")


def _write_colours(target: Path, colours: list[list[str]]) -> None:
    """Write the colours of the two countries as style sheet variables: bands, sharp at their edges."""
    lines = []
    for name, bands in zip(("first", "second"), colours, strict=True):
        stops = [
            f"{colour} {100 * index / len(bands):.2f}% {100 * (index + 1) / len(bands):.2f}%"
            for index, colour in enumerate(bands)
        ]
        lines.append(f"  --book-{name}-bands: {', '.join(stops)};")
    target.write_text("\n".join([":root {", *lines, "}", ""]), "utf-8")


def setup(app: Sphinx) -> None:
    """Draw before pages are written, which link to the style sheet."""
    app.connect("builder-inited", draw)
