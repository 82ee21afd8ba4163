r"""Turn TeX in the fields of a bibliography into text, once, or refuse it.

The text has the markup of CSL-JSON and no other: ``<i>``, ``<b>``, ``<sup>``, ``<sub>``, small capitals, and
``<span class="nocase">`` around what braces protect from a style that changes letters.

Source: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

NOCASE = '<span class="nocase">', "</span>"
_SMALL_CAPITALS = '<span style="font-variant: small-caps;">', "</span>"
_ITALIC, _BOLD, _RAISED, _LOWERED = ((f"<{tag}>", f"</{tag}>") for tag in ("i", "b", "sup", "sub"))
_MARKS = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), _ITALIC),
    **dict.fromkeys(("textbf", "mkbibbold"), _BOLD),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), _RAISED),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), _LOWERED),
    "textsc": _SMALL_CAPITALS,
    **dict.fromkeys(("enquote", "mkbibquote"), ("“", "”")),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
    **dict.fromkeys(("textnormal", "textrm", "textsf", "texttt", "textup", "textmd", "text", "mbox", "url"), ("", "")),
}
"""What commands with one argument put around it."""
_DECLARED = {"em": _ITALIC, "it": _ITALIC, "itshape": _ITALIC, "bf": _BOLD, "bfseries": _BOLD, "sc": _SMALL_CAPITALS}
_SIGNS = {" ": " ", ",": "\u2009", "-": "", "/": "", "@": "", "slash": "/", "relax": "", "protect": "", "newline": " "}
_SPECIALS = {"~": "\u00a0", "---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "\n\n": " "}
_ACCENTS = frozenset("\"'`^~=.") | set("uvHtcdbkr")
_PERCENT = "\ufdd0"
"""Stands for a per cent sign that is none of TeX's comments: fields of a bibliography have none."""
_TEX = re.compile(r"[\\{}$~]|--|``|''|^`|\s`")
_TAG = re.compile(r"</?(?:i|b|sup|sub)>|<span (?:class=\"nocase\"|style=\"font-variant: small-caps;\")>|</span>")
_ESCAPED = "<\u2060"
_INDEX = re.compile(r"(?P<kind>[\^_])(?:\{(?P<group>[^{}]*)\}|(?P<sign>[^\s{}\\]))")
_PARSER = latexwalker.get_default_latex_context_db()
_PARSER.add_context_category(
    "bibliography", macros=[MacroSpec(name, "{") for name in (*_MARKS, *_ACCENTS)], prepend=True
)
_SYMBOLS = latex2text.get_default_latex_context_db()


class TexError(ValueError):
    """TeX that cannot be written as text; ``position`` is where in the field, the message has the remedy."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


def decode(text: str) -> str:
    """Return the text with the markup of CSL-JSON.

    Raises:
        TexError: where a command is unknown, or braces and dollar signs do not match.

    """
    text = escaped(text)
    if not _TEX.search(text):
        return composed(text)
    source = re.sub(r"(?<!\\)%", _PERCENT, text)
    try:
        found = latexwalker.LatexWalker(source, _PARSER, tolerant_parsing=False).get_latex_nodes()[0]
    except latexwalker.LatexWalkerParseError as error:
        raise TexError(
            error.pos or 0, "braces or dollar signs do not match; write \\{, \\} or \\$ for the sign"
        ) from None
    return composed("".join(_written(found, source)).replace(_PERCENT, "%"))


def escaped(text: str) -> str:
    """Return plain text as text with markup: what looks like markup is none, by a joiner of words that nobody sees."""
    return _TAG.sub(lambda tag: f"{_ESCAPED}{tag[0][1:]}", text) if "<" in text else text


def plain(text: str) -> str:
    """Return a text without its markup."""
    return _unescaped(_TAG.sub("", text)) if "<" in text else text


def _unescaped(text: str) -> str:
    return text.replace(_ESCAPED, "<")


def unprotected(text: str) -> str:
    """Return a text without the marks of protected letters, which mean something in titles alone."""
    return text if NOCASE[0] not in text else "".join(_without_protection(text))


def tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, each with whether it is markup; what is not is plain text."""
    at = 0
    for match in _TAG.finditer(text):
        if match.start() > at:
            yield _unescaped(text[at : match.start()]), False
        yield match[0], True
        at = match.end()
    if at < len(text):
        yield _unescaped(text[at:]), False


