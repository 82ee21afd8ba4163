"""How many records, statements or sources there are of a kind."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.bibliography import Source
from bilateral.dating import date_of
from bilateral.model import Fact, Record
from bilateral.problems import did_you_mean
from bilateral.standing import standing_of_fact, standing_of_record
from bilateral.volume import Volume

Counted = Record | Fact | Source
FILTERS = ("from", "to", "kind", "parties", "year", "register", "standing", "grade")


class CountError(ValueError):
    """What is to be counted does not exist; the message names it and proposes another."""


def count(question: str, volume: Volume) -> int:
    """Return how many there are of ``visits from=LT year=2002``: a collection, facts or sources, and filters.

    Raises:
        CountError: where the collection or a filter is unknown, or a filter has no value.

    """
    collection, *filters = question.split() or [""]
    counted = [*(kind.name for kind in volume.kinds), "facts", "sources"]
    if collection not in counted:
        raise CountError(f"'{collection}' cannot be counted{did_you_mean(collection, counted)}")
    wanted = [option.partition("=")[::2] for option in filters]
    for name, value in wanted:
        if name not in FILTERS or not value:
            known = ", ".join(FILTERS)
            raise CountError(f"'{name}={value}' is no filter{did_you_mean(name, FILTERS) or f'; known: {known}'}")
    return sum(
        all(value in traits_of(item, volume, name) for name, value in wanted) for item in items(collection, volume)
    )


def items(collection: str, volume: Volume) -> Iterator[Counted]:
    """Yield what a word that names something to be counted stands for."""
    if collection == "facts":
        yield from (fact for _, fact in volume.facts.values())
    elif collection == "sources":
        yield from volume.sources.values()
    else:
        yield from volume.in_collection(collection)


def traits_of(item: Counted, volume: Volume, name: str) -> tuple[str, ...]:
    """Return the values of one filter that an item answers to; ``parties`` are all of them, in any order."""
    match name, item:
        case "year", Record():
            date = date_of(item)
            return (date.text[:4],) if date else ()
        case "register", Fact():
            return (item.fact[0],)
        case "standing", Fact():
            return (standing_of_fact(item.fact, volume),)
        case "standing", Record():
            return (standing_of_record(item, volume),)
        case "kind", Record():
            word = getattr(item, volume.kind_of(item).facet_field, None)
            return (word.replace(" ", "-"),) if isinstance(word, str) else ()
        case "parties", Record():
            parties = getattr(item, "parties", ())
            return (",".join(parties), ",".join(reversed(parties)))
        case (("from" | "to"), Record()):
            return tuple(filter(None, [getattr(item, "from_" if name == "from" else name, None)]))
        case "grade", Source():
            return (item.grade, item.grade[0]) if item.grade else ()  # "A-" is a grade of its own, and an A
    return ()
