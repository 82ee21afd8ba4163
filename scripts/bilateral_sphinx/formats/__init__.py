"""One reading, every format: a builder that reads the sources once and writes all formats from that, side by side.

Run it with ``sphinx-build -b formats -D formats=html,epub,pdf source out``; each format comes into a folder of its own
below ``out``, the same to the byte as from a builder of its own.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.formats import mtimes, recovery
from bilateral_sphinx.formats.builder import PAGES_WRITTEN, WRITTEN, FormatsBuilder


def setup(app: Sphinx) -> None:
    """Register the builder and its setting."""
    app.add_config_value("formats", [], "", list, "Formats that 'sphinx-build -b formats' writes.")
    recovery.setup(app)
    mtimes.setup(app)
    app.add_event(WRITTEN)
    app.add_event(PAGES_WRITTEN)
    app.add_builder(FormatsBuilder)
