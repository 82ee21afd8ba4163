"""The search index: its file and its stemmers.

Sphinx offers a language of one's own, but not the stemmer of another language to build on, nor a hook for the finished
file. Without it, words with accents are not found without them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, cast

from sphinx.search import IndexBuilder, SearchLanguage, js_index, languages

__all__ = ["SearchLanguage"]


def language_class(code: str) -> type[SearchLanguage]:
    """Return the search of a language; English where Sphinx does not have it."""
    found = languages.get(code) or languages.get(code.partition("_")[0]) or languages["en"]
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = cast("type[SearchLanguage]", getattr(import_module(module), name))
    return found


def stemmer_script(language: SearchLanguage) -> str:
    """Return the stemmer of a language as Sphinx writes it for browsers."""
    builder = object.__new__(IndexBuilder)  # only its language is asked for
    builder.lang = language
    return builder.get_js_stemmer_code()


def read_index(path: Path) -> dict[str, Any]:
    """Return the index in a file."""
    found: dict[str, Any] = js_index.loads(path.read_text("utf-8"))
    return found


def write_index(path: Path, index: dict[str, Any]) -> None:
    """Write an index as Sphinx's script reads it."""
    path.write_text(js_index.dumps(index), "utf-8")
