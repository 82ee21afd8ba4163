"""Entries of the general index for people, places and bodies."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from bilateral.direction import END, ISOLATE, direction_of, isolated
from bilateral.folding import fold
from bilateral.model import Record
from bilateral.render import language_of, reading_of, sort_text
from bilateral.translation import made_of
from bilateral.volume import Volume
from bilateral_sphinx.seams.general_index import Entry

MAIN = "main"
"""What Sphinx calls a principal locator."""


def mention_entries(volume: Volume, key: str, words: str) -> list[nodes.Node]:
    """Return the index entry of a record that a text mentions; nothing where the index does not list it.

    A transform names its target. Words that do not name a person, such as a title alone, have no entry: nobody who
    looks the person up would find them there.
    """
    record = volume.records[key]
    headword = volume.kind_of(record).headword
    if headword and fold(headword(record)) not in fold(words):
        return []
    name = _heading(record, volume)
    return [addnodes.index(entries=[("single", name, "", "", reading_of(record, volume))])] if name else []


def home_entries(volume: Volume, key: str) -> list[nodes.Node]:
    """Return the index entry of a record at its home; an abbreviation refers to the full name."""
    record = volume.records[key]
    name = _heading(record, volume)
    if not name:
        return []
    entries: list[Entry] = [("single", name, key, MAIN, reading_of(record, volume))]
    see = volume.kind_of(record).see
    if see and (other := see(record)):
        entries.append(("see", made_of(name, f"{_plain(other)}; {name}"), key, "", None))
    return [addnodes.index(entries=entries)]


def _heading(record: Record, volume: Volume) -> str:
    """Return the heading of a record in the index; "" where the index does not list its kind."""
    if not volume.kind_of(record).indexed:
        return ""
    text, direction = sort_text(record, volume), direction_of(volume.edition.language)
    name, language = _plain(text), language_of(record, volume)
    turned = language and direction_of(language) != direction and isolated(name, direction) != name
    return made_of(text, f"{ISOLATE}{name}{END}" if turned else isolated(name, direction))


def _plain(name: str) -> str:
    """Return a name without the sign that divides entries."""
    return name.replace(";", ",")
