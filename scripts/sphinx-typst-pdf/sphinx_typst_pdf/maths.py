"""Turn LaTeX mathematics into Typst mathematics, by way of the MathML tree that docutils makes of it."""

from __future__ import annotations

import itertools
import re
from functools import partial
from xml.etree.ElementTree import Element

from sphinx_typst_pdf.seams import docutils_math, latex2mathml, mathml_elements

# Typst's own parser gives up at 256, and an element here may nest several deep there.
_DEPTH = 40

# What docutils reads wrongly or not at all, said otherwise; text and line breaks are no place for any of this.
_INSIDE = r"(?:[^{}]|\{[^{}]*\})*"
_KEPT = rf"\\\\|\\%|\\(?:text|mbox|textrm|operatorname)\s*\{{{_INSIDE}\}}"
_REWRITES = [
    (re.compile(f"(?P<kept>{_KEPT})|{pattern}"), replacement)
    for pattern, replacement in {
        r"%[^\n]*": " ",
        # Text in another type is text, and a space of another width a space.
        r"\\(?:text(?:bf|it|md|normal|sc|sf|sl|tt|up)|emph|hbox)(?=\s*\{)": r"\\text",
        r"\\(?:fbox|framebox)(?=\s*\{)": r"\\boxed",
        r"\\enspace(?![A-Za-z])|\\>": r"\\;",
        r"\\[mk]?kern\s*-?[\d.]+\s*(?:mu|pt|em|ex)": r"\\,",
        r"\\(?:hline|hfill|allowbreak|nolinebreak|smash|ensuremath|normalsize|small|large)(?![A-Za-z])": " ",
        rf"\\(?:vspace|vphantom|require)\s*\{{{_INSIDE}\}}": " ",
        r"\\hphantom(?![A-Za-z])": r"\\phantom",
        r"\\middle(?![A-Za-z])|\\math(?:op|rel|bin|ord|open|close|punct|inner)(?![A-Za-z])": "",
        r"\\([bB]igg?)\s*(?=[(\[]|\\(?:\{|lbrace|l(?:angle|floor|ceil|vert)))": r"\\\2l",
        r"\\([bB]igg?)\s*(?=[)\]]|\\(?:\}|rbrace|r(?:angle|floor|ceil|vert)))": r"\\\2r",
        r"\\[bB]igg?m?(?![A-Za-z])": "",
        r"\\(?:mathbbm|mathds|Bbb)(?![A-Za-z])": r"\\mathbb",
        r"\\symbf(?![A-Za-z])": r"\\mathbf",
        r"\\underbar(?![A-Za-z])": r"\\underline",
        r"\\degree(?![A-Za-z])": r"{}^{\\circ}",
        r"\\euro(?![A-Za-z])": r"\\text{€}",
        r'"': r"\\text{''}",
        r"\{\s*\\(bf|cal|it|rm|sf|tt)\s+([^{}]*)\}": r"\\math\2{\3}",
        r"\\[ns]i?c?e?frac(?![A-Za-z])": r"\\frac",
        r"\{([^{}\\]*)\\choose(?![A-Za-z])([^{}]*)\}": r"\\binom{\2}{\3}",
        rf"\\substack\s*\{{({_INSIDE})\}}": r"{\\begin{matrix}\2\\end{matrix}}",
        r"\\tag\*?\s*\{([^{}]*)\}": r"\\qquad\\text{(\2)}",
        r"\\(?:short)?intertext\s*\{([^{}]*)\}": r"\\\\\\text{\2}\\\\",
        r"\n[ \t]*\n\s*": r"\\\\",  # as for Sphinx, a blank line begins another formula
        r"\\(?:(?:text)?color|label)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])": " ",
        r"\\(?:begin|end)\s*\{(?:equation|displaymath|math|subequations)\*?\}": " ",
        r"\\begin\s*\{(?:alignat|alignedat)\*?\}\s*\{\d+\}": r"\\begin{aligned}",
        r"\\(begin|end)\s*\{(?:align|alignat|alignedat|eqnarray|flalign|gather|gathered|multline|split)\*?\}": (
            r"\\\2{aligned}"
        ),
        # An array without rules is a matrix; of one with rules, a matrix would leave them out.
        r"\\begin\s*\{array\}\s*(?:\[\w\])?\s*\{[lcr\s]*\}": r"\\begin{matrix}",
        r"\\end\s*\{array\}": r"\\end{matrix}",
        r"\\(begin|end)\s*\{dcases\}": r"\\\2{cases}",
        r"\\(?:boldsymbol|pmb|bm)(?![A-Za-z])": r"\\mathbfit",  # docutils does not end \boldsymbol with its group
        r"\\stackrel(?![A-Za-z])": r"\\overset",
        r"\\dots(?![A-Za-z])": r"\\ldots",
        r"\\iff(?![A-Za-z])": r"\\Longleftrightarrow",
        r"\\lt(?![A-Za-z])": "<",
        r"\\gt(?![A-Za-z])": ">",
        r"\\operatorname\s*\*\s*\{": r"\\operatorname{*",  # _identifier finds the star at the head of the name
        r"\{,\}": r"{\\text{,}}",  # a decimal comma
        # TeX takes one digit where docutils takes the whole number.
        r"(\\(?:[cdt]?frac|[dt]?binom)\s*)(\d)\s*(\d)": r"\2{\3}{\4}",
        r"([_^]|\\sqrt)\s*(\d)": r"\2{\3}",
        # A prime is a superscript, and so one with primes and superscripts after it.
        r"'": r"^{\\prime }",
        r"\\prime \}\s*\^\s*\{": r"\\prime ",
        r"\\prime \}\s*\^\s*(\\[A-Za-z]+|[^\s{])": r"\\prime \2}",
    }.items()
]

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
    # Typst would cut a formula within a line to the height of the line's leading.
    "menclose": "#box(stroke: 0.5pt, inset: 0.3em, {{set par(leading: 0pt); $display({})$}})",
}
_TEXT = {"{": "", "}": "", "~": "\u00a0", "\u202f": "\u2009", "\\,": "\u2009"} | {f"\\{c}": c for c in " %$&#_{}"}
_EMPTY = '""'
_OPERATORS = {"*": "∗", "'": "′", "\u2061": ""}
_ARROWS = {"⟵": "←", "⟶": "→"}  # the long ones do not stretch
_BELOW = {"msub", "munder", "msubsup", "munderover"}
_ABOVE = {"msup", "mover", "msubsup", "munderover"}
_LIMITS = {"munder", "mover", "munderover"}

