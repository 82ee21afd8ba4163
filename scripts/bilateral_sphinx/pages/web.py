"""The pages of the printed book in the web book: marks, the page that lists them, and the pages of what is cited."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _
from sphinx.util.osutil import relative_uri

from bilateral.anchors import PAGES
from bilateral.formats.accessibility import PAGE_FEATURES
from bilateral.formats.folders import CITATIONS
from bilateral.text import letters
from bilateral_sphinx.anchors.collection import anchors_of
from bilateral_sphinx.files import write_if_changed
from bilateral_sphinx.formats.pagination import has_named_pages, note_used
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.pages.listed import PageList
from bilateral_sphinx.pages.marks import Book, mark_for_browsers, mark_pages, rewrite
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import title_of
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.web.builders import is_web

PAGE = "pages"
"""The page that lists the pages."""
BEGIN = 40
"""Letters by which the list knows the beginning of a page."""
TEMPLATE = "web/pages.html"
TAGS = re.compile(r"<[^>]*>")
FIELD = re.compile(r"<!-- go to page -->.*?<!-- / -->", re.DOTALL)
FEATURES = re.compile(rf'("accessibilityFeature": \[[^]]*?)(?:, "(?:{"|".join(PAGE_FEATURES)})")*\]')
CITED = re.compile(rb"(<!-- pages of ([\w.:-]+) -->).*?(<!-- / -->)", re.DOTALL)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Mark the pages when everything else has been written, or take out what an earlier build has marked."""
    if exception is not None or not is_web(app):
        return
    builder = cast("StandaloneHTMLBuilder", app.builder)
    named = has_named_pages(app)
    names = [*sorted(app.env.found_docs), "genindex"]
    files = {name: Path(builder.get_outfilename(name)) for name in names}

    def mark(label: str, shown: str) -> str:
        return mark_for_browsers(label, shown, _("Page %s") % label)

    def told(name: str, text: str, book: Book) -> str:
        address = relative_uri(builder.get_target_uri(name), builder.get_target_uri(PAGE))
        return _told(text, _field(address), PAGE_FEATURES) if book.marks else _told(text, "", ())

    book, listed = mark_pages(app, files, mark, told)
    _list_pages(builder, book, listed)
    if not book.marks and not named:
        return  # as they were written, pages and citations name none
    for name in ("search", *([PAGE] if book.marks else [])):
        page = Path(builder.get_outfilename(name))
        if page.exists():
            rewrite(page, told(name, page.read_text("utf-8"), book).encode())
    for name in files:
        ranges = dict(_ranges(name, book, listed)) if listed and name in book.turns else {}
        for suffix in (".html", ".js"):
            _cite(Path(app.outdir, CITATIONS, name + suffix), ranges)
    if listed is None:
        note_used(app, None)


def _beginnings(app: Sphinx, book: Book) -> Iterator[tuple[str, str]]:
    """Yield the number of each page and the anchor that it begins with, or the last one before it in its chapter.

    The pages of the index begin with none.
    """
    promised = anchors_of(app.env)
    for name, turns in book.turns.items():
        flow = book.flows[name]
        places = sorted((begin, anchor) for anchor, (begin, _end) in flow.extents.items() if anchor in promised)
        for turn in turns:
            rank = bisect_left(places, (turn.offset, ""))
            if rank < len(places) and not TAGS.sub("", flow.text[turn.offset : places[rank][0]]).strip():
                rank += 1
            if places:
                yield turn.label, places[max(0, rank - 1)][1]


