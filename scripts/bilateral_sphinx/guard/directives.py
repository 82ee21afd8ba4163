"""Directives that read files, each asked first where its file lies."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from bilateral_sphinx.guard.files import is_inside, is_text, outside
from bilateral_sphinx.guard.refusal import refuse
from bilateral_sphinx.seams import directives as seam

logger = logging.getLogger(__name__)
DEEPEST = 40
"""Files that include each other; Python follows no more than some hundred."""
COLUMNS = re.compile(r"(?:[|lcrJLCRT\s]|\\[XY]\{[\d.]+\}(?:\{[\d.]+\})?|[pmb]\{[\d.]+(?:cm|mm|pt|em|in)\})+")


class ReadsFiles(SphinxDirective):
    """A directive whose argument or options name files."""

    named: ClassVar[frozenset[str]] = frozenset()
    reads_text: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        """Do what the directive does, unless one of its files may not be read or is no text."""
        for name in self._files():
            if not self._allowed(name):
                refuse("file", outside(name), self.get_location())
                return []
            if self.reads_text and "encoding" not in self.options and not is_text(self.env, self._path(name)):
                return []
        return list(super().run())

    def _files(self) -> list[str]:
        return [
            *self.arguments[: self.required_arguments],
            *(self.options[name] for name in self.named & self.options.keys()),
        ]

    def _path(self, name: str) -> Path:
        return Path(self.env.relfn2path(name)[1])

    def _allowed(self, name: str) -> bool:
        return is_inside(self.env, name)


class LiteralInclude(ReadsFiles, seam.LiteralInclude):
    """``literalinclude``."""

    named = frozenset({"diff"})


class Figure(ReadsFiles, seam.Figure):
    """``figure``. It may not be as wide as its picture: docutils opens that from the folder where the build began."""

    reads_text = False

    def _allowed(self, name: str) -> bool:
        return self.options.get("figwidth") != "image" and super()._allowed(name)


class CSVTable(ReadsFiles, seam.CSVTable):  # type: ignore[misc]  # docutils has it otherwise
    """``csv-table``."""

    named = frozenset({"file", "url"})

    def _files(self) -> list[str]:
        return [self.options[name] for name in self.named & self.options.keys()]

    def _path(self, name: str) -> Path:
        # docutils looks beside the file that is being read, which may be one that the chapter includes.
        here = Path(self.state.document.current_source or self.env.doc2path(self.env.docname))
        return (here.absolute().parent / name).resolve()

    def _allowed(self, name: str) -> bool:
        # Sphinx takes an absolute path as one of the machine where there is such a file.
        if "url" in self.options or name.startswith("/"):
            return False
        return self._path(name).is_relative_to(Path(self.env.srcdir).resolve()) and is_inside(self.env, name)


class TabularColumns(seam.TabularColumns):
    """``tabularcolumns``, which LaTeX takes as it is: kinds and widths of columns, and nothing else."""

    def run(self) -> list[nodes.Node]:
        """Note the columns, if they are no more than that."""
        if COLUMNS.fullmatch(self.arguments[0]):
            return list(super().run())
        refuse("raw", f"'{self.arguments[0][:60]}' is more than kinds and widths of columns", self.get_location())
        return []


class Today(SphinxDirective):
    """``date``, the day of building: a book is the same on any day."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Refuse it."""
        refuse("date", "the day of building is no part of a book; write the date", self.get_location())
        return [nodes.Text("")]


class Include(SphinxDirective):
    """``include``, in Markdown and reStructuredText.

    It does not derive from docutils' own, for MyST reads the file of such a class by itself, unasked. It has no option
    ``parser``, which imports a module by its name.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        **{name: spec for name, spec in seam.INCLUDE_OPTIONS.items() if name != "parser"},
        "relative-images": directives.flag,
        "relative-docs": directives.path,
        "heading-offset": directives.nonnegative_int,
    }

    def run(self) -> Sequence[nodes.Node]:
        """Include the file, if it may be read."""
        name = "".join(line.strip() for line in self.arguments[0].splitlines())
        if not self._allowed(name):
            refuse("file", outside(name), self.get_location())
            return []
        path = Path(self.env.relfn2path(name)[1])
        if not name.startswith("<") and "encoding" not in self.options and not is_text(self.env, path):
            return []
        if self.options.keys() & {"literal", "code"}:
            return seam.run_include(self)
        # What is read within another file is its content, so that a circle would never end.
        chapter = Path(self.env.doc2path(self.env.docname))
        above = cast("list[Path]", self.env.current_document.setdefault("press_included", [chapter]))
        if path in above or len(above) > DEEPEST:
            self._tell_circle([*above, path])
            return []
        above.append(path)
        try:
            return seam.run_include(self)
        finally:
            above.pop()

    def _tell_circle(self, chain: Sequence[Path]) -> None:
        names = [os.path.relpath(path, self.env.srcdir) for path in chain]
        if names[-1] in names[:-1]:
            told = " -> ".join(names[names.index(names[-1]) :])
            message = f"the file includes '{names[-1]}', which includes it ({told}); remove one of the two"
        else:
            message = f"more than {DEEPEST} files include each other; include them one after another"
        logger.warning(message, location=self.get_location(), type="book", subtype="circle")

    def _allowed(self, name: str) -> bool:
        if name.startswith("<") and name.endswith(">"):
            return (seam.STANDARD_FILES / name[1:-1]).resolve().is_relative_to(seam.STANDARD_FILES.resolve())
        return is_inside(self.env, name)


def setup(app: Sphinx) -> None:
    """Put them in the place of Sphinx's."""
    for name, directive in (
        ("include", Include),
        ("literalinclude", LiteralInclude),
        ("csv-table", CSVTable),
        ("figure", Figure),
        ("tabularcolumns", TabularColumns),
        ("date", Today),
    ):
        app.add_directive(name, directive, override=True)
