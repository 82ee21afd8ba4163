"""Draw the cover from the title page data, with Typst: the same bytes wherever it is drawn."""

from __future__ import annotations

import json
from pathlib import Path

import typst
from records.loading import volume_of
from sphinx.application import Sphinx
from sphinx.config import Config

TEMPLATE = Path(__file__).with_name("cover.typ")
PIXELS_PER_INCH = 192.0


def draw(app: Sphinx, config: Config) -> None:
    """Write ``cover.png`` (1600 by 2560 pixels) into a folder of static files beside the doctrees."""
    volume = volume_of(app)
    edition = volume.edition
    data = {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "edition": f"{edition.edition} · {edition.published.earliest.year}",
        "countries": [volume.countries[code].name for code in edition.parties],
        "colours": [list(volume.countries[code].colours) or ["#444444"] for code in edition.parties],
    }
    folder = Path(app.doctreedir).parent / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    target, note = folder / "cover.png", folder.parent / "cover.json"
    inputs = {"cover": json.dumps(data, sort_keys=True), "template": TEMPLATE.read_text("utf-8")}
    if not target.exists() or not note.exists() or json.loads(note.read_text("utf-8")) != inputs:
        image = typst.Compiler(str(TEMPLATE), ignore_system_fonts=True, sys_inputs={"cover": inputs["cover"]}).compile(
            format="png", ppi=PIXELS_PER_INCH
        )
        assert isinstance(image, bytes)  # one page gives one picture
        target.write_bytes(image)
        note.write_text(json.dumps(inputs), "utf-8")
    config.html_static_path = [*config.html_static_path, str(folder)]


def setup(app: Sphinx) -> None:
    """Draw once the data has been loaded."""
    app.connect("config-inited", draw, priority=300)
