"""What an entry takes over from those that it names in ``crossref`` and ``xdata``.

Source: the manual of biblatex 3.20, appendix B.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bilateral.bibliography.biblatex import FIELD_ALIASES
from bilateral.bibliography.bibtex import Entry, Field
from bilateral.bibliography.kinds import kind_of
from bilateral.problems import Problem, did_you_mean

XDATA = "xdata"
"""The kind of an entry that only holds fields for others."""
OWN = frozenset(
    {
        *("crossref", "xdata", "xref", "ids", "entryset", "execute", "label", "options", "presort", "related"),
        *("shorthand", "shorttitle", "sortkey", "sorttitle", "title", "subtitle", "titleaddon"),
        *("grade", "seen", "base", "archived", "titlelangid", "key"),
    }
)
"""Fields that nobody takes over from the work that it is in."""
_MULTIVOLUME = ("mvbook", "mvcollection", "mvproceedings", "mvreference")
_TITLES = {"title": "{}title", "subtitle": "{}subtitle", "titleaddon": "{}titleaddon"}


def inherit(entries: Iterable[Entry], file: str) -> tuple[list[Entry], list[Problem]]:
    """Return the entries with what they take over, without those that only hold fields for others."""
    by_key = {entry.key: entry for entry in entries}
    problems: list[Problem] = []
    whole = {key: _inherited(entry, by_key, file, problems, ()) for key, entry in by_key.items()}
    return [entry for entry in whole.values() if entry.kind != XDATA], sorted(set(problems))


def _inherited(
    entry: Entry, by_key: dict[str, Entry], file: str, problems: list[Problem], way: tuple[str, ...]
) -> Entry:
    fields = dict(entry.fields)
    for name in ("xdata", "crossref"):
        if name not in entry.fields:
            continue
        field = entry.fields[name]
        for key in filter(None, (part.strip() for part in field.text.split(","))):
            parent = by_key.get(key)
            if parent is None or key in (*way, entry.key):
                circle = f"'{key}' takes over from this entry in turn" if parent else f"there is no entry '{key}'"
                remedy = did_you_mean(key, by_key) if parent is None else ""
                message = f"{entry.key}: {name}: {circle}{remedy or '; name the entry to take fields from'}"
                problems.append(Problem(file, *field.place, "BIB008", message))
                continue
            taken = _inherited(parent, by_key, file, problems, (*way, entry.key)).fields
            if name == "crossref":
                taken = _renamed(taken, parent.kind, entry.kind)
            for inherited in taken.values():
                present = {FIELD_ALIASES.get(own, own) for own in fields}
                if FIELD_ALIASES.get(inherited.name, inherited.name) not in present:
                    fields[inherited.name] = inherited
    return replace(entry, fields=fields)


def _renamed(fields: dict[str, Field], parent: str, child: str) -> dict[str, Field]:
    """Return the fields under the names that they have in a part of the work: its title is the part's book title."""
    known = kind_of(child)
    if parent in _MULTIVOLUME:
        stem = "main"
    elif known and known[0] in ("article", "suppperiodical", "review"):
        stem = "journal"
    else:
        stem = "book"
    found: dict[str, Field] = {}
    for name, field in fields.items():
        if name in _TITLES:
            new = _TITLES[name].format(stem)
            found[new] = replace(field, name=new)
        elif name not in OWN:
            found[name] = field
    return found
