"""The Jinja environment behind a builder's templates.

Sphinx offers to render a template and no more. Without it, templates are compiled again in each build, which takes as
long as to fill some pages, and citations are written in Sphinx's sandbox, which takes half of their time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.jinja2glue import BuiltinTemplateLoader


def keep_compiled(app: Sphinx, folder: Path) -> None:
    """Keep the compiled templates of an HTML builder in a folder."""
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def renderer_of(app: Sphinx, name: str) -> Callable[..., str]:
    """Return the function that fills a template, found once for many pages."""
    templates = app.builder.templates
    assert isinstance(templates, BuiltinTemplateLoader)
    return templates.environment.get_template(name).render


def plain_environment(app: Sphinx) -> Environment:
    """Return an environment that finds templates as Sphinx does, without its sandbox."""
    loader = app.builder.templates
    assert isinstance(loader, BaseLoader)
    found = Environment(loader=loader, autoescape=False)  # noqa: S701  (as Sphinx's)
    found.globals["_"] = app.translator.gettext
    return found
