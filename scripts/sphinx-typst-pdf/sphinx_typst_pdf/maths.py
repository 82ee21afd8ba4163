"""Turn LaTeX mathematics into Typst mathematics, by way of the MathML tree that docutils makes of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import partial
from xml.etree.ElementTree import Element

from sphinx_typst_pdf.macros import MathError
from sphinx_typst_pdf.seams import latex2mathml, mathml_elements
from sphinx_typst_pdf.tex import FUNCTIONS, WIDTH, ruled, tree, words

__all__ = ["MathError", "typst_content", "typst_math"]

_STYLES: dict[tuple[str | None, str | None], str] = {
    ("true", "0"): "display",
    ("false", "0"): "inline",
    ("false", "1"): "script",
    ("false", "2"): "sscript",
    (None, "1"): "script",
}

# Marks over and under a base: functions of Typst by name, or the combining characters that name its accents.
_SPACING, _COMBINING = (
    "´ˉ˘ˇ˙¨`ˆ˚~→^←↔",
    "\u0301\u0304\u0306\u030c\u0307\u0308\u0300\u0302\u030a\u0303\u20d7\u0302\u20d6\u20e1",
)
_OVER = {"_": "overline", "¯": "overline", "⏞": "overbrace", "˙˙˙": "\u20db", "˙˙˙˙": "\u20dc"}
_OVER |= dict(zip(_SPACING, _COMBINING, strict=True))
_UNDER = {"_": "underline", "⏟": "underbrace", "←": "\u20ee", "→": "\u20ef"}
_TEMPLATES = {
    "mfrac": "frac({}, {})",
    "mroot": "root({1}, {0})",
    "msqrt": "sqrt({})",
    "mphantom": "#hide(${}$)",
}
_EMPTY = '""'
_OPERATORS = {"*": "∗", "'": "′", "\u2061": ""}
_ARROWS = {"⟵": "←", "⟶": "→"}  # the long ones do not stretch
_BELOW = {"msub", "munder", "msubsup", "munderover"}
_ABOVE = {"msup", "mover", "msubsup", "munderover"}
_LIMITS = {"munder", "mover", "munderover"}

TYPST_FUNCTIONS = {
    "accent",
    "attach",
    "binom",
    "cancel",
    "class",
    "display",
    "frac",
    "inline",
    "limits",
    "lr",
    "mat",
    "op",
}
TYPST_FUNCTIONS |= {"op", "overbrace", "overline", "root", "script", "scripts", "sqrt", "sscript", "stretch"}
TYPST_FUNCTIONS |= {"underbrace", "underline", "upright"}
"""What formulas call."""
_CALL = re.compile(r'"[^"]*"|([a-z]+)\(')

_MOVABLE = {"lim", "sup", "inf", "max", "min", "det", "gcd", "Pr", *(name for name in FUNCTIONS if "\u202f" in name)}
_FENCES = {*"()[]|", *latex2mathml.stretchables.values()} - {*"↑↓↕⇑⇓⇕"}  # these may end a group as they are


def typst_math(tex: str) -> str:
    r"""Return the LaTeX mathematics ``tex`` as Typst's, for between its ``$`` and ``$``.

    Every character of ``tex`` ends as ``\u{…}`` or in a string: none means anything to Typst.

    Raises:
        MathError: as for ``mathml``.

    """
    return _argument(tree(tex))


def typst_content(formula: str) -> str:
    """Return code for a formula in which its functions are Typst's own: a template may have others of their names."""
    called = sorted({name for name in _CALL.findall(formula) if name} & TYPST_FUNCTIONS)
    return f"{{import std.math: {', '.join(called)}; ${formula}$}}" if called else f"${formula}$"


def _typst(element: Element) -> str:
    source = _FORMS.get(element.tag, _row)(element)
    style = _STYLES.get((element.get("displaystyle"), element.get("scriptlevel")))
    return f"{style}({source or _EMPTY})" if style and element.tag != "mtable" else source


def _argument(element: Element) -> str:
    """Return ``element`` as an argument, which Typst wants even where there is nothing."""
    return _typst(element) or _EMPTY


