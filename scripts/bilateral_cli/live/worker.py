"""A process that keeps Sphinx loaded: each line on its standard input is a build, done by a copy of it.

The line names, as JSON, the pages that are open in a browser: they are written first.

``python -m bilateral_cli.live.worker SOURCE BUILD LANGUAGE`` answers each line with a line of JSON: whether the build
succeeded, and what it said. A line before that names pages that can be seen already. The copy ends with the build, so
nothing that it has read or broken is left for the next; what this process reads between them is known by its files.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from select import select

from bilateral.formats import Format
from bilateral.pictures import keep_ready
from bilateral.reading import read_ahead
from bilateral_cli.building import publishing
from bilateral_cli.building.books import rebuild
from bilateral_cli.building.copies import in_copy
from bilateral_cli.building.loading import load


def main(argv: list[str] | None = None) -> int:
    """Answer until there is no more input."""
    source, build, language = sys.argv[1:] if argv is None else argv
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the other process, which then closes our input
    build_folder = Path(build).resolve()
    build_folder.mkdir(parents=True, exist_ok=True)
    keep_ready()
    load(Path(source))
    gc.freeze()  # what copies share need not be looked through in each
    with os.fdopen(os.dup(1), "wb", buffering=0) as answers:  # in a copy, what is printed goes elsewhere

        def answer(**told: object) -> None:
            with suppress(BrokenPipeError):  # nobody asks any more
                answers.write(f"{json.dumps(told)}\n".encode())

        def pages(name: str, kind: Format, written: list[str]) -> None:
            with suppress(OSError):  # it is seen when the book is whole
                if shown := publishing.show(build_folder, name, kind, written):
                    answer(shown=shown)

        for line in sys.stdin:
            show = publishing.Show(pages, frozenset(json.loads(line)))
            status, said = in_copy(partial(rebuild, Path(source), build_folder, ["html"], language, show))
            answer(whole=status == 0, said=said)
            if not select([sys.stdin], [], [], 0)[0]:  # nobody waits
                with suppress(Exception):  # the next build tells of it
                    read_ahead(Path(source))
            gc.collect()
            gc.freeze()
    return 0


if __name__ == "__main__":
    sys.exit(main())
