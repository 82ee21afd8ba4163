"""Entries of the general index for people, places and bodies."""

from __future__ import annotations

from bilateral.model import Organisation, Person, Place
from bilateral.render import mention_text, sort_name
from bilateral.volume import Volume
from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment


def index_nodes(volume: Volume, key: str, env: BuildEnvironment) -> list[nodes.Node]:
    """Return an index entry, with the target that it points to, for a record that the index lists."""
    record = volume.records[key]
    if not isinstance(record, Person | Place | Organisation):
        return []
    name = sort_name(record) if isinstance(record, Person) else mention_text(record, volume)
    target = f"index-{env.new_serialno('index')}"
    entry = addnodes.index(entries=[("single", name.replace(";", ","), target, "", None)])
    return [entry, nodes.target("", "", ids=[target])]
