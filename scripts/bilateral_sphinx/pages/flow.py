"""The flow of text through the pages of a web book or an e-book: its letters, and where each stands in the files.

White space, punctuation and marks count for nothing: print has others at the ends of lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from typing import NamedTuple

from bilateral.folding import spaceless
from bilateral.text import letters

TOKEN = re.compile(r"""<!--.*?-->|<(/?)([A-Za-z][\w:-]*)((?:[^>"']+|"[^"]*"|'[^']*')*+)>\s*|([^<]+)""", re.DOTALL)
ID = re.compile(r"""\sid=["']([^"']+)["']""")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ASIDE = {"button", "math", "nav", "script", "select", "style", "svg", "template", "title"}
"""Elements whose text is none of the flow."""
ASIDE_CLASSES = {
    *("address", "cite-line", "footnote", "headerlink", "unseen", "visually-hidden"),
    *("book-contents", "book-downloads", "toctree-wrapper"),
}
"""Classes of such elements: what one of the formats alone has; notes and contents, which stand elsewhere in print."""
ASIDE_CLASS = re.compile(rf"""\sclass=["'](?:[^"']*\s)?(?:{"|".join(sorted(ASIDE_CLASSES))})[\s"']""")


class Tag(NamedTuple):
    """A tag that begins an element: its name, the kind of the element around it, and its id.

    ``offset`` is where it begins in the file, ``at`` how many letters precede it. What has the role of a list is one.
    """

    name: str
    around: str
    id: str
    offset: int
    at: int


@dataclass
class Flow:
    """The letters of a file, and its tags in their order.

    ``starts`` and ``offsets`` say of each run of text how many letters precede it and where it begins in the file,
    ``extents`` of each element with an id where it begins and ends; ``end`` is where the text ends.
    """

    text: str
    end: int
    letters: str = ""
    tags: list[Tag] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    extents: dict[str, tuple[int, int]] = field(default_factory=dict)

    def offset_of(self, at: int) -> int:
        """Return where the word with the letter ``at`` begins in the file; in a script without spaces, the letter."""
        number = bisect_right(self.starts, at) - 1
        run, wanted = self.runs[number], at - self.starts[number]
        passed = place = 0
        for word in _word().findall(run):
            count = len(letters(unescape(word)))
            if passed + count > wanted:
                break
            passed += count
            place += len(word)
        return self.offsets[number] + place


def read_flow(text: str) -> Flow:
    """Read a page of HTML or XHTML: what stands in ``main``, else in ``body``, from its first section or title on."""
    body = next((at for at in (text.find("<main"), text.find("<body")) if at >= 0), 0)
    begin = min((at for at in (text.find("<section", body), text.find("<h1", body)) if at >= 0), default=body)
    end = next((at for at in (text.rfind("</main>"), text.rfind("</body>")) if at >= 0), len(text))
    flow, count, parts = Flow(text, end), 0, list[str]()
    opened: list[tuple[str, str, str, int, bool]] = []  # name, kind, id, offset; whether its text is none of the flow
    around, aside = "", False  # of the innermost of them
    for token in TOKEN.finditer(text, begin, end):
        closing, name, attributes, run = token.groups()
        if run:
            if not aside and (found := letters(unescape(run))):
                flow.starts.append(count)
                flow.offsets.append(token.start())
                flow.runs.append(run)
                count += len(found)
                parts.append(found)
        elif closing:
            while opened:
                begun, _kind, id_, offset, _aside = opened.pop()
                if id_:
                    flow.extents[id_] = (offset, token.end(3) + 1)
                if begun == name:
                    break
            _name, around, _id, _offset, aside = opened[-1] if opened else ("", "", "", 0, False)
        elif name:
            id_, kind, apart, empty = _told(attributes) if attributes else ("", "", False, False)
            start = token.start()
            if not aside:
                flow.tags.append(Tag(name, around, id_, start, count))
            if not empty and name not in VOID:
                around = kind or name
                aside = aside or apart or name in ASIDE
                opened.append((name, around, id_, start, aside))
    flow.letters = "".join(parts)
    return flow


@lru_cache
def _told(attributes: str) -> tuple[str, str, bool, bool]:
    """Return what attributes say: the id, the kind, whether the text is none of the flow, and whether there is none."""
    known = ID.search(attributes) if "id=" in attributes else None
    kind = "ul" if 'role="list"' in attributes else ""
    apart = "class=" in attributes and bool(ASIDE_CLASS.search(attributes))
    return known[1] if known else "", kind, apart, attributes.endswith("/")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"\s+|[{spaceless()}]|[^\s{spaceless()}]+")


def joined(flows: Iterable[Flow]) -> tuple[str, list[int]]:
    """Return the letters of all files, and where those of each begin."""
    starts, count, parts = [], 0, []
    for flow in flows:
        starts.append(count)
        parts.append(flow.letters)
        count += len(flow.letters)
    return "".join(parts), starts
