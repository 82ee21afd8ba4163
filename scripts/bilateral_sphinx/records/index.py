"""Entries of the general index for people, places and bodies."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from bilateral.model import Organisation, Person, Place
from bilateral.render import mention_text, sort_name
from bilateral.volume import Volume


def index_nodes(volume: Volume, key: str, target: str) -> list[nodes.Node]:
    """Return the index entry of a record that the index lists, pointing to ``target``; nothing for other records."""
    record = volume.records[key]
    if not isinstance(record, Person | Place | Organisation):
        return []
    name = sort_name(record) if isinstance(record, Person) else mention_text(record, volume)
    return [addnodes.index(entries=[("single", name.replace(";", ","), target, "", None)])]
