"""Files beside the web book for programs: linkset, OPDS feed, ONIX message, and what the edition has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sphinx.application import Sphinx

from bilateral.anchors import citations_page
from bilateral.changes import ATOM, JSON, changes_feed, changes_json, changes_of, previous
from bilateral.citation import FORMATS, Download, describe, linkset, onix, opds
from bilateral.citation.linkset import Link, Page
from bilateral.formats import FORMATS as BOOKS
from bilateral.formats.folders import DATA
from bilateral_sphinx.citing.parts import chapter_of
from bilateral_sphinx.dataset import published
from bilateral_sphinx.files import write_if_changed
from bilateral_sphinx.formats.pagination import names_pages
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.toctrees import reading_order
from bilateral_sphinx.typst.cover import CARD
from bilateral_sphinx.web.builders import is_web

LINKSET, OPDS, ONIX = "linkset.json", "opds.json", "onix.xml"


def page_of(app: Sphinx, docname: str) -> Page | None:
    """Return the page of the book or of a chapter, with what belongs to it; None where it is neither."""
    edition = volume_of(app).edition
    chapter = chapter_of(app.env, docname)
    described = describe(edition, chapter)
    if chapter is not None:
        cited = Link("describedby", f"{edition.address}{citations_page(docname)}", "text/html")
        return Page(described, _address(app, docname), descriptions=(cited,))
    if docname != app.config.root_doc:
        return None
    pages = [name for name in reading_order(app.env) if chapter_of(app.env, name)]
    items = [Link("item", _address(app, name), "text/html") for name in pages]
    items += [Link("item", download.address, download.format.media_type) for download in downloads_of(app)]
    items += [Link("item", f"{edition.address}{DATA}/{name}", kind) for name, kind in published(edition).items()]
    files = {f"{DATA}/{edition.name}.{form.suffix}": form.media_type for form in FORMATS}
    files |= {OPDS: opds.MEDIA_TYPE, ONIX: onix.MEDIA_TYPE} if downloads_of(app) else {}
    descriptions = [Link("describedby", f"{edition.address}{name}", kind) for name, kind in files.items()]
    return Page(described, edition.address, tuple(items), tuple(descriptions))


def downloads_of(app: Sphinx) -> list[Download]:
    """Return the other formats that the web book offers."""
    address = volume_of(app).edition.address
    offered = [Path(name) for name, _ in app.config.press_downloads]
    return [Download(BOOKS[path.parent.name], f"{address}downloads/{path.as_posix()}") for path in offered]


def _as_made(app: Sphinx, download: Download) -> Download:
    """Return a download with the pages that it names."""
    claimed = download.format.accessibility
    if claimed is None or not download.format.names_pages or not names_pages(app, download.format):
        return download
    return replace(download, format=replace(download.format, accessibility=claimed.with_pages()))


def _address(app: Sphinx, docname: str) -> str:
    return f"{volume_of(app).edition.address}{app.builder.get_target_uri(docname)}"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the files; without other formats and without an earlier edition, some have nothing to tell."""
    if exception is not None or not is_web(app):
        return
    described = describe(volume_of(app).edition)
    pages = [page for name in reading_order(app.env) if (page := page_of(app, name))]
    downloads = [_as_made(app, download) for download in downloads_of(app)]
    picture = f"{described.address}_static/{CARD}"
    volume = volume_of(app)
    before, changes = previous(volume), changes_of(volume)
    files = {
        LINKSET: linkset.linkset(pages),
        OPDS: opds.feed(described, f"{described.address}{OPDS}", downloads, picture) if downloads else "",
        ONIX: onix.message(described, downloads) if downloads else "",
        JSON: changes_json(volume.edition, before, changes) if before else "",
        ATOM: changes_feed(volume.edition, before, changes) if before else "",
    }
    for name, text in files.items():
        path = Path(app.outdir, name)
        if text:
            write_if_changed(path, text.encode())
        else:
            path.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Write when the book is whole, and it is known what names the pages of print."""
    connect(app, Phase.PAGINATED, write)