def _characters(text: str) -> str:
    return "".join(f"\\u{{{ord(character):x}}}" for character in text)


def _string(text: str) -> str:
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else _characters(c) for c in text) + '"'


# Nothing may stand between the parts: Typst would print a space beside a string.


def _row(element: Element) -> str:
    """Return the children in a row, between stretched delimiters if it begins or ends with one."""
    if "binom" in element.get("class", "").split():
        return _typst(element[1])  # Typst has its own delimiters about it
    row = "".join(map(_typst, element))
    ends = (element[0], element[-1]) if element.tag == "mrow" and len(element) else ()
    stretched = any(end.text in _FENCES and not {"stretchy", "minsize"} & end.attrib.keys() for end in ends)
    return f"lr({row})" if stretched else row


def _identifier(element: Element) -> str:
    text = element.text or ""
    upright = element.get("mathvariant") == "normal"
    if len(text) == 1:
        return f"upright({_characters(text)})" if upright else _characters(text)
    if not upright and text not in FUNCTIONS:
        return _string(text)
    name = text.removeprefix("*")
    limits = ", limits: #true" if name != text or name in _MOVABLE else ""
    return f"op({_string(words(name))}{limits})"


def _number(element: Element) -> str:
    r"""Return a number; its commas separate, as in TeX, where a decimal comma is ``{,}``."""
    return _characters(",").join(_string(part) for part in (element.text or "").split(","))


def _operator(element: Element) -> str:
    text = element.text or ""
    source = _characters(_OPERATORS.get(text, text))
    if text in _MOVABLE:
        source = f"op({_string(text)}, limits: #true)"
    elif text == "mod":
        source = 'class("binary", "mod")'
    elif len(text) > 1:  # a relation and the stroke that negates it
        source = f'class("relation", {_string(text)})'
    elif element.get("form") == "postfix":  # \colon
        source = f'class("punctuation", {source})'
    elif "minsize" in element.attrib:
        source = f"lr(size: #{element.get('minsize')}, {source})"
    return source


def _space(element: Element) -> str:
    width, unit = WIDTH.fullmatch(element.get("width", "")).groups()  # type: ignore[union-attr]  # a tree has no other
    return f"#h({float(width) / 2 if unit == 'ex' else float(width)}{unit.replace('ex', 'em')})"


def _filled(element: Element) -> str:
    if element.get("linethickness") == "0":
        return f"binom({_argument(element[0])}, {_argument(element[1])})"
    whole = isinstance(element, mathml_elements.MathRow)
    return _TEMPLATES[element.tag].format(*[_row(element) or _EMPTY] if whole else map(_argument, element))


def _enclosed(element: Element) -> str:
    inside, notation = _row(element) or _EMPTY, element.get("notation", "")
    if "strike" not in notation:
        return _boxed("0.5pt", inside)
    kind = "cross" if " " in notation else "inverted" if notation.startswith("down") else ""
    return f"cancel({inside}{kind and f', {kind}: #true'})"


def _table(element: Element) -> str:
    rows, kind, told = list(element), element.get("class", ""), ruled(element)
    if "ams-align" in kind:
        return (
            f"mat(delim: #none, row-gap: #0.6em{_rules((), told.level, 0, len(rows))}, {'; '.join(map(_line, rows))})"
        )
    same = len(set(told.columns)) == 1
    side = {"l": "left", "r": "right"}.get(told.columns[0], "") if same else ""
    align = f", align: #{'left' if 'cases' in kind else side}" if side or "cases" in kind else ""
    columns = "c" * len(told.columns) if same else told.columns
    # Typst would set cells smaller than what is around them; TeX does in a small matrix alone.
    style = "script" if element.get("scriptlevel") else "display" if element.get("displaystyle") == "true" else "inline"
    cells = "; ".join(", ".join(map(partial(_aligned, style), row, columns)) for row in rows)
    inner = _rules(told.upright, told.level, len(columns), len(rows))
    # What is drawn around a matrix would stand out at its corners, and so a box has it.
    edges = {"left": 0 in told.upright, "right": len(columns) in told.upright}
    edges |= {"top": 0 in told.level, "bottom": len(rows) in told.level}
    around = ", ".join(f"{edge}: 0.5pt" for edge, drawn in edges.items() if drawn)
    return _boxed(around, f"mat(delim: #none{align}{inner}, {cells})")


