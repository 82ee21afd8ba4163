"""Draw the cover of the e-book and the picture that goes with a shared address, from the title page, with Typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from bilateral.direction import direction_of, isolated
from bilateral.glyphs import font_files, lacking_in
from bilateral.reading import DATA_FILE
from bilateral.volume import Volume
from bilateral_sphinx.fonts import font_folders
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect

logger = logging.getLogger(__name__)
COVER = Path(__file__).with_name("cover.typ")
CARD_TEMPLATE = Path(__file__).with_name("card.typ")
CARD, CARD_SIZE = "card.png", (1200, 630)
PAGE = Path(__file__).with_name("cover-page.typ")
FLAG = Path(__file__).with_name("flag.typ")
FLAGS = ("flag-first.png", "flag-second.png")
"""Drawings of flags that have a file, among the doctrees: the style sheet of the web book brings them along."""
PIXELS_PER_INCH = 192.0
BANDS = 1.5
"""The shape of a flag of bands, in which most are flown."""


def cover_data(volume: Volume) -> dict[str, Any]:
    """Return what a cover shows. Flags come as a pair: where that of one is not known, there are none."""
    edition = volume.edition
    colours = [list(volume.countries[code].colours) for code in edition.parties]
    flags = [_flag(volume, code) for code in edition.parties]
    return {
        "direction": direction_of(edition.language),
        "title": edition.title,
        "subtitle": isolated(edition.subtitle, direction_of(edition.language)),
        "edition": f"{edition.edition} · {edition.published.earliest.year}",
        "countries": [volume.countries[code].name for code in edition.parties],
        "colours": colours,
        "flags": flags if all(flags) else [],
    }


def _flag(volume: Volume, code: str) -> dict[str, Any]:
    """Return what a flag is drawn of, its file or its bands, and its width in heights; nothing where it has neither."""
    country = volume.countries[code]
    if flag := volume.flags.get(code):
        return {"svg": flag.svg, "shape": flag.shape}
    if country.bands and country.colours:
        return {"bands": list(country.colours), "lie": country.bands, "shape": BANDS}
    return {}


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
    fonts = font_folders(app.config, Path(app.confdir))
    if lacking := lacking_in(" ".join([data["title"], data["subtitle"], data["edition"], *data["countries"]]), fonts):
        message = "%s lacks characters that no font has: %s; put a font that has them into the folder 'fonts'"
        logger.warning(message, name, lacking, location=str(Path(app.srcdir, DATA_FILE)), type="cover", subtype="font")
    note = Path(app.doctreedir) / f"{name}.json"
    _draw(template, resolution, folder / name, json.dumps(data, sort_keys=True), note=note, folders=fonts)
    if name == CARD:
        for picture, flag in zip(FLAGS, data["flags"], strict=False):
            if "svg" in flag:
                target = Path(app.doctreedir) / picture
                note = target.with_suffix(".json")
                _draw(FLAG, 144.0, target, json.dumps(flag), note=note, folders=fonts)


def _draw(template: Path, resolution: float, target: Path, data: str, *, note: Path, folders: list[Path]) -> None:
    """Draw a picture, unless the one there was drawn from the same data and template, as ``note`` remembers."""
    inputs = json.dumps(
        {
            "data": data,
            "template": template.read_text("utf-8"),
            "page": PAGE.read_text("utf-8"),
            "fonts": [path.name for folder in folders for path in font_files(folder)],
        }
    )
    if target.exists() and note.exists() and note.read_text("utf-8") == inputs:
        return
    import typst  # late: a cover is drawn once

    compiler = typst.Compiler(
        str(template),
        font_paths=[str(folder) for folder in folders],
        ignore_system_fonts=True,
        sys_inputs={"cover": data},
    )
    image = compiler.compile(format="png", ppi=resolution)
    assert isinstance(image, bytes)  # one page gives one picture
    note.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(image)
    note.write_text(inputs, "utf-8")


def setup(app: Sphinx) -> None:
    """Draw before pages are written."""
    connect(app, Phase.BUILDER, draw)
