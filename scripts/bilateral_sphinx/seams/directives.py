"""The directives of Sphinx and MyST that read files, for guards that stand before them.

Sphinx registers them by name and does not document their classes; MyST reads an included file through a renderer that
it keeps to itself. Without it, a chapter could read files outside the source folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_parser.mocking import MockIncludeDirective, MockState
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include, TabularColumns
from sphinx.directives.patches import CSVTable, Figure
from sphinx.util.docutils import SphinxDirective

__all__ = ["INCLUDE_OPTIONS", "STANDARD_FILES", "CSVTable", "Figure", "LiteralInclude", "TabularColumns", "run_include"]

INCLUDE_OPTIONS: dict[str, Any] = dict(Include.option_spec or {})
STANDARD_FILES = Path(Include.standard_include_path)
"""The folder of the files that docutils brings, which ``<name>`` names."""


def run_include(directive: SphinxDirective) -> Sequence[nodes.Node]:
    """Include a file, as the parser of the chapter does."""
    if isinstance(directive.state, MockState):
        renderer = directive.state._renderer
        arguments, options = directive.arguments, directive.options
        return MockIncludeDirective(renderer, directive.name, Include, arguments, options, [], directive.lineno).run()
    return Include(
        directive.name,
        directive.arguments,
        directive.options,
        directive.content,
        directive.lineno,
        directive.content_offset,
        directive.block_text,
        directive.state,
        directive.state_machine,
    ).run()
