"""The contents of the e-book: every page that any toctree names, in its part, with its sections; last, the index.

What a toctree shows on its page, ``:hidden:`` or ``:maxdepth:`` say; the contents of a book leave no chapter out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.records.nodes import title_of
from bilateral_sphinx.seams.toctrees import contents_of


@dataclass
class Point:
    """A line of the contents: its text, the page or the address that it leads to, and the lines below it."""

    text: str
    docname: str
    anchor: str = ""
    below: list[Point] = field(default_factory=list)


def points_of(env: BuildEnvironment, root: str, depth: int) -> list[Point]:
    """Return the contents: parts with their chapters, and what is below these.

    ``depth`` counts the levels of each page, 1 for its title alone; pages are shown however deep they are.
    """
    return _Contents(env, depth, {root}).below([contents_of(env, root)], levels=0, parts=True)


def pages_of(points: Iterable[Point]) -> Iterator[str]:
    """Yield the pages of the contents in their order."""
    for point in points:
        yield point.docname
        yield from pages_of(point.below)


@dataclass
class _Contents:
    env: BuildEnvironment
    depth: int
    seen: set[str]

    def below(self, found: Iterable[nodes.Node], *, levels: int, parts: bool = False) -> list[Point]:
        """Return the lines of what Sphinx keeps of a page: so many levels of sections, and all its toctrees."""
        points: list[Point] = []
        for node in found:
            if isinstance(node, addnodes.toctree):
                chapters = [self._page(title, name) for title, name in node["entries"] if self._is_new(name)]
                caption = node.get("caption") if parts and chapters else None
                points += [Point(caption, chapters[0].docname, below=chapters)] if caption else chapters
            elif isinstance(node, nodes.list_item) and levels:
                line = next(node.findall(nodes.reference))
                below = self.below(node.children[1:], levels=levels - 1)
                title = title_of(nodes.title("", "", *line.deepcopy().children))
                points.append(Point(title, line["refuri"], line["anchorname"], below))
            elif isinstance(node, nodes.Element):
                points += self.below(node.children, levels=levels, parts=parts)
        return points

    def _is_new(self, docname: str) -> bool:
        new = docname in self.env.titles and docname not in self.seen
        self.seen.add(docname)
        return new

    def _page(self, explicit: str | None, docname: str) -> Point:
        items = contents_of(self.env, docname).children
        below = [line for item in items if isinstance(item, nodes.Element) for line in self._inside(item)]
        return Point(explicit or title_of(self.env.titles[docname]), docname, below=below)

    def _inside(self, item: nodes.Element) -> list[Point]:
        """Return the lines below the title of a page."""
        return self.below(item.children[1:], levels=self.depth - 1)