TYPST_FUNCTIONS = {"accent", "attach", "binom", "class", "display", "frac", "inline", "limits", "lr", "mat", "op"}
TYPST_FUNCTIONS |= {"overbrace", "overline", "root", "script", "scripts", "sqrt", "sscript", "stretch", "underbrace"}
TYPST_FUNCTIONS |= {"underline", "upright"}
"""What formulas call."""
_CALL = re.compile(r'"[^"]*"|([a-z]+)\(')

_FUNCTIONS = {name for name in latex2mathml.functions.values() if name}
_MOVABLE = {"lim", "sup", "inf", "max", "min", "det", "gcd", "Pr", *(name for name in _FUNCTIONS if "\u202f" in name)}
_FENCES = {*"()[]|", *latex2mathml.stretchables.values()}


class MathError(ValueError):
    """What stands in a formula cannot be set; the message says what."""


def typst_math(tex: str) -> str:
    r"""Return the LaTeX mathematics ``tex`` as Typst's, for between its ``$`` and ``$``.

    Every character of ``tex`` ends as ``\u{…}`` or in a string: none means anything to Typst.

    Raises:
        MathError: as for ``mathml``.

    """
    return _argument(_tree(tex))


def typst_content(formula: str) -> str:
    """Return code for a formula in which its functions are Typst's own: a template may have others of their names."""
    called = sorted({name for name in _CALL.findall(formula) if name} & TYPST_FUNCTIONS)
    return f"{{import std.math: {', '.join(called)}; ${formula}$}}" if called else f"${formula}$"


def mathml(tex: str) -> Element:
    """Return the LaTeX mathematics ``tex`` as the element ``math``, with text as TeX prints it.

    Raises:
        MathError: where docutils cannot read it, or reads less than it says.

    """
    root = _tree(tex)
    for element in root.iter("mtext"):
        element.text = _words(element.text or "")
    for element in root.iter("mi"):
        if len(element.text or "") > 1 and element.text not in _FUNCTIONS:
            element.text = _words((element.text or "").removeprefix("*"))
    return root


def _tree(tex: str) -> Element:
    plain = tex.strip()
    if "eqnarray" in plain:  # the relation has a column of its own
        plain = re.sub(r"&\s*([^&\s]+)\s*&", r"&\1 ", plain)
    for pattern, replacement in _REWRITES:
        plain = pattern.sub(partial(_rewritten, replacement), plain)
    toplevel = docutils_math.toplevel_code(plain)
    if r"\\" in toplevel or (r"\\" in plain and "&" in toplevel.replace(r"\&", "")):
        plain = rf"\begin{{aligned}}{plain}\end{{aligned}}"
    root = mathml_elements.math()
    try:
        plain.encode()
        latex2mathml.parse_latex_math(root, plain)
    except docutils_math.MathError as error:
        raise MathError(str(error)) from None
    except (AttributeError, IndexError, KeyError, NameError, RecursionError, TypeError, ValueError):
        # docutils stumbles over what it does not expect.
        raise MathError(f"not a LaTeX formula: {tex!r}") from None
    _check(root, tex)
    return root


