"""Each numbered fact is covered once and rests on something."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral import fields
from bilateral.model import Register
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.standing import depends, register_source, standing_of_fact
from bilateral.volume import Volume


def covered_once(volume: Volume) -> Iterator[Problem]:
    """REL005, REL006, REL008: each number of each register is covered by exactly one record."""
    registers = [_numbers(register) for register in volume.file.registers]
    known = {number for numbers in registers for number in numbers}
    seen: dict[str, KeyPath] = {}
    for path, record in volume.located:
        for index, fact in enumerate(record.facts):
            place: KeyPath = (*path, "facts", index, "fact")
            number = fact.fact
            if number in seen:
                message = f"{format_path(place)}: {number} is already covered by {format_path(seen[number][:2])}"
                yield volume.document.problem(place, "REL005", f"{message}; keep one")
            elif number not in known:
                message = f"{format_path(place)}: {number} is in no register of the volume; correct the number"
                yield volume.document.problem(place, "REL008", message)
            seen.setdefault(number, place)
    for index, numbers in enumerate(registers):
        missing = [number for number in numbers if number not in seen]
        if missing:
            message = f"registers[{index}]: no record covers {', '.join(missing)}; add each to the record it belongs to"
            yield volume.document.problem(("registers", index), "REL006", message)


def _numbers(register: Register) -> list[str]:
    """Return the numbers of a register, all with as many digits as the last one has, and two at least."""
    width = max(2, len(str(register.count)))
    return [f"{register.letter}{number:0{width}}" for number in range(1, register.count + 1)]


def sourced(volume: Volume) -> Iterator[Problem]:
    """REL007: what does not come from a register's base source names a source that supports it."""
    bases = {register.letter: register.source for register in volume.file.registers}
    for path, record, kind in volume.located_kinds():
        for index, fact in enumerate(record.facts):
            if bases.get(fact.fact[0]) is None and not any(link.stance == "supports" for link in fact.sources):
                place: KeyPath = (*path, "facts", index)
                message = f"{format_path(place)}: {fact.fact} has no source that supports it; link one"
                yield volume.document.problem(place, "REL007", message)
        if kind.attendant or record.facts:
            continue
        if not any(link.stance == "supports" for _, link in fields.links(record, path)):
            message = f"{format_path(path)}: {record.id} covers no fact and has no source that supports it; link one"
            yield volume.document.problem(path, "REL007", message)


def no_refuted_date(volume: Volume) -> Iterator[Problem]:
    """REL021: no date stands as an alternative that rests on the source of a contradicted statement alone."""
    for path, record in volume.located:
        refuted = [fact.fact for fact in record.facts if standing_of_fact(fact.fact, volume) == "contradicted"]
        bases = {base: number for number in refuted if (base := register_source(number, volume))}
        for index, other in enumerate(getattr(record, "also_dated", ())):
            for base, number in bases.items():
                if all(depends(link.source, base, volume) for link in other.sources):
                    place: KeyPath = (*path, "also_dated", index)
                    message = f"{format_path(place)}: '{other.date}' rests on {base} alone, whose statement {number} is"
                    yield volume.document.problem(place, "REL021", f"{message} contradicted; remove it")
