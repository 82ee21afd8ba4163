"""Compare two editions: records and sources field by field, sections by their text, anchors by their pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from bilateral.anchors import source_anchor
from bilateral.editions import FrozenEdition, Section, Snapshot

ADDED, CORRECTED, WITHDRAWN = "added", "corrected", "withdrawn"
MOVED, RETITLED, REWORDED, RETIRED = "moved", "retitled", "reworded", "retired"


@dataclass(frozen=True)
class Change:
    """One change: of what part (record, source, section, anchor), how, and what was and is told in which field.

    ``anchor`` is that of the part, or of what has taken its place; "" where nothing has. ``key`` is the part itself;
    ``sources`` are the keys of those that the record has now; ``page`` is the one that the part began on in print.
    """

    part: str
    how: str
    key: str
    anchor: str
    title: str
    field: str = ""
    old: str = ""
    new: str = ""
    sources: tuple[str, ...] = ()
    page: str = ""

    @property
    def own_anchor(self) -> str:
        """The anchor of the part itself."""
        return source_anchor(self.key) if self.part == "source" else self.key


def compare(old: FrozenEdition, new: FrozenEdition) -> list[Change]:
    """Return all that differs, in the order of the new edition, what is withdrawn last."""
    named = {*old.records, *new.records, *old.sections, *new.sections}
    named |= {source_anchor(key) for key in (*old.sources, *new.sources)}
    changes = [
        *_of_snapshots("record", old.records, new.records, new),
        *_of_snapshots("source", old.sources, new.sources, new),
        *_of_sections(old, new),
        *_of_anchors(old, new, named),
    ]
    pages = old.printed.anchors
    return [replace(one, page=pages[one.own_anchor]) if one.own_anchor in pages else one for one in changes]


def _of_snapshots(
    part: str, before: Mapping[str, Snapshot], after: Mapping[str, Snapshot], new: FrozenEdition
) -> Iterator[Change]:
    for key, snapshot in after.items():
        anchor = source_anchor(key) if part == "source" else key
        sources = (key,) if part == "source" else tuple(dict.fromkeys(_sources(snapshot.fields)))
        if key not in before:
            yield Change(part, ADDED, key, anchor, snapshot.title, sources=sources)
            continue
        if before[key] == snapshot:  # most are: a large volume is not walked through
            continue
        if before[key].kind != snapshot.kind:
            yield Change(part, CORRECTED, key, anchor, snapshot.title, "kind", before[key].kind, snapshot.kind, sources)
        for name, was, now in _differences("", before[key].fields, snapshot.fields):
            yield Change(part, CORRECTED, key, anchor, snapshot.title, name, was, now, sources)
    for key, snapshot in before.items():
        if key not in after:
            anchor = source_anchor(key) if part == "source" else key
            yield Change(part, WITHDRAWN, key, _successor(anchor, new), snapshot.title)


def _differences(name: str, old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    """Yield field, old and new value of all that differs; items of lists are told apart by what they say."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*new, *old]):
            inner = f"{name}.{key}" if name else key
            if key in old and key in new:
                yield from _differences(inner, old[key], new[key])
            else:
                yield inner, _shown(old.get(key)), _shown(new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_lists(name, old, new)
    elif old != new:
        yield name, _shown(old), _shown(new)


def _in_lists(name: str, old: list[Any], new: list[Any]) -> Iterator[tuple[str, str, str]]:
    before, after = ([json.dumps(item, sort_keys=True) for item in items] for items in (old, new))
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        paired = min(end - start, new_end - new_start)
        for at in range(paired):
            yield from _differences(f"{name}[{new_start + at + 1}]", old[start + at], new[new_start + at])
        yield from ((name, _shown(item), "") for item in old[start + paired : end])
        yield from ((name, "", _shown(item)) for item in new[new_start + paired : new_end])


def _shown(value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    return "" if value is None else str(value)


def _sources(value: Any) -> Iterator[str]:
    """Yield the keys of the sources that anything in a record is linked to."""
    if isinstance(value, Mapping):
        if isinstance(value.get("source"), str) and "stance" in value:
            yield value["source"]
        for inner in value.values():
            yield from _sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner)


def _of_sections(old: FrozenEdition, new: FrozenEdition) -> Iterator[Change]:
    for label, section in new.sections.items():
        before: Section | None = old.sections.get(label)
        if before is None:
            yield Change("section", ADDED, label, label, section.title)
            continue
        if before.page != section.page:
            yield Change("section", MOVED, label, label, section.title, "page", before.page, section.page)
        if before.title != section.title:
            yield Change("section", RETITLED, label, label, section.title, "title", before.title, section.title)
        if before.digest != section.digest:
            yield Change("section", REWORDED, label, label, section.title)
    for label, section in old.sections.items():
        if label not in new.sections:
            yield Change("section", WITHDRAWN, label, _successor(label, new), section.title)


def _of_anchors(old: FrozenEdition, new: FrozenEdition, named: set[str]) -> Iterator[Change]:
    """Yield what became of anchors that are none of a record, a source or a section, such as those of tables."""
    for name, page in old.anchors.items():
        if name in named:
            continue
        if name not in new.anchors:
            yield Change("anchor", RETIRED, name, _successor(name, new), name)
        elif new.anchors[name] != page:
            yield Change("anchor", MOVED, name, name, name, "page", page, new.anchors[name])


def _successor(anchor: str, new: FrozenEdition) -> str:
    """Return the anchor that has taken the place of one that has gone; "" where none has."""
    while anchor in new.redirects:
        anchor = new.redirects[anchor]
    return anchor if anchor in new.anchors else ""
