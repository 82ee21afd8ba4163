"""The e-book: Sphinx's EPUB 3 builder with a clean package, a true identifier and repeatable bytes."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder, NavPoint

from bilateral_sphinx.loading import volume_of

OWN_TEMPLATES = Path(__file__).with_name("package")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP file can hold; every entry has it, so that equal books are equal bytes."""

ADDRESS = re.compile(r'(?:src|href)="(?:\.\./)*(_static/[^"?#]+)')
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What the book claims, because ``make verify`` has found no fault; docs/accessibility.md says what that covers."""
SUMMARY = (
    "The book is text, tables and pictures. Tables have captions and header cells; names in other languages are tagged"
    " with their language; pictures have an alternative text and are told in words below them; marks of standing and"
    " the cover have an alternative text."
    " There are no sounds, no flashing, and nothing that must be seen in colour."
)


class BookEpubBuilder(Epub3Builder):
    """Sphinx's builder; only the package document, the navigation and the packing are ours."""

    def content_metadata(self) -> dict[str, Any]:
        """Add what the edition says to Sphinx's metadata."""
        edition = volume_of(self.app).edition
        published = edition.published.earliest.isoformat()
        return {
            **super().content_metadata(),
            "id": html.escape(edition.identifier),
            "date": published,
            "modified": f"{published}T00:00:00Z",
            "authors": [html.escape(author) for author in edition.authors],
            "subjects": [html.escape(word) for word in edition.keywords],
            "edition": html.escape(edition.edition),
            "licence": html.escape(edition.licence),
            "summary": html.escape(SUMMARY),
            "conforms": CONFORMS,
            "with_svg": self._pages_with("<svg"),
        }

    def build_content(self) -> None:
        """Write the package document from our template.

        A cover page and a book left from the last build would be taken for parts of this one, and what the theme brings
        for browsers would be dead weight.
        """
        for left in (Path(self.outdir, self.coverpage_name), *Path(self.outdir).glob("*.epub")):
            left.unlink(missing_ok=True)
        self.config.epub_exclude_files = [*self.config.epub_exclude_files, *self._unused()]
        self._with_own_templates(super().build_content)

    def _pages_with(self, text: str) -> set[str]:
        """Return the pages that hold a text, by their path inside the book."""
        folder = Path(self.outdir)
        pages = sorted(folder.rglob(f"*{self.out_suffix}"))
        return {page.relative_to(folder).as_posix() for page in pages if text in page.read_text("utf-8")}

    def _unused(self) -> list[str]:
        """Return the static files that no page mentions."""
        folder = Path(self.outdir)
        pages = "".join(page.read_text("utf-8") for page in sorted(folder.rglob(f"*{self.out_suffix}")))
        used = {*ADDRESS.findall(pages), self.config.epub_cover[0] if self.config.epub_cover else ""}
        static = [path.relative_to(folder).as_posix() for path in folder.glob("_static/**/*") if path.is_file()]
        return [name for name in static if name not in used]

    def build_navigation_doc(self) -> None:
        """Write the navigation from our template, which adds landmarks."""
        self._with_own_templates(super().build_navigation_doc)

    def navigation_doc_metadata(self, navlist: list[NavPoint]) -> dict[str, Any]:
        """Add the landmarks to Sphinx's data."""
        suffix = self.out_suffix
        landmarks = [
            ("cover", self.coverpage_name, "Cover"),
            ("bodymatter", navlist[1].refuri if len(navlist) > 1 else navlist[0].refuri, "Beginning"),
            ("index", f"genindex{suffix}", "Index"),
        ]
        known = {*self.files, self.coverpage_name}
        return {
            **super().navigation_doc_metadata(navlist),
            "landmarks": [item for item in landmarks if item[1].partition("#")[0] in known],
        }

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Give the NCX the identifier of the package."""
        return {**super().toc_metadata(level, navpoints), "uid": html.escape(self.config.epub_identifier)}

    def build_epub(self) -> None:
        """Pack the book: the media type first and stored, then everything in a fixed order without time stamps."""
        names = ["META-INF/container.xml", "content.opf", "toc.ncx", *dict.fromkeys(self.files)]
        with ZipFile(self.outdir / f"{self.config.epub_basename}.epub", "w") as archive:
            self._pack(archive, "mimetype", ZIP_STORED)
            for name in names:
                self._pack(archive, name, ZIP_DEFLATED)

    def _pack(self, archive: ZipFile, name: str, compression: int) -> None:
        entry = ZipInfo(name, ZIP_EPOCH)
        entry.external_attr = 0o644 << 16
        entry.compress_type = compression
        archive.writestr(entry, Path(self.outdir, name).read_bytes())

    def _with_own_templates(self, write: Any) -> None:
        theirs = self.template_dir
        self.template_dir = OWN_TEMPLATES  # type: ignore[assignment]  # Sphinx's own path type is private
        try:
            write()
        finally:
            self.template_dir = theirs


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(BookEpubBuilder, override=True)
