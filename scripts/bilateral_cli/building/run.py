"""Let Sphinx read once and write the formats."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.util.console import color_terminal, nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bilateral.formats import FORMATS, Format
from bilateral_cli.building import DOCTREES
from bilateral_cli.building.errors import report
from bilateral_cli.building.lasting import lasting
from bilateral_cli.building.progress import Progress
from bilateral_cli.building.publishing import Show, prepare
from bilateral_sphinx.formats.builder import PAGES_WRITTEN, WRITTEN, FormatsBuilder
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.web.builders import is_web


@dataclass(frozen=True)
class Result:
    """How a run has ended: the exit status, the name of the book's files, and the formats without faults."""

    status: int
    name: str = ""
    whole: tuple[str, ...] = ()


def build(  # noqa: PLR0917  (what is built, where, and how)
    source: Path,
    output: Path,
    formats: Sequence[str],
    processes: int = 0,
    language: str = "",
    show: Show | None = None,
    whole: Callable[[str, Format], object] | None = None,
) -> Result:
    """Read ``source`` and write the formats into ``work`` in the output, strictly.

    Args:
        source: folder of the volume
        output: folder of everything that is built
        formats: names of the formats
        processes: how many may run side by side; 0 is as many as there are cores
        language: that of a translation; "" for the original
        show: gets the pages of a format when they are written, before all else, where nothing was at fault
        whole: gets the name of the volume and each format without faults as soon as it is written, while others are not

    """
    if not color_terminal():
        nocolor()
    settings = {"formats": list(formats), "nitpicky": True, **({"language": language} if language else {})}
    progress = Progress(list(formats))
    builder: FormatsBuilder | None = None
    status = 2
    try:
        with patch_docutils(source), docutils_namespace(), progress.shown():
            with lasting():  # settings, data and what earlier builds have kept
                app = Sphinx(
                    source,
                    source,
                    output / "work",
                    output / DOCTREES,
                    "formats",
                    settings,
                    status=None,
                    warning=progress,  # type: ignore[arg-type]  # all of a stream that Sphinx uses
                    warningiserror=True,
                    parallel=processes or os.cpu_count() or 1,
                )
            assert isinstance(app.builder, FormatsBuilder)
            builder = app.builder
            progress.follow(app)
            if show:
                builder.first = show.open
                app.connect(PAGES_WRITTEN, partial(_show, show))
            connect(app, Phase.PREPARED, partial(_prepare, output))
            if whole:
                app.connect(WRITTEN, partial(_tell, whole))
            app.build()
            status = app.statuscode
    except Exception as error:  # noqa: BLE001  (whatever it is, it is reported, and what is whole is published)
        from bilateral_cli.building.settings_file import settings_fault  # late: most builds have no fault

        if fault := settings_fault(error, source):
            print(fault, file=sys.stderr)
        else:
            report(*((builder.failures if builder else None) or (error,)))
    except SystemExit as end:  # faulty data end a build so, with all problems
        print(end.code, file=sys.stderr)
        status = 1
    return Result(status, volume_of(app).edition.name, tuple(builder.whole)) if builder else Result(status)


def _show(show: Show, app: Sphinx, kind: Format, pages: set[str]) -> None:
    show.pages(volume_of(app).edition.name, kind, [unquote(app.builder.get_target_uri(page)) for page in sorted(pages)])


def _prepare(output: Path, app: Sphinx) -> None:
    if is_web(app):
        prepare(output, FORMATS[Path(app.outdir).name])


def _tell(whole: Callable[[str, Format], object], app: Sphinx, kind: Format) -> None:
    if isinstance(app.builder, FormatsBuilder) and kind.name in app.builder.whole:
        whole(volume_of(app).edition.name, kind)
