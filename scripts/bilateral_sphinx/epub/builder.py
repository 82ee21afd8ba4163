"""The e-book: Sphinx's EPUB 3 builder with a clean package, a true identifier and repeatable bytes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.locale import _

from bilateral.citation import Description, describe
from bilateral.direction import direction_of
from bilateral.formats import FORMATS, PAGINATED
from bilateral.translation import made_of
from bilateral_sphinx.epub.contents import Point, pages_of, points_of
from bilateral_sphinx.formats.pagination import note_used
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.pages.marks import Marked, mark_for_readers, mark_pages
from bilateral_sphinx.press import PRESS
from bilateral_sphinx.records.nodes import title_of
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.seams.epub import NavPoint, RepeatableEpubBuilder
from bilateral_sphinx.state import state_of

ADDRESS = re.compile(r'(?:src|href)="(?:\.\./)*(_static/[^"?#]+)')
FONT = re.compile(r'url\("([^"/]+\.woff)"\)')
PROPERTIES = {"mathml": "<math ", "svg": "<svg"}
"""What the package has to say of a page that holds such an element."""
RELATORS = {"author": "aut", "editor": "edt", "translator": "trl"}
"""Roles as MARC names them."""


class BookEpubBuilder(RepeatableEpubBuilder):
    """Sphinx's builder; only the package document, the navigation and the packing are ours."""

    package_templates = Path(__file__).with_name("package")
    marks: tuple[Marked, ...] = ()

    def handle_finish(self) -> None:
        """Mark the pages of the printed book before the package is made, which lists them."""
        files = {name: Path(self.outdir, name + self.out_suffix) for name in [*sorted(self.env.found_docs), "genindex"]}
        book, listed = mark_pages(app_of(self.env), files, mark_for_readers)
        self.marks = tuple(book.marks)
        if listed is None:
            note_used(app_of(self.env), None)
        super().handle_finish()

    def _told_of_pages(self) -> str:
        if self.marks:
            return _("Page numbers are those of the PDF.")
        return _("There are no page numbers: it was made without the PDF.")

    def page_targets(self) -> list[tuple[str, str]]:
        """Return the number and the address of each printed page."""
        return [(mark.label, f"{mark.docname}{self.out_suffix}#{mark.id}") for mark in self.marks]

    def init(self) -> None:
        """Say what the guide names in the language of the book, which Sphinx says in English."""
        super().init()
        self.guide_titles = {"toc": _("Table of Contents"), "cover": _("Cover")}

    def content_metadata(self) -> dict[str, Any]:
        """Add what the edition says to Sphinx's metadata."""
        volume = volume_of(self.env)
        described = describe(volume.edition)
        published = described.published.isoformat()
        claimed = FORMATS["epub"].accessibility
        assert claimed is not None  # the e-book says what it claims
        return {
            **super().content_metadata(),
            "direction": direction_of(self.config.language),
            "id": html.escape(described.identifier),
            "date": published,
            "modified": f"{published}T00:00:00Z",
            "contributors": list(_contributors(described)),
            "book": described.title,
            "book_edition": described.edition,
            "summary": described.summary,
            "original": volume.original.language if volume.original and self._is_mixed() else "",
            "subjects": [made_of(word, html.escape(word)) for word in described.keywords],
            "edition": html.escape(described.edition),
            "licence": html.escape(described.licence),
            "press": PRESS,
            "accessibility": claimed.with_pages() if self.marks else claimed,
            "accessibility_summary": html.escape(f"{_(claimed.summary)} {self._told_of_pages()}"),
            "paginated_by": html.escape(f"{described.identifier}#{PAGINATED.name}") if self.marks else "",
            "properties": self._properties(),
        }

    def _is_mixed(self) -> bool:
        """Tell whether a translation has left something in the language of the original."""
        return bool(volume_of(self.env).untranslated or state_of(self.env).untranslated)

    def build_content(self) -> None:
        """Take out what does not belong into the package, and write its document.

        A cover page and a book left from the last build would be taken for parts of this one, and what the theme brings
        for browsers would be dead weight.
        """
        for left in (Path(self.outdir, self.coverpage_name), *Path(self.outdir).glob("*.epub")):
            left.unlink(missing_ok=True)
        self.config.epub_exclude_files = [*self.config.epub_exclude_files, *self._unused(), *self._doctrees()]
        super().build_content()

    def _properties(self) -> dict[str, str]:
        """Return what the package says of the pages that hold formulas or drawings, by their path inside the book."""
        folder = Path(self.outdir)
        found = {}
        for page in sorted(folder.rglob(f"*{self.out_suffix}")):
            text = page.read_text("utf-8")
            found[page.relative_to(folder).as_posix()] = " ".join(
                name for name, tag in PROPERTIES.items() if tag in text
            )
        return {page: properties for page, properties in found.items() if properties}

    def _unused(self) -> list[str]:
        """Return the static files that no page mentions."""
        folder = Path(self.outdir)
        pages = "".join(page.read_text("utf-8") for page in sorted(folder.rglob(f"*{self.out_suffix}")))
        used = {*ADDRESS.findall(pages), self.config.epub_cover[0] if self.config.epub_cover else ""}
        for sheet in [folder / name for name in used if name.endswith(".css") and (folder / name).exists()]:
            used |= {f"_static/{name}" for name in FONT.findall(sheet.read_text("utf-8"))}
        static = [path.relative_to(folder).as_posix() for path in folder.glob("_static/**/*") if path.is_file()]
        return [name for name in static if name not in used]

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Add the title of the book, which knows its language."""
        return {**super().toc_metadata(level, navpoints), "book": volume_of(self.env).edition.title}

    @cached_property
    def contents(self) -> list[NavPoint]:
        """Home page, parts and chapters, and the index, with the files that conf.py puts around them."""

        def line(text: str, file: str, below: list[NavPoint] | None = None) -> NavPoint:
            return NavPoint(made_of(text, html.escape(text)), html.escape(file), below or [])

        def lines(points: list[Point]) -> list[NavPoint]:
            kept = [point for point in points if f"{point.docname}{self.out_suffix}" not in self.ignored_files]
            return [
                line(point.text, self.get_target_uri(point.docname) + point.anchor, lines(point.below))
                for point in kept
            ]

        root = self.config.root_doc
        indices = [*((name, index.localname) for name, index, *_ in self.domain_indices)]
        indices += [("genindex", _("Index"))] if self.use_index else []
        return [
            *(line(text, file) for file, text in self.config.epub_pre_files),
            line(title_of(self.env.titles[root]), self.get_target_uri(root)),
            *lines(points_of(self.env, root, self.config.epub_tocdepth)),
            *(line(text, file) for file, text in self.config.epub_post_files),
            *(line(text, self.get_target_uri(name)) for name, text in indices),
        ]

    def pages(self) -> list[str]:
        """Return the pages of the contents."""
        root = self.config.root_doc
        return list(dict.fromkeys(pages_of(points_of(self.env, root, 1))))

    def _doctrees(self) -> list[str]:
        """Return the files of the doctrees, which lie in the folder of the book where none is named for them."""
        folder = Path(self.outdir)
        kept = Path(self.doctreedir).rglob("*") if Path(self.doctreedir).is_relative_to(folder) else ()
        return [path.relative_to(folder).as_posix() for path in kept]

    def navigation_doc_metadata(self, navlist: list[NavPoint]) -> dict[str, Any]:
        """Add the landmarks to Sphinx's data."""
        suffix = self.out_suffix
        landmarks = [
            ("cover", self.coverpage_name, _("Cover")),
            ("bodymatter", navlist[1].refuri if len(navlist) > 1 else navlist[0].refuri, _("Beginning")),
            ("index", f"genindex{suffix}", _("Index")),
        ]
        known = {*self.files, self.coverpage_name}
        return {
            **super().navigation_doc_metadata(navlist),
            "landmarks_title": _("Landmarks"),
            "direction": direction_of(self.config.language),
            "page_list": self.page_targets(),
            "page_list_title": _("Pages of the PDF"),
            "landmarks": [item for item in landmarks if item[1].partition("#")[0] in known],
        }


def _contributors(described: Description) -> Iterator[dict[str, str]]:
    """Yield who has made the book, as the package document names them."""
    for role, contributor in described.contributors:
        yield {
            "element": "creator" if contributor in (described.authors or described.editors) else "contributor",
            "name": html.escape(contributor.printed),
            "file_as": "" if contributor.name else html.escape(contributor.file_as),
            "role": RELATORS[role],
            "identifier": f"https://orcid.org/{contributor.orcid}" if contributor.orcid else "",
        }


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(BookEpubBuilder, override=True)
