"""What the doctrees of a project hold, counted by the tests' own code."""

from __future__ import annotations

import pickle
from collections import Counter
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from sphinx import addnodes


def read_doctrees(folder: Path) -> dict[str, nodes.document]:
    """Return the doctrees of a folder as they were read, before references were resolved, by document."""
    found = {}
    for path in sorted(folder.rglob("*.doctree")):
        found[path.relative_to(folder).with_suffix("").as_posix()] = pickle.loads(path.read_bytes())
    return found


doctrees_of = lru_cache(read_doctrees)
"""The same, read once; nobody may change them."""


def for_typst(node: nodes.Node) -> bool:
    """Tell whether a node is printed in a PDF by Typst: where it is, not where it is defined, and not for others."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.substitution_definition):
            return False
        if isinstance(node, addnodes.only) and node["expr"] != "typst":
            return False
    return True


def found(documents: dict[str, nodes.document], *kinds: type[nodes.Element]) -> list[nodes.Element]:
    """Return the nodes of these kinds in all documents."""
    every = [node for tree in documents.values() for node in tree.findall() if isinstance(node, kinds)]
    return [node for node in every if for_typst(node)]


def wanted_structure(documents: dict[str, nodes.document]) -> Counter[str]:
    """Return how many elements of each kind the structure tree of these documents must have, at the least."""
    lists = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.field_list, nodes.option_list)
    items = (nodes.list_item, nodes.definition_list_item, nodes.field, nodes.option_list_item)
    printed = [node for node in found(documents, *lists) if not isinstance(node.parent, addnodes.acks)]
    printed = [node for node in printed if not (isinstance(node, nodes.field_list) and not node.children)]
    entries = found(documents, nodes.entry)
    heads = [entry for entry in entries if isinstance(entry.parent.parent, nodes.thead) or is_stub(entry)]
    images = [node for node in found(documents, nodes.image) if node.get("alt") != ""]
    noted = {ref.get("refid") for ref in found(documents, nodes.footnote_reference)}
    notes = [note for note in found(documents, nodes.footnote) if noted & set(note["ids"])]
    titled = [node for node in found(documents, nodes.table) if isinstance(node.children[0], nodes.title)]
    captions = found(documents, nodes.caption)
    return Counter(
        {
            "L": len(printed),
            "LI": len([item for item in found(documents, *items) if item.parent in printed]),
            "Table": len(found(documents, nodes.table)),
            "TR": len(found(documents, nodes.row)),
            "TH": len(heads),
            "TD": len(entries) - len(heads),
            "Figure": len(images),
            "Formula": len(found(documents, nodes.math, nodes.math_block)),
            "BlockQuote": len(found(documents, nodes.block_quote)),
            "Note": len(notes),
            "Caption": len(titled) + len(captions),
        }
    )


def is_stub(entry: nodes.Element) -> bool:
    """Tell whether a cell of a table body stands in a column that heads the rows; cells above may reach down to it."""
    body = entry.parent.parent
    if not isinstance(body, nodes.tbody):
        return False
    group = body.parent
    stubs = [bool(spec.get("stub")) for spec in group.findall(nodes.colspec)]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(body.children):
        x = 0
        for cell in row.children:
            while (x, y) in taken:
                x += 1
            if cell is entry:
                return stubs[x]
            assert isinstance(cell, nodes.entry)
            wide, tall = cell.get("morecols", 0) + 1, cell.get("morerows", 0) + 1
            taken |= {(x + dx, y + dy) for dx in range(wide) for dy in range(tall)}
            x += wide
    return False


def wanted_headings(documents: dict[str, nodes.document]) -> list[str]:
    """Return the titles of all sections, as text."""
    return [title.astext() for title in found(documents, nodes.title) if isinstance(title.parent, nodes.section)]
