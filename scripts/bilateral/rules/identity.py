"""Ids are unique and well named, and references lead to records of the right kind."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral import fields
from bilateral.problems import KeyPath, Problem, did_you_mean, format_path
from bilateral.volume import Volume


def unique_ids(volume: Volume) -> Iterator[Problem]:
    """REL001: no id, and no country code, stands twice."""
    seen: dict[str, KeyPath] = {}
    for index, register in enumerate(volume.file.registers):
        place: KeyPath = ("registers", index)
        if register.letter in seen:
            message = f"{format_path(place)}: the letter '{register.letter}' is already taken; choose another"
            yield volume.document.problem((*place, "letter"), "REL001", message)
        seen.setdefault(register.letter, place)
    for path, record, kind in volume.located_kinds():
        for field in dict.fromkeys(("id", kind.key)):
            key = getattr(record, field)
            if key in seen:
                first = format_path(seen[key])
                message = f"{format_path(path)}: the {field} '{key}' is already that of {first}; choose another"
                yield volume.document.problem((*path, field), "REL001", message)
            seen.setdefault(key, path)


def prefixes(volume: Volume) -> Iterator[Problem]:
    """REL020: an id says by its prefix what it is the id of."""
    for path, record in volume.located:
        if not record.id.startswith(f"{record.prefix}-"):
            message = f"{format_path(path)}: the id '{record.id}' must start with '{record.prefix}-'"
            yield volume.document.problem((*path, "id"), "REL020", message)


def references(volume: Volume) -> Iterator[Problem]:
    """REL002, REL003: every reference leads to a record, and to one of the kind that belongs there."""
    kinds = {getattr(record, kind.key): kind.name for _, record, kind in volume.located_kinds()}
    by_collection: dict[str, list[str]] = {}
    for key, kind in kinds.items():
        by_collection.setdefault(kind, []).append(key)
    everywhere = [((), volume.edition), *volume.located]
    for path, part in everywhere:
        start: KeyPath = path or ("volume",)
        for place, key, ref in fields.references(part, start):
            if kinds.get(key) in ref.collections:
                continue
            wanted = " or ".join(ref.collections)
            if key in kinds:
                message = f"{format_path(place)}: '{key}' is in {kinds[key]}; one of {wanted} belongs here"
                yield volume.document.problem(place, "REL003", message)
            else:
                known = [name for collection in ref.collections for name in by_collection.get(collection, [])]
                message = f"{format_path(place)}: no '{key}' in {wanted}{did_you_mean(key, known) or '; add it there'}"
                yield volume.document.problem(place, "REL002", message)


def source_keys(volume: Volume) -> Iterator[Problem]:
    """REL004: every source is in the bibliography."""
    for index, register in enumerate(volume.file.registers):
        if register.source and register.source not in volume.sources:
            yield _no_source(volume, ("registers", index, "source"), register.source)
    for index, imported in enumerate(volume.file.imports):
        if imported.source not in volume.sources:
            yield _no_source(volume, ("imports", index, "source"), imported.source)
    for path, record in volume.located:
        for place, link in fields.links(record, path):
            if link.source not in volume.sources:
                yield _no_source(volume, (*place, "source"), link.source)


def _no_source(volume: Volume, place: KeyPath, key: str) -> Problem:
    hint = did_you_mean(key, volume.sources) or "; add the entry"
    return volume.document.problem(place, "REL004", f"{format_path(place)}: no '{key}' in the bibliography{hint}")


def not_to_itself(volume: Volume) -> Iterator[Problem]:
    """REL019: what leads from one country to another does not end where it starts."""
    for path, part in [(("volume",), volume.edition), *volume.located]:
        held = vars(part)  # to ask a record for a field that it has not is slow
        start = held.get("from_")
        if start is not None and start == held.get("to"):
            message = f"{format_path(path)}: it leads from {start} to {start}; correct 'from' or 'to'"
            yield volume.document.problem((*path, "to"), "REL019", message)
        parties = held.get("parties", ())
        for index, party in enumerate(parties):
            if party in parties[:index]:
                place: KeyPath = (*path, "parties", index)
                message = f"{format_path(place)}: {party} stands twice; name each party once"
                yield volume.document.problem(place, "REL019", message)


def not_redirected(volume: Volume) -> Iterator[Problem]:
    """ANC005: an id that a redirect has retired is not given to a record."""
    for path, record in volume.located:
        redirect = volume.ledger.redirects.get(record.id)
        if redirect is not None:
            place = f"{volume.ledger.redirects_file}:{redirect.line}"
            message = f"{format_path(path)}: '{record.id}' is retired and leads to '{redirect.new}' ({place})"
            yield volume.document.problem((*path, "id"), "ANC005", f"{message}; choose another id, or remove that line")
