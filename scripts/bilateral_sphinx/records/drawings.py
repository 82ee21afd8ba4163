"""The drawings of pictures: asked for when pages are read, drawn while these are numbered, shown by writers."""

from __future__ import annotations

import os
from pathlib import Path
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral.glyphs import font_files
from bilateral.pictures import Drawings, begin
from bilateral_sphinx.fonts import font_folders
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.application import app_of

_awaited: WeakKeyDictionary[Sphinx, int] = WeakKeyDictionary()
"""A pipe for each application whose drawings are being made, which ends when they are there."""


def drawings_of(env: BuildEnvironment) -> Drawings:
    """Return the drawings of a book: one folder for all formats, where they keep their doctrees side by side."""
    doctrees = Path(env.doctreedir)
    folder = (doctrees.parent if doctrees.parent.name == "doctrees" else doctrees) / "pictures"
    fonts = [file for place in font_folders(env.config, Path(env.srcdir)) for file in font_files(place)]
    return Drawings(folder, fonts)


def start(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let be drawn what the pages that have been read ask for."""
    drawings = drawings_of(env)
    if drawings.asked_for():
        _awaited[app] = begin(drawings)
    return []


def drawing_of(env: BuildEnvironment, spec: str) -> str:
    """Return the drawing of a specification, when it is there."""
    wait(app_of(env))
    return drawings_of(env).svg_of(spec)


def wait(app: Sphinx, _: Exception | None = None) -> None:
    """Wait until what has been asked for is drawn."""
    if app in _awaited:
        pipe = _awaited.pop(app)
        os.read(pipe, 1)
        os.close(pipe)


def setup(app: Sphinx) -> None:
    """Begin when all pages are read; a build leaves nothing behind that still draws."""
    connect(app, Phase.UPDATED, start)
    connect(app, Phase.FINISHED, wait)
