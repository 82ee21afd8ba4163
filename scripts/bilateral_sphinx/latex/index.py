"""The order of the index set by LaTeX: that of all other formats, by keys of our own.

xindy, which sorts it, has rules for forty languages and knows no readings of names. Here each entry has a key, which is
its rank, and each heading is a group of keys; the numbers of pages are what is left for xindy to do. Keys are digits:
those alone are the same in all of its languages. What Sphinx asks it to load, it looks for beside the book first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from bilateral.collation import collation_key
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.general_index import Entry, index_parts
from bilateral_sphinx.seams.latex import index_entry, see_entry

GROUPS = "latin-lettergroups.xdy"
"""The module of xindy that says how headings are printed; ours says which there are, too."""
NUMERIC = "numeric-sort.xdy"
"""The module by which digits are sorted as numbers; ours is empty, for keys are sorted by their digits."""
_MARKUP = r"""(markup-letter-group :open-head "~n  \lettergroupDefault{" :close-head "}" :group "default")
(markup-letter-group :open-head "~n  \lettergroup{" :close-head "}")
"""


def order_index(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Write the entries of a book with their keys, and its headings beside it."""
    if app.builder.format != "latex":
        return
    index = Index(app.config.records_locale, [entry for node in _nodes(document) for entry in node["entries"]])
    for node in _nodes(document):
        code = "".join(map(index.code, node["entries"]))
        node.replace_self(nodes.raw("", rf"{code}\ignorespaces{{}}", format="latex"))
    Path(app.outdir, GROUPS).write_text(index.groups(), "utf-8")
    Path(app.outdir, NUMERIC).write_text("", "utf-8")


def _nodes(document: nodes.document) -> Iterator[addnodes.index]:
    return iter(list(document.findall(addnodes.index)))


class Index:
    """The entries of a book in the order of a language."""

    def __init__(self, locale: str, entries: list[Entry]) -> None:
        headed: dict[str, Any] = {}
        below: dict[str, None] = {}
        for entry in entries:
            first, *others = index_parts(entry)
            headed.setdefault(first, entry[4])
            if entry[0] == "single":
                below |= dict.fromkeys(others)
        order = sorted(headed, key=lambda words: headed[words].lower() if headed[words] else "")  # symbols come first
        self._headings = list(dict.fromkeys(str(headed[words]) for words in order if headed[words]))
        places = {heading: place for place, heading in enumerate(self._headings, 1)}
        self._keys = {words: f"{places.get(headed[words], 0):05}{rank:07}" for rank, words in enumerate(order)}
        ranked = sorted(below, key=lambda words: collation_key(words, locale))
        self._keys_below = {words: f"{rank:07}" for rank, words in enumerate(ranked)}

    def code(self, entry: Entry) -> str:
        """Return an entry as TeX writes it down for xindy."""
        kind, _, _, main, _ = entry
        first, *others = index_parts(entry)
        if kind != "single":
            return see_entry(self._keys[first], first, others[0])
        keys = [self._keys[first], *(self._keys_below[words] for words in others)]
        return index_entry(keys, [first, *others], "|spxpagem" if main else "")

    def groups(self) -> str:
        """Return the headings as a module of xindy, in their order; it has some of the same names already."""
        lines = [
            f'(define-letter-group "{{}}{heading}" :prefixes ("{place:05}")'
            + (f' :after "{{}}{before}")' if before else ")")
            for place, (before, heading) in enumerate(pairwise(["", *self._headings]), 1)
        ]
        return "\n".join([*lines, _MARKUP])


def setup(app: Sphinx) -> None:
    """Order the index when all its entries are known."""
    connect(app, Phase.RESOLVED, order_index)
