"""Several builders on one reading, each in a process of its own.

Sphinx ties an application to one builder. A copy of the process becomes that of another: its tags, its builder and its
phases are set as ``Sphinx.__init__`` and ``Builder.build`` do. Without it, each format reads the sources again.

Without what frees their trees, pages stay in memory until the garbage collector looks for them, a tenth of all time.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from functools import partial
from typing import TypeVar
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import NAMESPACE
from sphinx.util.parallel import SerialTasks, parallel_available

from bilateral_sphinx.seams.reading import FEW, Processes
from sphinx_typst_pdf.builder import gc_frozen

T = TypeVar("T")
R = TypeVar("R")
BEHIND = 5
"""How far each process stands back behind the one before, on Unix's scale of niceness."""


class Faults(logging.Handler):
    """Sees warnings and errors; Sphinx counts those of such a process when it has ended."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note that there was one."""
        self.found = True


def side_by_side(
    arguments: Iterable[T], work: Callable[[T], R], done: Callable[[T, R], None], meanwhile: Callable[[], object]
) -> None:
    """Do ``work`` for each argument in a process of its own, each before those behind it; do ``meanwhile`` in this."""
    listed = list(arguments)

    def begin(argument: T) -> R:
        os.nice(BEHIND * listed.index(argument))
        return work(argument)

    tasks = Processes(len(listed))
    with gc_frozen():
        for argument in listed:
            tasks.add_task(begin, argument, done)
        try:
            meanwhile()
            tasks.join()
        finally:
            tasks.terminate()


class Beside(Processes):
    """Some work in a process of its own; ``join`` waits for it, and raises what has ended it."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(1)
        gc.freeze()  # neither looks through what both have
        self.add_task(work)


def may_fork(app: Sphinx) -> bool:
    """Tell whether an application may use more processes than one."""
    return parallel_available and app.parallel > 1


def write_with(  # noqa: PLR0917  (what, where, and how)
    app: Sphinx,
    name: str,
    waiting: set[str],
    processes: int,
    first: AbstractSet[str],
    written: Callable[[set[str]], None],
) -> set[str]:
    """Write with the builder ``name`` what it finds outdated and the pages that wait. Return the pages.

    ``written`` is told of them before all else that belongs to the format, if nothing was at fault; of those whose
    addresses are ``first``, before others are written.
    """
    faults = Faults()
    logging.getLogger(NAMESPACE).addHandler(faults)
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
    builder.write_doc = partial(_write_and_free, builder.write_doc)  # type: ignore[method-assign]
    write_documents = builder.write_documents

    def write_in_turn(docnames: AbstractSet[str]) -> None:
        soon = {docname for docname in docnames if first and unquote(builder.get_target_uri(docname)) in first}
        if soon:
            write_documents(soon)
            if not faults.found:
                written(soon)
        if soon != docnames:
            write_documents(docnames - soon)

    builder.write_documents = write_in_turn  # type: ignore[method-assign]
    known = app.env.found_docs
    pages = set(known) if "__all__" in names else names | (waiting & known)
    builder.write(["__all__"] if "__all__" in names else names, waiting & known)
    if not faults.found:
        written(pages)
    builder.finish()
    builder.finish_tasks.join()
    app.events.emit("build-finished", None)
    builder.cleanup()
    return pages


def _write_and_free(write: Callable[[str, nodes.document], None], docname: str, doctree: nodes.document) -> None:
    """Write a page, and take its tree apart: parents and children would hold each other."""
    write(docname, doctree)
    for node in list(doctree.findall(nodes.Node)):
        node.parent = node.document = None  # type: ignore[assignment]
    vars(doctree).clear()  # which nodes hold that transforms have taken out of it
