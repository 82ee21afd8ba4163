"""What the builder uses of Sphinx and docutils that they do not promise to keep.

Each function says why it is needed and what breaks without it; no other module touches these names. Tests call each one
on a small project, and so name the one that is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from docutils import nodes
from docutils.utils import math as docutils_math
from docutils.utils.math import latex2mathml, mathml_elements
from pygments.lexer import Lexer
from pygments.style import Style
from sphinx.builders import Builder
from sphinx.domains import Index
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.highlighting import PygmentsBridge
from sphinx.locale import admonitionlabels
from sphinx.transforms import SphinxContentsFilter as ContentsFilter

__all__ = ["ContentsFilter", "docutils_math", "latex2mathml", "mathml_elements"]
"""Sphinx's filter of titles, without which running heads would say otherwise than contents on the web; docutils' reader
of LaTeX mathematics, and the tree that it makes. No other reader of such mathematics is in a wheel
that Sphinx needs anyway; without it, formulas would be printed as they are written."""

Number = tuple[int, ...]


def section_numbers(env: BuildEnvironment, docname: str) -> dict[str, Number]:
    """Return the numbers of a document's sections, by ``#id``, or an empty text for the document's own.

    A collector of Sphinx gives them; without them, numbers in print would differ from those on the web.
    """
    return {anchor: tuple(number) for anchor, number in env.toc_secnumbers.get(docname, {}).items()}


def figure_numbers(env: BuildEnvironment, docname: str, kind: str) -> dict[str, Number]:
    """Return the numbers of a document's figures of a kind, by id. They are kept like those of sections."""
    return {anchor: tuple(number) for anchor, number in env.toc_fignumbers.get(docname, {}).get(kind, {}).items()}


def numbered_kind(env: BuildEnvironment, node: nodes.Node) -> str:
    """Return the kind among which a node is numbered, such as ``table``; needed to look up its number."""
    return env.domains.standard_domain.get_enumerable_node_type(node) or ""


def equation_number(env: BuildEnvironment, label: str) -> str | None:
    """Return the number of a displayed formula by its label; without it, TeX's own references would lead nowhere."""
    docname, number = env.domains.math_domain.equations.get(label, ("", None))
    if number is not None and env.config.math_numfig and env.config.numfig:
        found = figure_numbers(env, docname, "displaymath").get(nodes.make_id(f"equation-{label}"), ())
        return env.config.math_numsep.join(map(str, found)) or None
    return None if number is None else str(number)


def places(env: BuildEnvironment) -> Iterator[object]:
    """Yield all that can be referred to, with its title and number, in a fixed order.

    Sphinx does not tell which documents refer to what has changed; without this, references would go stale.
    """
    for domain in env.domains.sorted():
        yield domain.name, sorted(map(repr, domain.get_objects()))
    yield sorted(map(repr, env.domains.math_domain.equations.items()))
    yield sorted(env.toc_secnumbers.items())
    yield sorted(env.toc_fignumbers.items())


def explicit_labels(env: BuildEnvironment) -> set[tuple[str, str]]:
    """Return document and id of each label that an author has set; without them, equal ids stay ambiguous."""
    return set(env.domains.standard_domain.anonlabels.values())


def included(env: BuildEnvironment, docname: str) -> list[str]:
    """Return the documents in the toctrees of a document; without them, documents outside of books would be written."""
    return list(env.toctree_includes.get(docname, []))


def pictures(env: BuildEnvironment) -> list[tuple[str, str]]:
    """Return each picture's path below the source folder, and the name, unique in a project, that Sphinx gave it."""
    return [(path, name) for path, (_documents, name) in env.images.items()]


class IndexLocator(NamedTuple):
    """A place that a line of an index leads to, and whether it is a principal one."""

    address: str
    main: bool


class IndexLine(NamedTuple):
    """A line of an index: a name, the places it leads to, and the lines below it, which have none below them."""

    name: str
    locators: list[IndexLocator]
    below: list[IndexLine]
    refers: bool
    """Whether it only refers to other entries, as by "see"."""


def index_groups(builder: Builder) -> Iterator[tuple[str, list[IndexLine]]]:
    """Yield the groups of the general index, each with its letter and lines, sorted as in HTML.

    Sphinx's adapter does the sorting and the grouping; without it, there is no index.
    """
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        lines = []
        for name, (links, subentries, _key) in entries:
            below = [IndexLine(sub, _locators(found), [], not found) for sub, found in subentries]
            lines.append(IndexLine(name, _locators(links), below, not links and not subentries))
        yield letter, lines


def _locators(links: Iterable[tuple[str | None, str | bool]]) -> list[IndexLocator]:
    """Return each place once; Sphinx has put the principal ones first."""
    found: dict[str, IndexLocator] = {}
    for main, address in links:
        if isinstance(address, str):
            found.setdefault(address, IndexLocator(address, bool(main)))
    return list(found.values())


def domain_indices(env: BuildEnvironment) -> list[tuple[str, Index]]:
    """Return the indices of domains by their names, such as py-modindex; without them, they could not be printed."""
    found = [(domain, index) for domain in env.domains.sorted() for index in domain.indices]
    return [(f"{domain.name}-{index.name}", index(domain)) for domain, index in found]


def domain_index_groups(index: Index, docnames: set[str]) -> Iterator[tuple[str, list[IndexLine]]]:
    """Yield the groups of the index of a domain in these documents, like those of the general index."""
    for letter, entries in index.generate(docnames)[0]:
        lines: list[IndexLine] = []
        for name, subtype, docname, anchor, *_ in entries:  # some domains give lists in the place of named tuples
            places = [IndexLocator(f"%{docname}#{anchor}", main=False)] if docname else []
            line = IndexLine(name, places, [], refers=False)
            if subtype == 2 and lines:  # noqa: PLR2004  (Sphinx's mark of an entry below another)
                lines[-1].below.append(line)
            else:
                lines.append(line)
        yield letter, lines


def admonition_title(kind: str) -> str:
    """Return what an admonition is called in the language of the project, in Sphinx's own translations."""
    return str(admonitionlabels.get(kind, kind.capitalize()))


class Highlighter:
    """Pygments as Sphinx uses it: its aliases, its guesses, its warnings of what cannot be read.

    Without it, a listing could be coloured otherwise than in HTML, or its language not be found.
    """

    def __init__(self, stylename: str) -> None:
        self._bridge = PygmentsBridge("html", stylename)
        self.style: type[Style] = self._bridge.formatter_args["style"]

    def lexer(self, source: str, language: str, options: dict[str, Any], node: nodes.Node, *, force: bool) -> Lexer:
        """Return the lexer of a listing."""
        return self._bridge.get_lexer(source, language, options, force=force, location=node)


def fail(builder: Builder) -> None:
    """Let ``sphinx-build`` end with an error though it goes on; the other books of a project are still set."""
    builder._app.statuscode = 1  # noqa: SLF001  (as above: no other way but an exception)
