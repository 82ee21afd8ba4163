"""Listings coloured by Pygments, in the style that the project uses elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from docutils import nodes
from pygments import lex
from pygments.filters import ErrorToken
from pygments.lexer import Lexer
from pygments.style import Style
from pygments.token import Token, _TokenType
from sphinx.config import Config

from sphinx_typst_pdf.seams import Highlighter
from sphinx_typst_pdf.syntax import BREAK, breakable, string

RUN = 30
"""Characters without a space after which a line of code may be broken."""
CLOSING = re.compile(r"(?<= )(?=[)\]}!?,.:;/])")
"""Before a closing sign, Unicode lets no line end, not even after a space; in code, such as ``{{ name }}``, it may."""
LONG = 40
"""Characters of a line that may be longer than the page is wide, or a cell."""

EMPTY_TOKENS = 100
"""Tokens without text for each letter, after which a lexer is going round in a circle."""


@lru_cache
def _highlighter(stylename: str) -> Highlighter:
    return Highlighter(stylename)


def coloured_lines(source: str, node: nodes.Element, config: Config) -> list[str]:
    """Return each line of a listing as code for content. Lines may be broken wherever that is sensible."""
    highlighter = _highlighter(config.pygments_style or "sphinx")
    language = node.get("language") or (
        "pycon3" if isinstance(node, nodes.doctest_block) else config.highlight_language
    )
    lines: list[list[tuple[_TokenType, str]]] = [[]]
    for token, text in _tokens(highlighter, source, language or "default", node, config):
        for index, part in enumerate(text.split("\n")):
            if index:
                lines.append([])
            lines[-1].append((token, part))
    spans = ((_span(text, token, highlighter.style) for token, text in _broken(line)) for line in lines)
    return [f"[{''.join(line)}]" for line in spans]


def _broken(line: list[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:
    """Yield the tokens of a line with breaks where the whole line may be broken: a name may consist of many tokens."""
    marked = CLOSING.sub(BREAK, breakable("".join(text for _token, text in line), RUN))
    at = 0
    for token, text in line:
        end, left = at, len(text)
        while left:
            left -= marked[end] != BREAK
            end += 1
        yield token, marked[at:end]
        at = end


def long_lines(source: str) -> list[int]:
    """Return the numbers of lines that may be longer than there is room for."""
    return [number for number, line in enumerate(source.split("\n"), 1) if len(line) > LONG]


def _tokens(
    highlighter: Highlighter, source: str, language: str, node: nodes.Element, config: Config
) -> list[tuple[_TokenType, str]]:
    """Return the tokens of a source, which joined are the source.

    What is not in its language is taken as plain text, as Sphinx does; and so is what a lexer fails at or changes.
    """
    options = {**config.highlight_options.get(language, {}), "stripnl": False}
    forced = bool(node.get("force"))
    for relaxed in (forced, True):
        lexer = highlighter.lexer(source, language, options, node, force=relaxed)
        try:
            tokens = whole_tokens(source, lexer)
        except ErrorToken:
            continue
        if tokens is not None:
            return tokens
    return [(Token.Text, source)]


def whole_tokens(source: str, lexer: Lexer) -> list[tuple[_TokenType, str]] | None:
    """Return the tokens of a source; nothing where they are others. Lexers end a last line that has no end.

    Raises:
        ErrorToken: where the source is not in the language, and the lexer is told to say so.

    """
    try:
        found = islice(lex(source, lexer), EMPTY_TOKENS * (len(source) + 1))
        tokens = [(token, text) for token, text in found if text]
    except ErrorToken:
        raise
    except Exception:  # noqa: BLE001  (lexers are plug-ins: whatever one raises, the listing is printed)
        return None
    joined = "".join(text for _token, text in tokens)
    if joined == source:
        return tokens
    if joined != f"{source}\n":
        return None
    last, text = tokens.pop()
    return [*tokens, (last, text[:-1])]


def look_of(token: _TokenType, style: type[Style]) -> Mapping[str, Any]:
    """Return how a style shows a token, or the nearest one around it that it knows, at last ``Token``."""
    while True:
        try:
            return style.style_for_token(token)
        except KeyError:
            assert token.parent is not None
            token = token.parent


def _span(text: str, token: _TokenType, style: type[Style]) -> str:
    """Return code for a token in the look that the style gives it."""
    if not text:
        return ""
    look = look_of(token, style)
    arguments = [f'fill: rgb("#{look["color"]}")'] if look["color"] else []
    arguments += ['weight: "bold"'] if look["bold"] else []
    arguments += ['style: "italic"'] if look["italic"] else []
    return f"#text({', '.join([*arguments, string(text)])})" if arguments else f"#{string(text)}"
