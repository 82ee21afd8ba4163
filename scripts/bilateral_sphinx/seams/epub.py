"""The EPUB builder's package: its templates, its identifier and its archive.

Sphinx's hooks end at the values that fill its templates. Without it, the archive has the time of the build in it, so
that equal books differ, the package has no landmarks, no accessibility metadata and two identifiers, and the contents
have no parts, no index and none of the chapters that a toctree does not show on its page.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sphinx.builders._epub_base import NavPoint as NcxPoint
from sphinx.builders.epub3 import Epub3Builder, NavPoint
from sphinx.util.fileutil import copy_asset_file

from bilateral_sphinx.seams.rendering import RendersOnce

__all__ = ["NavPoint", "RepeatableEpubBuilder"]
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP file can hold; every entry has it, so that equal books are equal bytes."""


class RepeatableEpubBuilder(RendersOnce, Epub3Builder):
    """Sphinx's builder with our own templates for package and navigation, and an archive without time stamps."""

    package_templates: ClassVar[Path]

    def build_content(self) -> None:
        """Write the package document from our template."""
        self._with_own_templates(super().build_content)

    def build_navigation_doc(self) -> None:
        """Write the navigation from our template, which adds landmarks.

        Sphinx resolves the home page for it once more, with the sections of all chapters.
        """
        told = self.navigation_doc_metadata(self.contents)
        copy_asset_file(self.package_templates / "nav.xhtml.jinja", self.outdir, context=told, force=True)
        self.files.append("nav.xhtml")

    def build_toc(self) -> None:
        """Write the NCX from our template, which lists the printed pages."""
        self._with_own_templates(super().build_toc)

    def page_targets(self) -> list[tuple[str, str]]:
        """Return the number and the address of each page of the printed book."""
        raise NotImplementedError

    @property
    def contents(self) -> list[NavPoint]:
        """The contents of the book; addresses and texts are escaped."""
        raise NotImplementedError

    def pages(self) -> list[str]:
        """Return the pages in the order in which they are read."""
        raise NotImplementedError

    def get_toc(self) -> None:
        """Give the package its pages in order, which Sphinx takes from what toctrees show on the home page."""
        self.refnodes = [{"level": 1, "refuri": f"{name}{self.out_suffix}", "text": name} for name in self.pages()]
        self.toc_add_files(self.refnodes)

    def build_navpoints(self, nodes: list[dict[str, Any]]) -> list[NcxPoint]:
        """Return the same for the NCX: what leads to one place has one number."""
        order: dict[str, int] = {}
        self.tocid = 0

        def points(found: list[NavPoint]) -> list[NcxPoint]:
            made = []
            for point in found:
                self.tocid += 1
                number = order.setdefault(point.refuri, len(order) + 1)
                name = f"navPoint{self.tocid}"
                made.append(NcxPoint(name, number, point.text, point.refuri, points(point.children)))
            return made

        made = points(self.contents)
        self._last = len(order)
        return made

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Give the NCX the identifier of the package, and its true depth."""

        def depth(points: list[Any]) -> int:
            return 1 + max(depth(point.children) for point in points) if points else 0

        uid = html.escape(self.config.epub_identifier)
        pages = [(*page, order) for order, page in enumerate(self.page_targets(), self._last + 1)]
        told = {"uid": uid, "level": depth(navpoints), "page_list": pages}
        return {**super().toc_metadata(level, navpoints), **told}

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

    def _with_own_templates(self, write: Callable[[], None]) -> None:
        default = self.template_dir
        self.template_dir = self.package_templates  # type: ignore[assignment]  # Sphinx's own path type is private
        try:
            write()
        finally:
            self.template_dir = default
