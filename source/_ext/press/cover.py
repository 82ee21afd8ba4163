"""Draw the cover from the title page data, with Typst, and hand the countries' colours to the style sheets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from sphinx.application import Sphinx
from sphinx.config import Config

from records.loading import volume_of

TEMPLATE = Path(__file__).with_name("cover.typ")
PIXELS_PER_INCH = 192.0


def draw(app: Sphinx, config: Config) -> None:
    """Write ``cover.png`` (1600 by 2560 pixels) into a folder of static files beside the doctrees."""
    volume = volume_of(app)
    edition = volume.edition
    data: dict[str, Any] = {
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
    _write_colours(folder / "volume.css", data["colours"])
    config.html_static_path = [*config.html_static_path, str(folder)]


def _write_colours(target: Path, colours: list[list[str]]) -> None:
    """Write the colours of the two countries as style sheet variables: bands, sharp at their edges."""
    lines = []
    for name, bands in zip(("first", "second"), colours, strict=True):
        stops = [
            f"{colour} {100 * index / len(bands):.2f}% {100 * (index + 1) / len(bands):.2f}%"
            for index, colour in enumerate(bands)
        ]
        lines.append(f"  --book-{name}-bands: {', '.join(stops)};")
    text = "\n".join([":root {", *lines, "}", ""])
    if not target.exists() or target.read_text("utf-8") != text:
        target.write_text(text, "utf-8")


def setup(app: Sphinx) -> None:
    """Draw once the data has been loaded."""
    app.connect("config-inited", draw, priority=300)
