"""The web book: downloads of the other formats in a menu, where they have been built."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import _

from bilateral.dataset import archive_name
from bilateral.formats import FORMATS
from bilateral.formats.folders import DATA, DOWNLOADS
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.web.builders import is_web


def found_downloads(app: Sphinx) -> list[tuple[Path, str]]:
    """Return the files of other formats that have been built, with their labels.

    They are looked for beside the web book: in the folder around that of the doctrees of all formats. One that is
    being made beside the web book, from the same reading, is there when that is published. One that is older than the
    sources is offered all the same: pages that came and went with it would all be made anew for each small edit. The
    dataset is part of the web book.
    """
    name = volume_of(app).edition.name
    build = Path(app.doctreedir).parents[1]
    files = [
        (build / kind.name / kind.book(name), kind.label)
        for kind in FORMATS.values()
        if kind.label and kind.name != DATA
    ]
    return [(file, label) for file, label in files if _is_awaited(app, file) or file.exists()]


def _is_awaited(app: Sphinx, file: Path) -> bool:
    """Tell whether a file is being made beside the web book: the setting of ``formats`` names its folder then."""
    return "formats" in app.config and file.parent.name in app.config.formats


def remember(app: Sphinx, config: Config) -> None:
    """Make the downloads a setting: pages are written again when a format has come or gone."""
    build = Path(app.doctreedir).parents[1]
    config.press_downloads = [(file.relative_to(build).as_posix(), label) for file, label in found_downloads(app)]


def _remembered(app: Sphinx) -> list[tuple[Path, str]]:
    return [(Path(app.doctreedir).parents[1] / file, label) for file, label in app.config.press_downloads]


def offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Hand the downloads to the templates, which print them in a menu and on the home page."""
    if not is_web(app):
        return
    up = "../" * pagename.count("/")
    dataset = (f"{DATA}/{archive_name(volume_of(app).edition)}", FORMATS[DATA].label)
    offered = [*((_offered(file), label) for file, label in _remembered(app)), dataset]
    context["downloads"] = [{"url": f"{up}{path}", "text": _(label)} for path, label in offered]


def _offered(file: Path) -> str:
    """Return the path of a download inside the web book."""
    return f"{DOWNLOADS}/{file.parent.name}/{file.name}"


def copy_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Copy the downloads into the web book, which then stands on its own; the awaited come when it is published."""
    if exception is not None or not is_web(app):
        return
    wanted = {Path(app.outdir) / _offered(file): file for file, _ in _remembered(app)}
    for old in [path for path in Path(app.outdir, DOWNLOADS).rglob("*") if path.is_file() and path not in wanted]:
        old.unlink()
    for target, file in wanted.items():
        if _is_awaited(app, file):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != file.read_bytes():
            shutil.copyfile(file, target)


def setup(app: Sphinx) -> None:
    """Run after the theme has made its buttons."""
    app.add_config_value("press_downloads", [], "html", list, "Files and labels of the downloads; set by the build.")
    connect(app, Phase.DOWNLOADS, remember)
    connect(app, Phase.DESCRIBED_PAGE, offer)
    connect(app, Phase.FINISHED, copy_downloads)
