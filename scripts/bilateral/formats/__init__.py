"""The formats in which a book can be had: the one list that building, publishing, downloads and validation read.

Each module here that defines ``FORMAT`` adds one; there is no other place to enter it in. Nothing is imported but the
standard library: the Makefile asks for this list before anything is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from bilateral.formats.accessibility import Accessibility
from bilateral.formats.format import Format

__all__ = ["FORMATS", "PAGINATED", "STANDARD", "Accessibility", "Format"]


def _found() -> Iterator[Format]:
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            found = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
            if isinstance(found, Format):
                yield found


FORMATS = MappingProxyType({each.name: each for each in sorted(_found(), key=lambda each: (each.rank, each.name))})
"""Each format by its name, in the order of lists and menus."""
STANDARD = tuple(each.name for each in FORMATS.values() if each.standard)
"""The formats that are built when none is named."""
PAGINATED = next(each for each in FORMATS.values() if each.paginated)
"""The format whose pages the others name."""
