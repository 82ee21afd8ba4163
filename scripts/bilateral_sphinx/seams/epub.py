"""The EPUB builder's package: its templates, its identifier and its archive.

Sphinx's hooks end at the values that fill its templates. Without it, the archive has the time of the build in it, so
that equal books differ, and the package has no landmarks, no accessibility metadata and two identifiers.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sphinx.builders.epub3 import Epub3Builder, NavPoint

__all__ = ["NavPoint", "RepeatableEpubBuilder"]
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP file can hold; every entry has it, so that equal books are equal bytes."""


class RepeatableEpubBuilder(Epub3Builder):
    """Sphinx's builder with our own templates for package and navigation, and an archive without time stamps."""

    package_templates: ClassVar[Path]

    def build_content(self) -> None:
        """Write the package document from our template."""
        self._with_own_templates(super().build_content)

    def build_navigation_doc(self) -> None:
        """Write the navigation from our template, which adds landmarks."""
        self._with_own_templates(super().build_navigation_doc)

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

    def _with_own_templates(self, write: Callable[[], None]) -> None:
        default = self.template_dir
        self.template_dir = self.package_templates  # type: ignore[assignment]  # Sphinx's own path type is private
        try:
            write()
        finally:
            self.template_dir = default
