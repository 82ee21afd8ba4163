"""The search index: its file and its stemmers.

Sphinx offers a language of one's own, but not the stemmer of another language to build on, nor a hook for the finished
file; and it uses half of the stemmers that it brings for browsers. Without it, words with accents are not found without
them, and of words of other languages one form alone; and a word is looked at as often as a page says it, where once is
enough.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, cast

import snowballstemmer
from babel import Locale
from docutils import nodes
from sphinx.search import _MINIFIED_JS_PATH, IndexBuilder, SearchLanguage, WordStore, js_index, languages

__all__ = ["SearchLanguage"]
_collect = IndexBuilder._word_collector


def _collect_once(self: IndexBuilder, doctree: nodes.document) -> WordStore:
    """Return the words of a page, each once."""
    found = _collect(self, doctree)
    found.words = list(dict.fromkeys(found.words))
    return found


IndexBuilder._word_collector = _collect_once  # type: ignore[method-assign]


def language_class(code: str) -> type[SearchLanguage]:
    """Return the search of a language; where neither Sphinx nor Snowball knows it, that of English."""
    spoken = code.partition("_")[0]  # a tag may go on with what no locale has
    found = languages.get(code) or languages.get(spoken) or _stemmed(spoken) or languages["en"]
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = cast("type[SearchLanguage]", getattr(import_module(module), name))
    return found


def _stemmed(code: str) -> type[SearchLanguage] | None:
    """Return the search of a language whose stemmer Sphinx has for browsers, but does not use."""
    name = (Locale.parse(code).get_language_name("en") or "").lower()
    script = f"{name}-stemmer.js"
    if not (_MINIFIED_JS_PATH / script).exists():
        return None

    class Stemmed(SearchLanguage):
        """The search of a language by its stemmer."""

        lang = code
        language_name = name.capitalize()
        js_stemmer_rawcode = script

        def __init__(self, options: dict[str, str]) -> None:
            """Make the stemmer."""
            super().__init__(options)
            self.stemmer = snowballstemmer.stemmer(name)

        def stem(self, word: str) -> str:
            """Stem a word."""
            return str(self.stemmer.stemWord(word.lower()))

    return Stemmed


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
