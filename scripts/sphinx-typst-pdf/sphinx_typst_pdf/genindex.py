"""The general index: Sphinx's entries, with pages instead of addresses."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.builders import Builder
from sphinx.locale import _

from sphinx_typst_pdf import seams
from sphinx_typst_pdf.syntax import array, breakable, string, strings

NAME = 16
"""Characters without a space that may be longer than a column of the index."""


def general_index(builder: Builder, anchors: set[str]) -> str | None:
    """Return code for the index of a book that has these anchors; nothing where it would be empty."""
    return _index(_("Index"), "genindex#", seams.index_groups(builder), anchors)


def domain_indices(builder: Builder, docnames: set[str], anchors: set[str]) -> dict[str, str]:
    """Return code for the indices of domains that ``typst_domain_indices`` wants, each with its label."""
    wanted = builder.config.typst_domain_indices
    found = {}
    for name, index in seams.domain_indices(builder.env):
        if wanted is True or (isinstance(wanted, list) and name in wanted):
            groups = seams.domain_index_groups(index, docnames)
            if code := _index(str(index.localname), f"{name}#", groups, anchors):
                found[f"{name}#"] = code
    return found


def _index(title: str, label: str, found: Iterable[tuple[str, list[seams.IndexLine]]], anchors: set[str]) -> str | None:
    groups = []
    for letter, lines in found:
        rows = []
        for line in lines:
            own = _labels(line, anchors)
            below = [(sub, labels) for sub in line.below if (labels := _labels(sub, anchors)) or sub.refers]
            if own or below or line.refers:
                subs = array(f"({string(breakable(sub.name, NAME))}, {strings(labels)})" for sub, labels in below)
                rows.append(f"({string(breakable(line.name, NAME))}, {strings(own)}, {subs})")
        if rows:
            groups.append(f"\n({string(letter)}, {array(rows)})")
    return f"#general-index([#{string(title)}], {string(label)}, {array(groups)})\n" if groups else None


def _labels(line: seams.IndexLine, anchors: set[str]) -> list[str]:
    """Return the labels among these anchors that a line leads to, in order."""
    labels = [address[1:] for address in line.addresses if address.startswith("%")]
    return [label for label in labels if label in anchors]
