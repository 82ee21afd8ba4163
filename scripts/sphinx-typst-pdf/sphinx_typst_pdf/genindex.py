"""The general index: Sphinx's entries, with pages instead of addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sphinx.builders import Builder
from sphinx.locale import _

from sphinx_typst_pdf import seams
from sphinx_typst_pdf.syntax import array, breakable, literal, string

NAME = 16
"""Characters without a space that may be longer than a column of the index."""


class Index(NamedTuple):
    """An index: its title, and its code."""

    title: str
    code: str


def general_index(builder: Builder, anchors: set[str]) -> Index | None:
    """Return the index of a book that has these anchors; nothing where it would be empty."""
    return _index(str(_("Index")), "genindex#", seams.index_groups(builder), anchors)


def domain_indices(builder: Builder, docnames: set[str], anchors: set[str]) -> dict[str, Index]:
    """Return the indices of domains that ``typst_domain_indices`` wants, each with its label."""
    wanted = builder.config.typst_domain_indices
    found = {}
    for name, index in seams.domain_indices(builder.env):
        if wanted is True or (isinstance(wanted, list) and name in wanted):
            groups = seams.domain_index_groups(index, docnames)
            if made := _index(str(index.localname), f"{name}#", groups, anchors):
                found[f"{name}#"] = made
    return found


def _index(
    title: str, label: str, found: Iterable[tuple[str, list[seams.IndexLine]]], anchors: set[str]
) -> Index | None:
    groups = []
    for letter, lines in found:
        rows = []
        for line in lines:
            own = _places(line, anchors)
            below = [(sub, places) for sub in line.below if (places := _places(sub, anchors)) or sub.refers]
            if not own and len(below) == 1 and below[0][0].refers:
                rows.append(f"\n({string(breakable(f'{line.name}, {below[0][0].name}', NAME))}, (), ())")
            elif own or below or line.refers:
                subs = array(f"({string(breakable(sub.name, NAME))}, {literal(places)})" for sub, places in below)
                rows.append(f"\n({string(breakable(line.name, NAME))}, {literal(own)}, {subs})")
        if rows:
            groups.append(f"\n({string(letter)}, {array(rows)})")
    code = f"#general-index([#{string(title)}], {string(label)}, {array(groups)})\n"
    return Index(title, code) if groups else None


def _places(line: seams.IndexLine, anchors: set[str]) -> list[tuple[str, bool]]:
    """Return the labels among these anchors that a line leads to, in order, each with whether it is a principal one."""
    found = [(place.address[1:], place.main) for place in line.locators if place.address.startswith("%")]
    return [(label, main) for label, main in found if label in anchors]
