"""Draw the cover of the e-book and the picture that goes with a shared address, from the title page, with Typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from sphinx.application import Sphinx

from bilateral.direction import direction_of, isolated
from bilateral.volume import Volume
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect

COVER = Path(__file__).with_name("cover.typ")
CARD_TEMPLATE = Path(__file__).with_name("card.typ")
CARD, CARD_SIZE = "card.png", (1200, 630)
PAGE = Path(__file__).with_name("cover-page.typ")
PIXELS_PER_INCH = 192.0


def cover_data(volume: Volume) -> dict[str, Any]:
    """Return what a cover shows."""
    edition = volume.edition
    return {
        "title": edition.title,
        "subtitle": isolated(edition.subtitle, direction_of(edition.language)),
        "edition": f"{edition.edition} · {edition.published.earliest.year}",
        "countries": [volume.countries[code].name for code in edition.parties],
        "colours": [list(volume.countries[code].colours) or ["#444444"] for code in edition.parties],
    }


def draw(app: Sphinx) -> None:
    """Write ``cover.png`` (1600 by 2560 pixels) for the e-book, ``card.png`` (1200 by 630) for the web book."""
    if app.builder.format != "html":
        return
    data = {"language": volume_of(app).edition.language.partition("-")[0], **cover_data(volume_of(app))}
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    name, template, resolution = (
        ("cover.png", COVER, PIXELS_PER_INCH) if app.builder.name == "epub" else (CARD, CARD_TEMPLATE, 144.0)
    )
    note = Path(app.doctreedir) / f"{name}.json"
    _draw(template, resolution, folder / name, json.dumps(data, sort_keys=True), note)


def _draw(template: Path, resolution: float, target: Path, data: str, note: Path) -> None:
    """Draw a picture, unless the one there was drawn from the same data and template, as ``note`` remembers."""
    inputs = json.dumps({"data": data, "template": template.read_text("utf-8"), "page": PAGE.read_text("utf-8")})
    if target.exists() and note.exists() and note.read_text("utf-8") == inputs:
        return
    compiler = typst.Compiler(str(template), ignore_system_fonts=True, sys_inputs={"cover": data})
    image = compiler.compile(format="png", ppi=resolution)
    assert isinstance(image, bytes)  # one page gives one picture
    target.write_bytes(image)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(inputs, "utf-8")


def setup(app: Sphinx) -> None:
    """Draw before pages are written."""
    connect(app, Phase.BUILDER, draw)
