"""Libraries that Sphinx and the theme import when they start, and that hardly any book needs.

The theme parses its sidebar with Beautiful Soup and asks the network which versions there are; ours has neither. Sphinx
imports what fetches inventories of other projects and checks links, and docutils what measures pictures of which a page
does not say how large they are. Without this, each build begins by loading three hundred modules that it does not use,
a fifth of all that it loads.

While they are imported, the names of such a library are given as stand-ins. When one of them is used, the library is
loaded and takes the place of its stand-ins wherever they are: nothing can tell that it came late.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

LIBRARIES = (
    "bs4",
    "PIL",
    "PIL.Image",
    "requests",
    "requests.exceptions",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.util.requests",
)
IMPORTERS = (
    "pydata_sphinx_theme",
    "sphinx.builders._epub_base",
    "sphinx.builders.linkcheck",
    "sphinx.ext.intersphinx",
    "sphinx.transforms.post_transforms.code",
    "sphinx.transforms.post_transforms.images",
)
"""Modules that import them."""

_absent: list[ModuleType] = []
"""The stand-ins of modules that have not been loaded yet."""


class _StandIn(type):
    """The class of stand-ins for what a module has."""

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return _real(cls)(*arguments, **named)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(cls), name)

    def __instancecheck__(cls, instance: object) -> bool:
        # Nothing is an instance of what nobody has loaded.
        return cls.__module__ in sys.modules and isinstance(instance, _real(cls))


class _Absent(ModuleType):
    """The stand-in of a module: what is imported from it is a stand-in too, what is asked of it later is real."""

    importing = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.importing:
            # An exception, for it may be named where one is caught.
            return _StandIn(name, (Exception,), {"__module__": self.__name__})
        load()
        return getattr(sys.modules[self.__name__], name)


def _real(stand_in: type) -> Any:
    load()
    return getattr(sys.modules[stand_in.__module__], stand_in.__name__)


@contextmanager
def absent(names: Iterable[str]) -> Iterator[None]:
    """Let those of the modules that are not loaded yet be stand-ins for what is imported while the block runs."""
    new = {name: _Absent(name) for name in names if name not in sys.modules}
    sys.modules.update(new)
    try:
        yield
    finally:
        for name, module in new.items():
            module.importing = False
            del sys.modules[name]
        _absent.extend(new.values())


def load() -> None:
    """Load what stand-ins stand for, and put it in their place."""
    if not _absent:
        return
    names = [module.__name__ for module in _absent]
    _absent.clear()
    for name in names:
        import_module(name)
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if isinstance(value, _Absent):
                setattr(module, name, sys.modules[value.__name__])
            elif type(value) is _StandIn:
                setattr(module, name, _real(value))


def import_without() -> None:
    """Import what imports the libraries."""
    with absent(LIBRARIES):
        for name in IMPORTERS:
            import_module(name)
