"""The names of destinations: what follows the # in an address of the web, wherever that is unambiguous."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sphinx.environment import BuildEnvironment


def destination_names(labels: Iterable[str], env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the names of each label, which has the form ``docname#id``.

    The id alone is the name where only one document has it, or where one of them has it as an explicit label; a
    document is also called by its own name. Anything else is found under the whole label.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    for label in dict.fromkeys(labels):
        owners[label.rpartition("#")[2]].append(label)
    explicit = {f"{docname}#{anchor}" for docname, anchor in env.domains.standard_domain.anonlabels.values()}
    names: dict[str, list[str]] = {}
    for anchor, found in owners.items():
        if not anchor:
            names.update({label: [label.removesuffix("#")] for label in found})
            continue
        claims = found if len(found) == 1 else [label for label in found if label in explicit]
        for label in found:
            names[label] = [anchor] if claims == [label] else [label]
    return names
