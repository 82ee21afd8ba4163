"""The general index: Sphinx's entries, with pages instead of addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import _

from sphinx_typst_pdf.syntax import array, string, strings

if TYPE_CHECKING:
    from sphinx_typst_pdf.builder import TypstBuilder


def general_index(builder: TypstBuilder, anchors: set[str]) -> str | None:
    """Return code for the index of a book that has these anchors; nothing where it would be empty."""
    groups = []
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        rows = []
        for name, (links, subentries, _key) in entries:
            own = _labels(links, anchors)
            # An entry that refers to another one, as by "see", has no place of its own.
            found = [(sub, sublinks, _labels(sublinks, anchors)) for sub, sublinks in subentries]
            below = [(sub, labels) for sub, sublinks, labels in found if labels or not sublinks]
            if own or below or not (links or subentries):
                subs = array(f"({string(sub)}, {strings(labels)})" for sub, labels in below)
                rows.append(f"({string(name)}, {strings(own)}, {subs})")
        if rows:
            groups.append(f"\n({string(letter)}, {array(rows)})")
    if not groups:
        return None
    return f"#general-index([#{string(_('Index'))}], {string('genindex#')}, {array(groups)})\n"


def _labels(links: Iterable[tuple[str | None, str | bool]], anchors: set[str]) -> list[str]:
    """Return the labels of links that lead to these anchors, in order, each once."""
    labels = [uri[1:] for _main, uri in links if isinstance(uri, str) and uri.startswith("%")]
    return list(dict.fromkeys(label for label in labels if label in anchors))