def decode_address(text: str) -> str:
    r"""Return an address, which is written as it is, but for signs that TeX would take for its own, such as ``\%``.

    Raises:
        TexError: where a backslash stands before something else, or a brace is left.

    """
    text = re.sub(r"^\\url\{(.*)\}$", r"\1", text)
    text = re.sub(r"\{?\\(?:textasciitilde|~)(?:\{\})?\}?", "~", text)
    text = re.sub(r"\{?\\([%_&#$~{}])\}?", r"\1", text)
    if "\\" in text:
        raise TexError(text.index("\\"), "an address has no TeX commands; write it as a browser shows it")
    return text


def composed(text: str) -> str:
    """Fold white space to single spaces and compose accents."""
    return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text).strip(" "))


def _without_protection(text: str) -> Iterator[str]:
    opened: list[str] = []
    for part, is_markup in tokens(text):
        if not is_markup:
            yield escaped(part)
        elif part.startswith("</"):
            if not opened or opened.pop() != NOCASE[0]:
                yield part
        else:
            opened.append(part)
            if part != NOCASE[0]:
                yield part


def _written(found: Sequence[Any], source: str, protected: bool = False) -> Iterator[str]:
    for node in found:
        match type(node).__name__:
            case "LatexCharsNode":
                yield node.chars
            case "LatexSpecialsNode":
                yield _SPECIALS.get(node.specials_chars, node.specials_chars)
            case "LatexGroupNode":
                yield from _group(node.nodelist, source, protected)
            case "LatexMacroNode":
                yield from _command(node, source)
            case "LatexMathNode":
                yield _mathematics(node, source)
            case _:
                raise TexError(node.pos, f"'{source[node.pos : node.pos + 20]}' cannot be written as text")


def _group(found: Sequence[Any], source: str, protected: bool) -> Iterator[str]:
    """Write a group. One that begins with a command protects nothing: so authors write accents."""
    first = found[0] if found else None
    name = getattr(first, "macroname", None)
    if name in _DECLARED:
        opening, closing = _DECLARED[name]
        yield opening
        yield from _written(found[1:], source, protected)
        yield closing
        return
    protects = not protected and bool(found) and (name is None or name in _MARKS)
    if protects:
        yield NOCASE[0]
    yield from _written(found, source, protected or protects)
    if protects:
        yield NOCASE[1]


def _command(node: Any, source: str) -> Iterator[str]:
    name = node.macroname
    arguments = [argument for argument in node.nodeargd.argnlist if argument is not None] if node.nodeargd else []
    if name in _SIGNS:
        yield _SIGNS[name]
    elif name in _MARKS and len(arguments) == 1:
        opening, closing = _MARKS[name]
        yield opening
        inner = arguments[0]
        yield from _written(inner.nodelist if hasattr(inner, "nodelist") else [inner], source, True)
        yield closing
        yield node.macro_post_space if not arguments else ""
    elif name == "href":
        yield from _written(arguments[1:], source, True)
    elif name in _ACCENTS or name in _symbols():
        yield latex2text.LatexNodes2Text(latex_context=_SYMBOLS).nodelist_to_text([node])
    else:
        message = f"the TeX command '\\{name}' cannot be written as text; write what it stands for"
        raise TexError(node.pos, message)


@lru_cache
def _symbols() -> frozenset[str]:
    """Return the names of the commands that stand for characters."""
    return frozenset("%$#&_{}\\") | frozenset(
        spec.macroname
        for spec in _SYMBOLS.iter_macro_specs()
        if isinstance(spec.simplify_repl, str) and spec.simplify_repl and "%" not in spec.simplify_repl
    )


def _mathematics(node: Any, source: str) -> str:
    """Write a formula that has signs, raised and lowered signs and nothing else."""
    inner = source[node.pos + len(node.delimiters[0]) : node.pos + node.len - len(node.delimiters[1])]
    text = re.sub(r"\\([A-Za-z]+)\s*", lambda match: _symbol(match[1]) or match[0], inner)
    text = _INDEX.sub(lambda match: _indexed(match["kind"], match["group"] or match["sign"]), text)
    if re.search(r"[\\{}^_]", text):
        raise TexError(node.pos, "the formula cannot be written as text; write it with characters of Unicode")
    return text


def _symbol(name: str) -> str:
    if name not in _symbols():
        return ""
    written: str = latex2text.LatexNodes2Text(latex_context=_SYMBOLS).latex_to_text(f"\\{name}")
    return written


def _indexed(kind: str, text: str) -> str:
    opening, closing = _RAISED if kind == "^" else _LOWERED
    return f"{opening}{text}{closing}"
