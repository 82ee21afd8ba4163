"""Publish the data that the book is made from: beside the web book, and as a format of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole
from sphinx.util.osutil import relative_uri

from bilateral.anchors import RELATIONS
from bilateral.citation import FORMATS, describe, item_of, source_items
from bilateral.dataset import (
    DESCRIPTOR,
    Origin,
    archive,
    archive_name,
    dataset_files,
    is_made_of,
    media_types,
    origin_of,
    unpacked,
)
from bilateral.files import LOCALE
from bilateral.formats.folders import DATA
from bilateral.messages import catalogue_path
from bilateral.model import Edition
from bilateral.translation import DOMAIN
from bilateral.volume import Volume
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, PostTransforms, connect
from bilateral_sphinx.press import PRESS
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.web.builders import is_web

SCHEMA = "relations.schema.json"
BIBLIOGRAPHY = "references.bib"
BIBTEX = "application/x-bibtex"
TYPST = "typst"


def published(edition: Edition) -> dict[str, str]:
    """Return the files that hold data and bibliography whole, each with its media type."""
    return {**media_types(edition), RELATIONS: "application/yaml", BIBLIOGRAPHY: BIBTEX}


class DatasetBuilder(Builder):
    """Writes no page: the dataset is made of the data alone, when the build is finished."""

    name = "dataset"
    format = "dataset"
    allow_parallel = True
    epilog = "The dataset is in %(outdir)s."

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield nothing."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: no page is written here."""
        return ""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write nothing: ``write`` follows."""


class dataset_link(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801  (docutils names node classes so)
    """Words that lead to the archive of the dataset, wherever a format has it."""


class DatasetRole(SphinxRole):
    """``dataset``: words that lead to the archive."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words; where they lead is known when they are written."""
        return [dataset_link("", self.text)], []


class LinkDataset(SphinxPostTransform):
    """Let words lead to the archive: on the web, the one beside the page; elsewhere, by its address."""

    default_priority = PostTransforms.FIRST

    def run(self, **kwargs: Any) -> None:
        """Make links of the words."""
        edition = volume_of(self.env).edition
        path = f"{DATA}/{archive_name(edition)}"
        app = app_of(self.env)
        own = relative_uri(app.builder.get_target_uri(self.env.current_document.docname), path)
        address = own if is_web(app) else f"{edition.address}{path}"
        for words in list(self.document.findall(dataset_link)):
            words.replace_self(nodes.reference("", "", *words.children, refuri=address, internal=False))


def write(app: Sphinx) -> None:
    """Write the dataset as a format of its own, or beside the web book."""
    if isinstance(app.builder, DatasetBuilder):
        _publish(app, Path(app.outdir))
    elif is_web(app):
        _publish(app, Path(app.outdir, DATA))


def attach(app: Sphinx) -> None:
    """Let the PDF carry data and bibliography: the same files, byte for byte, as are published."""
    if app.builder.name != TYPST:
        return
    folder = Path(app.outdir, DATA)
    _publish(app, folder)
    app.config.typst_attachments = [
        (str(folder / archive_name(volume_of(app).edition)), "data", "application/zip", _("The data of the book")),
        (str(folder / BIBLIOGRAPHY), "source", BIBTEX, _("The bibliography")),
    ]


def _publish(app: Sphinx, folder: Path) -> None:
    """Write the dataset into a folder, unless it is there and made of the same; a format beside may have written it."""
    volume = volume_of(app)
    kept = _kept(Path(app.srcdir), volume)
    origin = origin_of(PRESS, kept)
    if _is_of(folder, origin):
        return
    name = archive_name(volume.edition)
    beside = (_files_of(Path(app.outdir).parent / other / DATA / name, origin) for other in app.config.formats)
    files = {} if volume.own_kinds else next(filter(None, beside), {})  # of their code, nothing is known here
    if not files:
        files = {**kept, **_bibliography(volume), **dataset_files(volume, origin)}
        files[name] = archive(files, volume.edition)
    descriptor = files.pop(DESCRIPTOR)  # by which it is known: it goes first and comes last
    (folder / DESCRIPTOR).unlink(missing_ok=True)
    mirror(folder, {**files, DESCRIPTOR: descriptor})


def _files_of(path: Path, origin: Origin) -> dict[str, bytes]:
    """Return an archive and its files, if it is whole and made of the same; whoever writes it may do so now."""
    with suppress(OSError, BadZipFile, zlib.error, KeyError, ValueError):
        packed = path.read_bytes()
        files = unpacked(packed)
        if is_made_of(files[DESCRIPTOR], origin):
            return {**files, path.name: packed}
    return {}


def is_current(folder: Path, source: Path, volume: Volume) -> bool:
    """Tell whether a dataset that was written is what would be written again."""
    return _is_of(folder, origin_of(PRESS, _kept(source, volume)))


def _is_of(folder: Path, origin: Origin) -> bool:
    descriptor = folder / DESCRIPTOR
    return descriptor.exists() and is_made_of(descriptor.read_bytes(), origin)


def _kept(source: Path, volume: Volume) -> dict[str, bytes]:
    """Return data, schema and bibliography as the editors keep them, and what a translation says in their place."""
    kept = [source / "data" / RELATIONS, source / "data" / SCHEMA, source / BIBLIOGRAPHY]
    if volume.original is not None:
        kept.append(catalogue_path(source / LOCALE, volume.edition.language.replace("-", "_"), DOMAIN))
    return {path.name: path.read_bytes() for path in kept if path.exists()}


def _bibliography(volume: Volume) -> dict[str, bytes]:
    """Return bibliography and book as other programs read them."""
    items, stem = source_items(volume, tuple(volume.sources)), Path(BIBLIOGRAPHY).stem
    found = {f"{stem}.{form.suffix}": form.write(items).encode() for form in FORMATS if form.suffix != "bib"}
    book = item_of(describe(volume.edition))
    return found | {f"{volume.edition.name}.{form.suffix}": form.write([book]).encode() for form in FORMATS}


def setup(app: Sphinx) -> None:
    """Write beside the pages."""
    app.add_builder(DatasetBuilder)
    app.add_node(dataset_link)
    app.add_role("dataset", DatasetRole())
    app.add_post_transform(LinkDataset)
    connect(app, Phase.BESIDE, write)
    connect(app, Phase.BUILDER, attach)
