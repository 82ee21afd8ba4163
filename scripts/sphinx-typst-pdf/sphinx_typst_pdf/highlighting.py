"""Listings coloured by Pygments, in the style that the project uses elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from docutils import nodes
from pygments import lex
from pygments.filters import ErrorToken
from pygments.style import Style
from pygments.token import _TokenType
from sphinx.config import Config

from sphinx_typst_pdf.seams import Highlighter
from sphinx_typst_pdf.syntax import string

LONG_WORD = re.compile(r"[^\s\u200b]{50}(?=[^\s\u200b]{5})")
"""The beginning of a word that may be longer than a line, after which the line may be broken."""


@lru_cache
def _highlighter(stylename: str) -> Highlighter:
    return Highlighter(stylename)


def coloured_lines(source: str, node: nodes.Element, config: Config) -> list[str]:
    """Return each line of a listing as code for content."""
    highlighter = _highlighter(config.pygments_style or "sphinx")
    language = node.get("language") or (
        "pycon3" if isinstance(node, nodes.doctest_block) else config.highlight_language
    )
    lines = [""]
    for token, text in _tokens(highlighter, source, language or "default", node, config):
        for index, part in enumerate(text.split("\n")):
            if index:
                lines.append("")
            lines[-1] += _span(part, token, highlighter.style)
    while len(lines) > source.count("\n") + 1:
        lines.pop()
    return [f"[{line}]" for line in lines]


def _tokens(
    highlighter: Highlighter, source: str, language: str, node: nodes.Element, config: Config
) -> list[tuple[_TokenType, str]]:
    """Return the tokens of a source; what is not in its language is taken as plain text, as Sphinx does."""
    options = {**config.highlight_options.get(language, {}), "stripnl": False, "ensurenl": False}
    forced = bool(node.get("force"))
    for relaxed in (forced, True):
        lexer = highlighter.lexer(source, language, options, node, force=relaxed)
        try:
            return list(lex(source, lexer))
        except ErrorToken:
            continue
    return list(lex(source, highlighter.lexer(source, "none", {}, node, force=True)))


def _span(text: str, token: _TokenType, style: type[Style]) -> str:
    """Return code for a token in the look that the style gives it."""
    if not text:
        return ""
    text = LONG_WORD.sub("\\g<0>\u200b", text)
    look = style.style_for_token(token)
    arguments = [f'fill: rgb("#{look["color"]}")'] if look["color"] else []
    arguments += ['weight: "bold"'] if look["bold"] else []
    arguments += ['style: "italic"'] if look["italic"] else []
    return f"#text({', '.join([*arguments, string(text)])})" if arguments else f"#{string(text)}"
