"""Load what a build loads, before copies of this process build."""

from __future__ import annotations

import importlib
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.application import Sphinx, builtin_extensions
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bilateral_cli.building import publishing, run  # noqa: F401  (what a build loads)
from bilateral_sphinx.settings import HTML

LATE = (
    *builtin_extensions,
    "myst_parser.sphinx_ext.main",
    "sphinx_typst_pdf.settings",
    str(HTML["html_theme"]),
    "jinja2.ext",
    "typst",
    "sphinx_typst_pdf.readback.page_edges",
)
"""What a build imports while it is under way."""


def load_late() -> None:
    """Import what each of several builds would import for itself."""
    for name in LATE:
        importlib.import_module(name)


def load(volume: Path) -> None:
    """Import what a build imports, but for what the volume brings.

    A copy of this process begins a build, and tells which modules it has then: whatever a ``conf.py`` changes and
    extensions register is left to each build, and so are faults.
    """
    receiving, sending = os.pipe()
    copy = os.fork()
    if copy == 0:
        try:
            os.close(receiving)
            _begin(volume)
            with os.fdopen(sending, "w", encoding="utf-8") as pipe:
                pipe.write("\n".join(_modules(volume)))
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, encoding="utf-8") as pipe:
        names = pipe.read().split("\n")
    os.waitpid(copy, 0)
    for name in names:
        with suppress(Exception):  # it has been found where this process does not look
            importlib.import_module(name)


def _begin(volume: Path) -> None:
    with TemporaryDirectory() as folder, suppress(Exception, SystemExit), patch_docutils(volume), docutils_namespace():
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        settings = {"formats": ["html"]}
        app = Sphinx(volume, volume, folder, folder, "formats", settings, None, warning=io.StringIO())
        importlib.import_module("sphinx.builders.html")
        importlib.import_module(app.config.html_theme)


def _modules(volume: Path) -> list[str]:
    """Return the names of all modules that do not lie in the volume."""
    own = f"{volume.resolve()}{os.sep}"
    files = {name: getattr(module, "__file__", None) for name, module in list(sys.modules.items())}
    return [name for name, file in files.items() if file and not file.startswith(own) and name != "__main__"]
