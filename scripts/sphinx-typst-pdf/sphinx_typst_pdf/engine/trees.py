"""Dictionaries of a PDF read fast, and its name trees written at once.

To insert thousands of names one by one would take a third of all finishing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pikepdf import Array, Dictionary, Name, NameTree, String


def entry(holder: Any, key: str, default: Any = None) -> Any:
    """Return what a dictionary has under a key, if anything.

    There are hundreds of thousands to look up, and most are not there: to pikepdf's own ``get``, each of those is an
    exception in C++. To write ``Name.Key`` makes a name anew each time.
    """
    return holder[key] if key in holder else default  # noqa: SIM401  (as said)


def extend_names(holder: Any, key: Name, entries: dict[str, Any], unwanted: Collection[str] = ()) -> None:
    """Add entries to the name tree that ``holder`` has under ``key``, which may be none yet, and take others out.

    The new tree is one leaf, sorted as PDF sorts, by bytes. Leaves below it would have to be objects of their own, and
    each new object is a walk through all that are there.
    """
    known = dict(NameTree(holder[key]).items()) if key in holder else {}
    names = [(String(name), value) for name, value in {**known, **entries}.items() if name not in unwanted]
    names.sort(key=lambda pair: bytes(pair[0]))
    holder[key] = Dictionary(Names=Array([item for pair in names for item in pair]))
