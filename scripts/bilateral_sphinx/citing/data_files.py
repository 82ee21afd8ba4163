"""Publish the data that the book is made from, as files beside the web book."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from bilateral.anchors import DATA
from bilateral.citation import FORMATS, describe, item_of, source_items
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.web.builders import is_web

RELATIONS = "relations.yaml"
SCHEMA = "relations.schema.json"
BIBLIOGRAPHY = "references.bib"
MEDIA_TYPES = {RELATIONS: "application/yaml", BIBLIOGRAPHY: "application/x-bibtex"}


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write what the editors keep, and bibliography and book as other programs read them."""
    if exception is not None or not is_web(app):
        return
    source = Path(app.srcdir)
    kept = [source / "data" / RELATIONS, source / "data" / SCHEMA, source / BIBLIOGRAPHY]
    files = {path.name: path.read_text("utf-8") for path in kept if path.exists()}
    volume = volume_of(app)
    items = source_items(volume, tuple(volume.sources))
    stem = Path(BIBLIOGRAPHY).stem
    files |= {f"{stem}.{form.suffix}": form.write(items) for form in FORMATS if form.suffix != "bib"}
    book = item_of(describe(volume.edition))
    files |= {f"{volume.edition.name}.{form.suffix}": form.write([book]) for form in FORMATS}
    mirror(Path(app.outdir, DATA), files)


def setup(app: Sphinx) -> None:
    """Write when the book is whole."""
    connect(app, Phase.FINISHED, write)
