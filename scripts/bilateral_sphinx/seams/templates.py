"""The Jinja environment behind a builder's templates.

Sphinx offers to render a template and no more. Without it, templates are compiled again in each build, which takes as
long as to fill some pages, and thousands of citations and permanent addresses in Sphinx's sandbox, which takes half of
their time.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.jinja2glue import BuiltinTemplateLoader


def keep_compiled(app: Sphinx, folder: Path) -> None:
    """Keep the compiled templates of an HTML builder in a folder."""
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def plain_environment(app: Sphinx) -> Environment:
    """Return an environment that finds templates as Sphinx does, without its sandbox, and looks for each once."""
    loader = app.builder.templates
    assert isinstance(loader, BuiltinTemplateLoader)
    sandbox = loader.environment
    extensions = list(sandbox.extensions)
    found = Environment(loader=loader, extensions=extensions, autoescape=False, auto_reload=False)  # noqa: S701  (as Sphinx's)
    found.filters |= sandbox.filters
    found.globals |= sandbox.globals | {"_": app.translator.gettext}
    return found
