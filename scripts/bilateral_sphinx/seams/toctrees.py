"""The toctrees of the book as Sphinx keeps them for its sidebars, and the order in which a reader turns the pages.

Sphinx resolves them anew for each page, which is half of the time that a large book takes. Without it, the pages have
no contents, chapters are not numbered through all parts, and back-links are in no order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment


def toctrees_of(env: BuildEnvironment, docname: str) -> Iterator[addnodes.toctree]:
    """Yield the toctrees of a page, wherever they are in it."""
    yield from env.tocs[docname].findall(addnodes.toctree)


def contents_of(env: BuildEnvironment, docname: str) -> nodes.bullet_list:
    """Return the sections of a page as a list of references, with its toctrees where they stand."""
    return env.tocs[docname]


def entries_below(env: BuildEnvironment, docname: str) -> list[str]:
    """Return the pages in the toctrees of a page."""
    return list(env.toctree_includes.get(docname, ()))


def place_of_entry(env: BuildEnvironment, docname: str, entry: str) -> nodes.Element | str:
    """Return the toctree of a page that has an entry, for a message; the page itself where its text has none."""
    trees = env.get_doctree(docname).findall(addnodes.toctree)
    return next((tree for tree in trees if entry in tree["includefiles"]), docname)


def drop_entry(env: BuildEnvironment, docname: str, entry: str) -> None:
    """Leave a page out of the toctrees of another, in all that Sphinx keeps of them beside the page itself."""
    env.toctree_includes[docname] = [name for name in entries_below(env, docname) if name != entry]
    for tree in toctrees_of(env, docname):
        tree["entries"] = [pair for pair in tree["entries"] if pair[1] != entry]
        tree["includefiles"] = [name for name in tree["includefiles"] if name != entry]


def numbered_toctrees(env: BuildEnvironment) -> Iterator[tuple[str, addnodes.toctree]]:
    """Yield the numbered toctrees of the book with their pages."""
    for docname in env.numbered_toctrees:
        for tree in env.get_doctree(docname).findall(addnodes.toctree):
            if tree.get("numbered"):
                yield docname, tree


def pages_with_toctrees(env: BuildEnvironment) -> list[str]:
    """Return the pages that have toctrees."""
    return list(env.toctree_includes)


def contents_below(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of all that the toctrees of a page can show: titles, numbers and sections of what is below it."""
    shown = [(name, str(env.tocs[name])) for name in with_nested(env, docname) if name in env.tocs]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def with_nested(env: BuildEnvironment, docname: str) -> list[str]:
    """Return a page with all that are below it in toctrees."""
    found = [docname]
    for page in found:
        found += [below for below in env.toctree_includes.get(page, []) if below not in found]
    return found


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return the pages in the order in which a reader turns them."""
    return list(env.collect_relations())


def titles_around(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield each page with the titles of those above, before and after it, to which it leads."""
    for docname, around in env.collect_relations().items():
        yield docname, repr([str(env.titles[name]) for name in around if name in env.titles])
