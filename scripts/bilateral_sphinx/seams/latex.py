"""Text and targets for LaTeX, as Sphinx writes them in chapters.

The tables of signs are filled only when a LaTeX builder starts, and the translator's ways to name a place and to
write an entry of the index are its own.
Without it, a sign such as & on the title page stops TeX, and facts have no place in the PDF.
"""

from __future__ import annotations

from typing import Any

from sphinx.util import texescape
from sphinx.writers.latex import EXTRA_RE


def escape_latex(text: str) -> str:
    """Escape a text for XeLaTeX."""
    texescape.init()
    return texescape.escape(text, "xelatex")


def target(translator: Any, anchor: str) -> str:
    """Return the code that names a place of the page that a translator writes."""
    return str(translator.hypertarget(anchor, withdoc=True))


def index_entry(keys: list[str], words: list[str], how: str) -> str:
    """Return an entry of the index, level by level, with its keys; ``how`` says what is printed."""
    levels = [f"{key}@{_styled(_quoted(text))}" for key, text in zip(keys, words, strict=True)]
    return rf"\index{{{'!'.join(levels)}{how}}}"


def see_entry(key: str, words: str, other: str) -> str:
    """Return an entry that refers to another."""
    return index_entry([key], [words], f"|see{{{_quoted(other)}}}")


def _quoted(text: str) -> str:
    """Escape a text for TeX and for what sorts the index, as Sphinx's translator does."""
    code = escape_latex(text).replace(r"\{", r"\sphinxleftcurlybrace{}").replace(r"\}", r"\sphinxrightcurlybrace{}")
    return code.replace('"', '""').replace("@", '"@').replace("!", '"!').replace("|", r"\textbar{}")


def _styled(code: str) -> str:
    return EXTRA_RE.sub(r"\\spxentry{\1}\\spxextra{\2}", code) if EXTRA_RE.match(code) else rf"\spxentry{{{code}}}"
