"""The contents of the book, read once from the toctrees of the home page, for every page and for the home page itself.

The theme resolves all toctrees anew on each page, which is half of the time that a large book takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import cast
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral_sphinx.phases import Phase, PostTransforms, connect
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.seams.section_numbers import number_of
from bilateral_sphinx.seams.toctrees import pages_with_toctrees, toctrees_of
from bilateral_sphinx.state import state_of
from bilateral_sphinx.web.builders import is_web

EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:")


@dataclass(frozen=True)
class Item:
    """A line of the contents: a chapter with what is below it, or an address elsewhere."""

    docname: str
    number: str
    title: str
    below: tuple[Item, ...]
    relative: Callable[[str, str], str]

    def address(self, pagename: str) -> str:
        """Return the address as seen from a page."""
        return self.docname if EXTERNAL.match(self.docname) else self.relative(pagename, self.docname) or "#"

    @cached_property
    def pages(self) -> frozenset[str]:
        """The page itself and those below it."""
        return frozenset({self.docname}.union(*(item.pages for item in self.below)))

    def holds(self, pagename: str) -> bool:
        """Tell whether a page is this one or below it."""
        return pagename in self.pages


@dataclass(frozen=True)
class Part:
    """A part of the book: its heading and its chapters."""

    caption: str
    chapters: tuple[Item, ...]
    folder_of: Callable[[str], str]
    lines: dict[str, dict[int, str]] = field(default_factory=dict, compare=False)
    """The lines of the chapters as seen from a folder, that of the last page."""

    def lines_on(self, pagename: str, write: Callable[[Item, str], str]) -> str:
        """Return the lines of the chapters on a page: all but that of its own are those of other pages in its folder.

        To write each line on each page takes a time that grows with the square of the book.
        """
        folder = self.folder_of(pagename)
        if folder not in self.lines:
            self.lines.clear()
        known = self.lines.setdefault(folder, {})
        for place, item in enumerate(self.chapters):
            if place not in known and not item.holds(pagename):
                known[place] = write(item, pagename)
        return "".join(
            write(item, pagename) if item.holds(pagename) else known[place] for place, item in enumerate(self.chapters)
        )


_parts: WeakKeyDictionary[Builder, tuple[Part, ...]] = WeakKeyDictionary()
"""The parts as each builder has rendered them."""


def parts_of(app: Sphinx) -> tuple[Part, ...]:
    """Return the parts; they are rendered once for all pages."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    if builder not in _parts:
        trees = toctrees_of(app.env, app.config.root_doc)
        around = frozenset({app.config.root_doc})
        _parts[builder] = tuple(
            Part(tree.get("caption") or "", _items(builder, tree, around), partial(_folder, builder)) for tree in trees
        )
    return _parts[builder]


def _folder(builder: Builder, pagename: str) -> str:
    return builder.get_target_uri(pagename).rpartition("/")[0]


def _items(builder: StandaloneHTMLBuilder, tree: addnodes.toctree, around: frozenset[str]) -> tuple[Item, ...]:
    env = builder.env
    items = []
    for explicit, ref in tree["entries"]:
        if ref in around or (ref not in env.titles and not EXTERNAL.match(ref)):
            continue
        below: list[Item] = []
        number, title = "", nodes.Text(explicit or ref).astext()
        if ref in env.titles:
            number = number_of(env, ref)
            title = _title(builder, env.titles[ref], explicit)
            for inner in toctrees_of(env, ref):
                below += _items(builder, inner, around | {ref})
        items.append(Item(ref, number, title, tuple(below), builder.get_relative_uri))
    return tuple(items)


def _words(env: BuildEnvironment, ref: str) -> str:
    """Return a title as text; its node has attributes that differ between a page just read and one kept."""
    return "".join(map(str, env.titles[ref].children)) if ref in env.titles else ""


def _title(builder: StandaloneHTMLBuilder, node: nodes.title, explicit: str | None) -> str:
    """Return a title as HTML, without the number that Sphinx puts before it."""
    plain = nodes.title("", explicit) if explicit else node.deepcopy()
    plain.attributes.pop("secnumber", None)
    return StandaloneHTMLBuilder.render_partial(builder, plain)["title"]  # a copy, which nobody asks for again


def sections_of(toc: str) -> str:
    """Return the sections in the table of contents of a page, without the page's own title; empty if there are none."""
    start = toc.find("<ul", toc.find("</a>"))
    end = toc.rfind("</ul>", 0, toc.rfind("</ul>"))
    return toc[start : end + len("</ul>")] if 0 < start < end else ""


class TakeContents(SphinxPostTransform):
    """Take the toctrees out of the home page of the web book: its template prints the contents."""

    default_priority = PostTransforms.FIRST

    def run(self, **kwargs: object) -> None:
        """Remove them; the environment keeps what they say."""
        if self.env.current_document.docname == self.config.root_doc and is_web(app_of(self.env)):
            for tree in list(self.document.findall(addnodes.toctree)):
                box = tree.parent  # Sphinx puts each into a box of its own
                box.parent.remove(box)


def changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return every page when a line of the contents has changed, since they all show it."""
    state = state_of(env)
    before, now = state.contents, _lines(env, app.config.root_doc)
    state.contents = now
    return sorted(env.all_docs) if before is not None and before != now else []


def _lines(env: BuildEnvironment, docname: str) -> list[str]:
    """Return captions, numbers and titles, as one text each."""
    lines = []
    for name in [docname, *pages_with_toctrees(env)]:
        for tree in toctrees_of(env, name):
            lines.append(f"{name}: {tree.get('caption')}")
            lines += [f"{explicit} {ref} {number_of(env, ref)} {_words(env, ref)}" for explicit, ref in tree["entries"]]
    return lines


def setup(app: Sphinx) -> None:
    """Compare when chapters have their numbers, which the numbering gives at priority 900."""
    app.add_post_transform(TakeContents)
    connect(app, Phase.NUMBERED, changed)