def _rewritten(replacement: str, found: re.Match[str]) -> str:
    return found[0] if found["kept"] else found.expand(replacement)


def _check(root: Element, tex: str) -> None:
    """Refuse a tree that docutils has left unfinished, and one too deep for Typst."""
    if getattr(root, "nchildren", None) is not None:
        raise MathError(f"something is closed that was not opened: {tex!r}")
    level = [root]
    for _ in range(_DEPTH):
        for parent in level:
            if isinstance(parent, mathml_elements.MathSchema) and len(parent) != type(parent).nchildren:
                raise MathError(f"a command lacks an argument: {tex!r}")
            for child in parent:
                # docutils never closes what stands under \xrightarrow.
                if getattr(child, "nchildren", None) is None and parent.tag != "munderover":
                    raise MathError(f"something is opened and not closed: {tex!r}")
                if (child.tag == "mtr") != (parent.tag == "mtable") or (child.tag == "mtd") != (parent.tag == "mtr"):
                    raise MathError(f"'&' or '\\\\' stands where no table is: {tex!r}")
        level = [child for parent in level for child in parent]
        if not level:
            return
    raise MathError(f"nested more than {_DEPTH} deep: {tex[:80]!r}…")


def _typst(element: Element) -> str:
    source = _FORMS.get(element.tag, _row)(element)
    style = _STYLES.get((element.get("displaystyle"), element.get("scriptlevel")))
    return f"{style}({source or _EMPTY})" if style else source


def _argument(element: Element) -> str:
    """Return ``element`` as an argument, which Typst wants even where there is nothing."""
    return _typst(element) or _EMPTY


def _characters(text: str) -> str:
    return "".join(f"\\u{{{ord(character):x}}}" for character in text)


def _string(text: str) -> str:
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else _characters(c) for c in text) + '"'


def _words(tex: str) -> str:
    """Return what TeX prints of ``tex`` as text."""

    def word(found: re.Match[str]) -> str:
        if found[0] in _TEXT:
            return _TEXT[found[0]]
        if found[0].isspace():
            return " "
        raise MathError(f'text cannot hold "{found[0]}"')

    return re.sub(r"\\[A-Za-z]+|\\.?|[{}~\u202f]|[ \t\r\n]+", word, tex, flags=re.DOTALL)


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
    if not upright and text not in _FUNCTIONS:
        return _string(text)
    name = text.removeprefix("*")
    limits = ", limits: #true" if name != text or name in _MOVABLE else ""
    return f"op({_string(_words(name))}{limits})"


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
    width = re.fullmatch(r"(-?\d{0,4}\.?\d+)\d*(em|ex|pt|mm|cm|in)", element.get("width", ""))
    if not width:
        raise MathError(f'no width: "{element.get("width")}"')
    number, unit = float(width[1]), width[2]
    return f"#h({number / 2 if unit == 'ex' else number}{unit.replace('ex', 'em')})"


def _filled(element: Element) -> str:
    if element.get("linethickness") == "0":
        return f"binom({_argument(element[0])}, {_argument(element[1])})"
    whole = isinstance(element, mathml_elements.MathRow)
    return _TEMPLATES[element.tag].format(*[_row(element) or _EMPTY] if whole else map(_argument, element))


def _table(element: Element) -> str:
    rows = list(element)
    if len(rows[-1]) == 1 and not len(rows[-1][0]):
        rows.pop()  # after a last line break
    kind = element.get("class", "")
    if "ams-align" in kind:
        return f"mat(delim: #none, row-gap: #0.6em, {'; '.join(map(_line, rows))})"
    align = ", align: #left" if "cases" in kind else ""
    return f"mat(delim: #none{align}, {'; '.join(', '.join(map(_argument, row)) for row in rows)})"


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
    if tag in _LIMITS and first.text in _ARROWS:
        base = f"stretch({_characters(_ARROWS[first.text])})"
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
    "mtext": lambda element: _string(_words(element.text or "")),
    "mspace": _space,
    "mtable": _table,
    **dict.fromkeys(_BELOW | _ABOVE, lambda element: _attached(*_parts(element))),
    **dict.fromkeys(_TEMPLATES, _filled),
}
