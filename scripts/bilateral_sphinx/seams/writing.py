"""Several builders on one reading, each in a process of its own.

Sphinx ties an application to one builder. A copy of the process becomes that of another: its tags, its builder and its
phases are set as ``Sphinx.__init__`` and ``Builder.build`` do. Without it, each format reads the sources again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import ParallelTasks, SerialTasks

from bilateral_sphinx.seams.reading import FEW
from sphinx_typst_pdf.builder import gc_frozen

T = TypeVar("T")
R = TypeVar("R")
BEHIND = 10
"""How far all but the first process stand back, on Unix's scale of niceness."""


def side_by_side(arguments: Iterable[T], work: Callable[[T], R], done: Callable[[T, R], None]) -> None:
    """Do ``work`` for each argument in a process of its own; the first goes before the others."""
    listed = list(arguments)

    def begin(argument: T) -> R:
        if argument is not listed[0]:
            os.nice(BEHIND)
        return work(argument)

    tasks = ParallelTasks(len(listed))
    with gc_frozen():
        for argument in listed:
            tasks.add_task(begin, argument, done)
        tasks.join()


def write_with(app: Sphinx, name: str, waiting: set[str], processes: int) -> set[str]:
    """Write with the builder ``name`` what it finds outdated and the pages that wait. Return the pages."""
    for tag in ("", "format_", app.builder.name, f"builder_{app.builder.name}"):
        app.tags.remove(tag)
    app.parallel = processes
    app.preload_builder(name)
    app.builder = builder = app.create_builder(name)
    app.env._builder_cls = type(builder)
    builder.init()
    app.events.emit("builder-inited")
    builder.phase = BuildPhase.READING
    outdated = builder.get_outdated_docs()
    names = {"__all__"} if isinstance(outdated, str) else set(outdated) & app.env.found_docs
    builder.phase = BuildPhase.RESOLVING
    many = "__all__" in names or len(names | waiting) > FEW
    builder.parallel_ok = processes > 1 and many and builder.allow_parallel and app.is_parallel_allowed("write")
    builder.finish_tasks = SerialTasks()
    known = app.env.found_docs
    builder.write(["__all__"] if "__all__" in names else names, waiting & known)
    builder.finish()
    builder.finish_tasks.join()
    app.events.emit("build-finished", None)
    builder.cleanup()
    return set(known) if "__all__" in names else names | (waiting & known)
