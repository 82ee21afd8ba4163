"""The Jinja environment behind a builder's templates.

Sphinx offers to render a template and no more. Without it, templates are compiled again in each build, which takes as
long as to fill some pages, and thousands of citations and permanent addresses in Sphinx's sandbox, which takes half of
their time.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, TemplateNotFound, meta
from sphinx.application import Sphinx
from sphinx.jinja2glue import BuiltinTemplateLoader


def keep_compiled(app: Sphinx) -> None:
    """Keep the compiled templates of an HTML builder, beside the doctrees."""
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        templates.environment.bytecode_cache = FileSystemBytecodeCache(_folder(app))


def _folder(app: Sphinx) -> str:
    folder = Path(app.doctreedir, "templates")
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def plain_environment(app: Sphinx) -> Environment:
    """Return an environment that finds templates as Sphinx does, without its sandbox, and looks for each once."""
    loader = app.builder.templates
    assert isinstance(loader, BuiltinTemplateLoader)
    sandbox = loader.environment
    extensions = list(sandbox.extensions)
    found = Environment(loader=loader, extensions=extensions, autoescape=False, auto_reload=False)  # noqa: S701  (as Sphinx's)
    found.bytecode_cache = FileSystemBytecodeCache(_folder(app), "plain-%s.cache")  # the sandbox has its own
    found.filters |= sandbox.filters
    found.globals |= sandbox.globals | {"_": app.translator.gettext}
    return found


def sources(environment: Environment, *names: str) -> dict[str, str]:
    """Return the sources of templates, and of all that they name, by their names; "" of one that there is not."""
    found: dict[str, str] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            assert environment.loader is not None
            try:
                found[name], _, _ = environment.loader.get_source(environment, name)
            except TemplateNotFound:
                if name in names:
                    raise
                found[name] = ""  # it may be missing
            waiting += filter(None, meta.find_referenced_templates(environment.parse(found[name])))
    return found
