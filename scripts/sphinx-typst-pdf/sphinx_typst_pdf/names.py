"""The names of destinations: what follows the # in an address of the web, wherever that is unambiguous."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from sphinx.environment import BuildEnvironment

from sphinx_typst_pdf import seams


def destination_names(labels: Iterable[str], env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the names of each label, which has the form ``docname#id``; labels come in the order of the book.

    The id alone is the name where only one document has it, or where one of them has it as an explicit label. A
    document has the name of the label of its first heading, or its own where that has none. Anything else is found
    under the whole label.
    """
    labels = list(labels)
    owners: dict[str, list[str]] = defaultdict(list)
    for label in dict.fromkeys(labels):
        owners[label.rpartition("#")[2]].append(label)
    explicit = {f"{docname}#{anchor}" for docname, anchor in seams.explicit_labels(env)}
    after = {label: following for label, following in pairwise(labels) if label.endswith("#")}
    names: dict[str, list[str]] = {}
    for anchor, found in owners.items():
        if not anchor:
            for label in found:
                first = after.get(label, "")
                labelled = first.startswith(label) and first in explicit
                names[label] = [(first if labelled else label).strip("#").rpartition("#")[2]]
            continue
        claims = found if len(found) == 1 else [label for label in found if label in explicit]
        for label in found:
            names[label] = [anchor] if claims == [label] else [label]
    return names
