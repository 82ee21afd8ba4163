"""Every lexer of Pygments, and any that an extension brings: no letter of a listing is lost, and none fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.style import Style
from pygments.styles import get_all_styles, get_style_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType

from sphinx_typst_pdf.highlighting import look_of, whole_tokens
from tests.projects import Project

ALIASES = sorted({aliases[0] for _name, aliases, _files, _types in get_all_lexers() if aliases})
SOURCES = [
    "$ ls -l\ntotal 0",
    'name: value\nlist:\n  - "one"\n  - {a: 1}\n\n# end',
    'def f(x: int) -> str:\n    return f"{x!r}"  # done',
    "<a href='x'>text &amp; more</a>\n<!-- end -->",
    ">>> 1 + 1\n2\n>>> f()\nTraceback (most recent call last):\nValueError: x",
    "日本 { } ; // c\n\n\\x /* y */ \"z\" 'w' @a #b %c",
    "",
    "one line",
    "ends with\nan end of a line\n",
]
CIRCLES = {"mcschema"}
"""Lexers of Pygments that never end at what is not in their language; such a listing is plain."""


@pytest.mark.parametrize("alias", ALIASES)
def test_a_lexer_gives_the_source_back(alias: str) -> None:
    lexer = get_lexer_by_name(alias, stripnl=False)
    for source in SOURCES:
        tokens = whole_tokens(source, lexer)
        if tokens is None and alias in CIRCLES:
            continue
        assert tokens is not None, source
        assert "".join(text for _token, text in tokens) == source
        for token, _text in tokens:
            look_of(token, get_style_by_name("default"))


def test_the_lexers_are_many() -> None:
    assert len(ALIASES) > 550


@pytest.mark.parametrize("style", sorted(get_all_styles()))
def test_a_style_has_a_look_for_tokens_that_it_does_not_know(style: str) -> None:
    known: type[Style] = get_style_by_name(style)
    plain = Token.Literal.Scalar.Plain
    assert plain not in STANDARD_TYPES
    assert look_of(plain, known) == known.style_for_token(Token.Literal)


class Faulty(Lexer):
    """A lexer of an extension that raises, or that loses text."""

    fault = ""

    def get_tokens(self, text: str, unfiltered: bool = False) -> Iterator[tuple[_TokenType, str]]:
        if self.fault == "raises":
            raise KeyError(text)
        yield Token.Text, text.strip()


@pytest.mark.parametrize("fault", ["raises", "loses"])
def test_a_faulty_lexer_is_not_trusted(fault: str) -> None:
    lexer = Faulty()
    lexer.fault = fault
    assert whole_tokens(" two \n lines ", lexer) is None


@pytest.mark.parametrize("language", ["console", "yaml", "pycon", "doscon", "robotframework", "json", "pytb", "none"])
def test_all_lines_of_a_listing_are_printed(language: str, project: Callable[..., Project]) -> None:
    source = "$ first line\n\tsecond: line\n>>> third\n\nlast"
    built = project(f"# Book\n\n```{language}\n{source}\n```\n").build()
    assert built.status == 0, built.said
    (listing,) = built.structure.all("Code")
    assert "".join(listing.text.split()) == "".join(source.split())


def test_a_fence_and_a_directive_are_coloured_alike(project: Callable[..., Project]) -> None:
    made = project("# Book\n\n```python\nif x:\n    y = 1\n```\n\n```{code-block} python\nif x:\n    y = 1\n```\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    code = (built.out / "typst/documents/index.typ").read_text("utf-8")
    assert code.count('weight: "bold", "if")') == 2


def test_the_end_of_a_file_is_no_line(project: Callable[..., Project]) -> None:
    made = project("# Book\n\n```{literalinclude} a.py\n:linenos:\n```\n")
    made.write("a.py", "one = 1\ntwo = 2\n")
    (listing,) = made.build("-W").structure.all("Code")
    assert "".join(listing.text.split()) == "1one=12two=2"