def _list_pages(builder: StandaloneHTMLBuilder, book: Book, listed: PageList | None) -> None:
    """Write the page that leads to each page, also of earlier editions; without any there is none."""
    app = app_of(builder.env)
    volume, here, titles = volume_of(app), builder.get_target_uri(PAGE), builder.env.titles
    anchors, listing = anchors_of(app.env), Path(app.outdir, PAGES)
    editions: dict[str, list[tuple[str, str]]] = {}
    for page in volume.ledger.printed.values():
        target = anchors.get(volume.ledger.follow(page.anchor))
        if target and page.edition != volume.edition.version:
            address = f"{relative_uri(here, builder.get_target_uri(target.docname))}#{target.name}"
            editions.setdefault(page.edition, []).append((page.number, address))
    if listed and book.marks:
        pages = [{"page": number, "anchor": anchor} for number, anchor in _beginnings(app, book)]
        printed = {
            "begins": {page.label: letters("".join(page.begins))[:BEGIN] for page in listed.pages},
            "anchors": {
                anchor: listed.pages[number - 1].label
                for docname in sorted(listed.anchors)
                for anchor, number in sorted(listed.anchors[docname].items())
                if anchor in anchors
            },
        }
        told = {"edition": volume.edition.version, "pages": pages, **printed}
        write_if_changed(listing, f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode())
    else:
        listing.unlink(missing_ok=True)
    if not book.marks and not editions:
        Path(builder.get_outfilename(PAGE)).unlink(missing_ok=True)
        return
    chapters = []
    for name, found in groupby(book.marks, key=lambda mark: mark.docname):
        address = relative_uri(here, builder.get_target_uri(name))
        title = title_of(titles[name]) if name in titles else _("Index")
        chapters.append((title, [(mark.label, f"{address}#{mark.id}") for mark in found]))
    builder.handle_page(PAGE, {"chapters": chapters, "editions": sorted(editions.items(), reverse=True)}, TEMPLATE)


def _field(address: str) -> str:
    """Return the form that leads to a page by the one that lists them, whose address is empty on itself."""
    action = f' action="{escape(address)}"' if address else ""
    return (
        f'<form class="go-to-page"{action} method="get">'
        f'<label for="go-to-page">{_("Page of the PDF")}</label> '
        '<input id="go-to-page" name="page" inputmode="numeric" autocomplete="off" size="4" required /> '
        f'<button type="submit" class="button">{_("Go")}</button></form>'
    )


def _ranges(docname: str, book: Book, listed: PageList) -> Iterator[tuple[str, str]]:
    """Yield the parts of a page of the web book with the printed pages that they stand on: ``p. 34``, ``pp. 34–35``."""
    pages, turns = listed.anchors.get(docname, {}), book.turns[docname]
    labels = [page.label for page in listed.pages]
    for anchor, (begin, end) in book.flows[docname].extents.items():
        if anchor in pages:
            first = labels[pages[anchor] - 1]
            within = turns[bisect_left(turns, (begin, "")) : bisect_left(turns, (end, ""))]
            last = within[-1].label if within else first
            yield anchor, _("p. %s") % first if first == last else _("pp. %s") % f"{first}–{last}"


def _cite(file: Path, ranges: dict[str, str]) -> None:
    """Say in the citations of a page on which printed pages their parts stand."""
    if not file.exists():
        return
    title = _("In the PDF")
    lines = {anchor: f'<dt>{title}</dt><dd class="pages">{pages}</dd>' for anchor, pages in ranges.items()}
    if file.suffix == ".js":  # there the HTML stands in a string
        lines = {anchor: json.dumps(line, ensure_ascii=False)[1:-1] for anchor, line in lines.items()}
    told = {anchor.encode(): line.encode() for anchor, line in lines.items()}
    rewrite(file, CITED.sub(lambda found: found[1] + told.get(found[2], b"") + found[3], file.read_bytes()))


def _told(text: str, field: str, features: Sequence[str]) -> str:
    """Return a page with the field that leads to a page, and what it says to search engines of its pages."""
    text = FIELD.sub(lambda _found: f"<!-- go to page -->{field}<!-- / -->", text, count=1)
    claimed = "".join(f', "{feature}"' for feature in features)
    return FEATURES.sub(rf"\1{claimed}]", text, count=1)


def setup(app: Sphinx) -> None:
    """Finish last: the printed book takes longer than everything else."""
    connect(app, Phase.PAGINATED, finish)
