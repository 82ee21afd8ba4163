"""Entries of the general index for people, places and bodies."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from bilateral.collation import fold
from bilateral.model import Organisation, Person, Place, Record
from bilateral.render import mention_text, sort_name
from bilateral.volume import Volume

MAIN = "main"
"""What Sphinx calls a principal locator."""


def mention_entries(volume: Volume, key: str, words: str) -> list[nodes.Node]:
    """Return the index entry of a record that a text mentions; nothing where the index does not list it.

    A transform names its target. Words that do not name a person, such as a title alone, have no entry: nobody who
    looks the person up would find them there.
    """
    record = volume.records[key]
    if isinstance(record, Person) and fold(record.family) not in fold(words):
        return []
    name = _heading(record, volume)
    return [addnodes.index(entries=[("single", name, "", "", None)])] if name else []


def home_entries(volume: Volume, key: str) -> list[nodes.Node]:
    """Return the index entry of a record at its home; an abbreviation refers to the full name."""
    record = volume.records[key]
    name = _heading(record, volume)
    if not name:
        return []
    entries = [("single", name, key, MAIN, None)]
    if isinstance(record, Organisation) and record.abbreviation:
        entries.append(("see", f"{_plain(record.abbreviation)}; {name}", key, "", None))
    return [addnodes.index(entries=entries)]


def _heading(record: Record, volume: Volume) -> str:
    """Return the heading of a person, place or body in the index; "" for other records."""
    if isinstance(record, Person):
        return _plain(sort_name(record))
    return _plain(mention_text(record, volume)) if isinstance(record, Place | Organisation) else ""


def _plain(name: str) -> str:
    """Return a name without the sign that divides entries."""
    return name.replace(";", ",")