def _rules(upright: Iterable[int], level: Iterable[int], columns: int, rows: int) -> str:
    """Return an argument of a matrix that draws rules inside it."""
    drawn = (("vline", [x for x in upright if 0 < x < columns]), ("hline", [y for y in level if 0 < y < rows]))
    told = "".join(f"{name}: ({', '.join(map(str, at))}, ), " for name, at in drawn if at)
    return f", augment: #({told})" if told else ""


def _aligned(style: str, element: Element, column: str) -> str:
    """Return a cell in its style; one of a column that is aligned otherwise than others says so, as Typst wants it."""
    cell = f"{style}({_argument(element)})"
    return {"l": f"&{cell}", "r": f"{cell}&"}.get(column, cell)


def _boxed(edges: str, formula: str) -> str:
    """Return a formula with lines at these edges; without any, as it is."""
    # Typst would cut a formula within a line to the height of the line's leading.
    shown = f"{{set par(leading: 0pt); $display({formula})$}}"
    return f"#box(stroke: ({edges}), inset: 0.3em, {shown})" if edges else formula


def _line(row: Element) -> str:
    """Return a line of aligned formulas: pairs with the relation between them, and space between the pairs."""
    gaps = ["", *itertools.islice(itertools.cycle(("&", "#h(2em)&")), len(row) - 1)]
    return f"display({''.join(gap + _typst(cell) for gap, cell in zip(gaps, row, strict=True)) or _EMPTY})"


def _attached(base: str, below: str, above: str) -> str:
    places = f"{below and f', b: {below}'}{above and f', t: {above}'}"
    return f"attach({base}{places})" if places else base


def _parts(element: Element) -> tuple[str, str, str]:
    """Return a base, and what stands below and above it; an empty string is nothing."""
    tag = element.tag
    if tag not in _BELOW | _ABOVE:
        return _argument(element), "", ""
    first = element[0]
    below = element[1] if tag in _BELOW else None
    above = element[-1] if tag in _ABOVE else None
    # docutils puts accents and other marks where it puts limits.
    over = under = None
    if tag in _LIMITS and above is not None and (above.attrib or above.text == "¯"):
        over = _OVER.get(above.text or "")
    if tag in {"munder", "munderover"} and not over and element[1].tag == "mo" and "movablelimits" not in first.attrib:
        under = _UNDER.get(element[1].text or "")
    mark = over or under
    base, low, high = _parts(first)
    if mark or (below is not None and low) or (above is not None and high):
        base, low, high = _attached(base, low, high), "", ""
    if mark:
        base = f"{mark}({base})" if mark.isascii() else f"accent({base}, {_characters(mark)})"
    if tag in _LIMITS and (first.text in _ARROWS or first.get("stretchy") == "true"):
        base = f"stretch({_characters(_ARROWS.get(first.text or '', first.text or ''))})"
    if not low and not high and (place := _place(element, mark)):
        base = f"{place}({base})"
    return (
        base,
        low if below is None or under else _argument(below),
        high if above is None or over else _argument(above),
    )


def _place(element: Element, mark: str | None) -> str:
    """Return the function that says where scripts stand, unless Typst does with an operator what TeX does."""
    first = element[0]
    inner = first[1].text if first.tag in _LIMITS else None
    if mark in {"overbrace", "underbrace"} or inner in {"⏞", "⏟"}:
        return "limits"
    if element.tag in _LIMITS:
        return "" if mark or first.get("movablelimits") == "true" else "limits"
    return "scripts" if first.tag == "mo" else ""


_FORMS = {
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mtext": lambda element: _string(words(element.text or "")),
    "mspace": _space,
    "mtable": _table,
    "menclose": _enclosed,
    **dict.fromkeys(_BELOW | _ABOVE, lambda element: _attached(*_parts(element))),
    **dict.fromkeys(_TEMPLATES, _filled),
}
