"""A process that keeps Sphinx loaded: each line on its standard input is a build, done by a copy of it.

``python -m bilateral_cli.live.worker SOURCE BUILD LANGUAGE`` answers each line with a line of JSON: whether the build
succeeded, and what it said. The copy ends with the build, so nothing that it has read or broken is left for the next.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bilateral.pictures import keep_ready
from bilateral_cli.building import DOCTREES, publishing, run  # noqa: F401  (what a build loads, loaded before it)
from bilateral_cli.building.books import rebuild


def load(source: Path, build: Path) -> None:
    """Import all that a build imports, by beginning one; faults are left for the first real one to tell."""
    with suppress(Exception, SystemExit), patch_docutils(source), docutils_namespace():
        settings = {"formats": ["html"]}
        app = Sphinx(source, source, build / "work", build / DOCTREES, "formats", settings, None, warning=io.StringIO())
        importlib.import_module("sphinx.builders.html")
        importlib.import_module(app.config.html_theme)


def in_copy(build: Callable[[], int]) -> tuple[int, str]:
    """Build in a copy of this process. Return its exit status, and what it said."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(sending, 1)
            os.dup2(sending, 2)
            status = build()
        except SystemExit as stop:
            print(stop.code)
        except BaseException:  # noqa: BLE001  (whatever it is, it is told and ends with the copy)
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(min(status, 100))
    os.close(sending)
    with os.fdopen(receiving, encoding="utf-8", errors="replace") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def main(argv: list[str] | None = None) -> int:
    """Answer until there is no more input."""
    source, build, language = sys.argv[1:] if argv is None else argv
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the other process, which then closes our input
    build_folder = Path(build).resolve()
    build_folder.mkdir(parents=True, exist_ok=True)
    keep_ready()
    load(Path(source), build_folder)
    gc.freeze()  # what copies share need not be looked through in each
    for _ in sys.stdin:
        status, said = in_copy(lambda: rebuild(Path(source), build_folder, ["html"], language))
        print(json.dumps({"whole": status == 0, "said": said}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
