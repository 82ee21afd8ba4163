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
from html import unescape
from typing import Any
from urllib.parse import quote

from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

from bilateral.text import LAYOUT

NOCASE = '<span class="nocase">', "</span>"
_SMALL_CAPITALS = '<span style="font-variant: small-caps;">', "</span>"
_ITALIC, _BOLD, _RAISED, _LOWERED = ((f"<{tag}>", f"</{tag}>") for tag in ("i", "b", "sup", "sub"))
_MARKS = {
    **dict.fromkeys(("emph", "textit", "textsl", "underline", "mkbibemph", "mkbibitalic"), _ITALIC),
    **dict.fromkeys(("textbf", "mkbibbold"), _BOLD),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), _RAISED),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), _LOWERED),
    "textsc": _SMALL_CAPITALS,
    **dict.fromkeys(("enquote", "mkbibquote"), ("“", "”")),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
    **dict.fromkeys(("textnormal", "textrm", "textsf", "texttt", "textup", "textmd", "text", "mbox"), ("", "")),
}
"""What commands with one argument put around it."""
_PERCENT, _LESS = "\ufdd0", "\ufdd1"
"""Stand for a per cent sign that is none of TeX's comments (fields of a bibliography have none), and for a sign that
begins no markup."""
_DECLARED = {"em": _ITALIC, "it": _ITALIC, "itshape": _ITALIC, "bf": _BOLD, "bfseries": _BOLD, "sc": _SMALL_CAPITALS}
_DECLARED |= dict.fromkeys(("sl", "slshape"), _ITALIC)
_DECLARED |= dict.fromkeys(("rm", "sf", "tt", "normalfont", "rmfamily", "sffamily", "ttfamily", "upshape"), ("", ""))
_SIGNS = {
    " ": " ",
    ",": "\u2009",
    ";": "\u2009",
    ":": "\u2009",
    "quad": " ",
    "qquad": " ",
    "par": " ",
    "newline": " ",
    **dict.fromkeys(("-", "/", "@", "!", "relax", "protect"), ""),
    "slash": "/",
    "nobreakspace": "\u00a0",
    "lbrack": "[",
    "rbrack": "]",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textunderscore": "_",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "degree": "°",
    "S": "§",
    "P": "¶",
    "ddag": "‡",
    "SS": "ẞ",
    "flqq": "«",
    "frqq": "»",
    "flq": "‹",
    "frq": "›",
    "glqq": "„",
    "grqq": "“",
    "glq": "‚",
    "grq": "‘",
    "guillemetleft": "«",
    "guillemetright": "»",
    "textquotedbl": '"',
    "textbar": "|",
    "textbardbl": "‖",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": _LESS,
    "textgreater": ">",
    "textperiodcentered": "·",
    "\\": " ",
    **{name: name for name in ("TeX", "LaTeX", "BibTeX")},
}
"""Signs that pylatexenc does not know, or gives as something else."""
_SPECIALS = {"~": "\u00a0", "---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "\n\n": " ", "?`": "¿", "!`": "¡"}
_ACCENTS = frozenset("\"'`^~=.") | set("uvHcdbkr")
_COMBINING = {"t": "\u0361", "textcommabelow": "\u0326", "textcommaabove": "\u0313", "textsubdot": "\u0323"}
"""Commands that put a character behind the first letter of what they are given."""
_EMPTY_ACCENTS = {"~": "~", "^": "^"}
"""What an accent is on nothing: so a tilde is written in addresses and by older programs."""
_OF_LAST = {"foreignlanguage": "{{", "textlang": "{{", "textcolor": "{{", "href": "{{", "url": "{"}
"""Commands whose arguments are not all text."""
_UNSEEN = frozenset({"vphantom", "noopsort", "SortNoop", "sortnoop"})
"""Commands that print nothing: Zotero balances braces by the first, others tell BibTeX how to sort."""
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "sfrac", "nicefrac", "textfrac"})
_SIGN_OF = {
    unicodedata.normalize("NFKD", sign): sign for sign in map(chr, (*range(0xBC, 0xBF), *range(0x2150, 0x215F)))
}
"""Fractions that are one character, by their digits."""
_TEX = re.compile(r"[\\{}$~]|--|``|''|^`|[\s?!]`")
_TAG = re.compile(r"</?(?:i|b|sup|sub)>|<span (?:class=\"nocase\"|style=\"font-variant: small-caps;\")>|</span>")
_ESCAPED = "<\u2060"
_REFERENCE = re.compile(r"\\?&(?:#\d+|#[xX][\da-fA-F]+|[a-zA-Z]\w+);")
_IN_FORMULA = re.compile(r"\\(?:math|text|mb)(?:rm|it|bf|sf|tt|up|normal|ox)?\s*\{([^{}]*)\}")
_FRACTION = re.compile(
    rf"\\(?:{'|'.join(sorted(_FRACTIONS))})\s*(?:\{{([^{{}}\\]+)\}}|(\d))\s*(?:\{{([^{{}}\\]+)\}}|(\d))"
)
_INDEX = re.compile(r"(?P<kind>[\^_])(?:\{(?P<group>[^{}]*)\}|(?P<sign>[^\s{}\\]))")
_PARSER = latexwalker.get_default_latex_context_db()
_PARSER.add_context_category(
    "bibliography",
    macros=[
        *(MacroSpec(name, "{") for name in (*_MARKS, *_ACCENTS, *_COMBINING, *_UNSEEN, "bibstring", "ensuremath")),
        *(MacroSpec(name, "{{") for name in _FRACTIONS),
        *(MacroSpec(name, arguments) for name, arguments in _OF_LAST.items()),
    ],
    prepend=True,
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
    _refuse_html(text)
    text = escaped(text)
    if not _TEX.search(text):
        return composed(text)
    if re.search(r"(?<!\\)(?:\\\\)*\\$", text):
        raise TexError(len(text) - 1, r"a backslash at the end stands for nothing; write \textbackslash{} for the sign")
    source = re.sub(r"(?<!\\)%", _PERCENT, text)
    try:
        found = latexwalker.LatexWalker(source, _PARSER, tolerant_parsing=False).get_latex_nodes()[0]
    except latexwalker.LatexWalkerParseError as error:
        raise TexError(
            error.pos or 0, "braces or dollar signs do not match; write \\{, \\} or \\$ for the sign"
        ) from None
    written = "".join(_written(found, source)).replace(_PERCENT, "%")
    return composed(escaped(written, _LESS).replace(_LESS, "<"))


def _refuse_html(text: str) -> None:
    """Refuse references to characters, which programs leave that take titles from pages."""
    for reference in _REFERENCE.finditer(text):
        sign = unescape(reference[0].lstrip("\\"))
        if not sign.endswith(";"):
            sign = {"&": r"\&", "<": r"\textless{}", "\u00a0": "~"}.get(sign, sign)
            raise TexError(reference.start(), f"'{reference[0]}' is HTML; write '{sign}'")


def escaped(text: str, less: str = "<") -> str:
    """Return plain text as text with markup: what looks like markup is none, by a joiner of words that nobody sees.

    ``less`` is the sign that begins what is none.
    """
    if less not in text:
        return text
    tag = _TAG if less == "<" else re.compile(_TAG.pattern.replace("<", less))
    return tag.sub(lambda found: f"{_ESCAPED}{found[0][1:]}", text)


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

    Braces are written as addresses have them.

    Raises:
        TexError: where a backslash stands before something else, or a brace is left.

    """
    text = re.sub(r"^\\url\{(.*)\}$", r"\1", text)
    text = re.sub(r"\{?\\(?:textasciitilde|~)(?:\{\})?\}?", "~", text)
    text = re.sub(r"\\[{}]", lambda brace: quote(brace[0][1]), text)
    text = re.sub(r"\{?\\([%_&#$~])\}?", r"\1", text)
    if "\\" in text:
        raise TexError(text.index("\\"), "an address has no TeX commands; write it as a browser shows it")
    _refuse_html(text)
    return text.replace("{", "%7B").replace("}", "%7D")


def composed(text: str) -> str:
    """Fold white space to single spaces and compose accents."""
    return unicodedata.normalize("NFC", re.sub(r" +", " ", text.translate(LAYOUT)).strip(" "))


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
                inner = source[node.pos + len(node.delimiters[0]) : node.pos + node.len - len(node.delimiters[1])]
                yield _mathematics(inner, node.pos)
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
    elif name in ("url", "href"):
        address = decode_address(_typed(arguments[0], source).replace(_PERCENT, "%"))
        text = "".join(_written(arguments[1:], source, True))
        yield f"{text} ({address})" if text not in ("", address) else address
    elif name in _UNSEEN:
        yield ""
    elif name in _FRACTIONS:
        yield _fraction(*("".join(_written([argument], source, True)) for argument in arguments))
    elif name == "bibstring" and _typed(arguments[0], source) == "nodate":
        yield "n.d."
    elif name in _OF_LAST:
        yield from _written(arguments[-1:], source, True)
    elif name == "ensuremath":
        yield _mathematics(_typed(arguments[0], source), node.pos)
    elif name in _COMBINING:
        letters = "".join(_written(arguments, source, True))
        yield f"{letters[:1]}{_COMBINING[name]}{letters[1:]}{node.macro_post_space if not arguments else ''}"
    elif name in _ACCENTS and not "".join(_written(arguments, source, True)).strip() and name in _EMPTY_ACCENTS:
        yield _EMPTY_ACCENTS[name]
    else:
        written = ""
        if name in _ACCENTS or name in _symbols():
            written = latex2text.LatexNodes2Text(latex_context=_SYMBOLS).nodelist_to_text([node])
        if not written.strip():
            message = f"the TeX command '\\{name}' cannot be written as text; write what it stands for"
            raise TexError(node.pos, message)
        yield written


def _typed(argument: Any, source: str) -> str:
    """Return an argument as it was typed, without the braces around it."""
    text = source[argument.pos : argument.pos + argument.len]
    return text[1:-1] if hasattr(argument, "nodelist") else text


@lru_cache
def _symbols() -> frozenset[str]:
    """Return the names of the commands that stand for characters."""
    return frozenset("%$#&_{}\\") | frozenset(
        spec.macroname
        for spec in _SYMBOLS.iter_macro_specs()
        if isinstance(spec.simplify_repl, str)
        and spec.simplify_repl
        and not re.search("[%<]", spec.simplify_repl)  # it has arguments, or says that it leads to a place
        and spec.macroname != "today"
    )


def _mathematics(inner: str, position: int) -> str:
    """Write a formula that has signs, raised and lowered signs and nothing else."""
    text = _IN_FORMULA.sub(r"\1", inner)
    text = _FRACTION.sub(lambda match: _fraction(match[1] or match[2], match[3] or match[4]), text)
    text = re.sub(r"\\([A-Za-z]+)\s*", lambda match: _symbol(match[1]) or match[0], text)
    text = _INDEX.sub(lambda match: _indexed(match["kind"], match["group"] or match["sign"]), text)
    if re.search(r"[\\{}^_]", text):
        raise TexError(position, "the formula cannot be written as text; write it with characters of Unicode")
    return text


def _fraction(above: str, below: str) -> str:
    sign = _SIGN_OF.get(f"{above}\u2044{below}")
    return sign or "/".join(part if part.isalnum() else f"({part})" for part in (above, below))


def _symbol(name: str) -> str:
    if name not in _symbols():
        return ""
    written: str = latex2text.LatexNodes2Text(latex_context=_SYMBOLS).latex_to_text(f"\\{name}")
    return written


def _indexed(kind: str, text: str) -> str:
    opening, closing = _RAISED if kind == "^" else _LOWERED
    return f"{opening}{text}{closing}"
