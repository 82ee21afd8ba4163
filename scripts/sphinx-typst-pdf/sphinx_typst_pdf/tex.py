r"""Read LaTeX mathematics into the tree of MathML that docutils makes, with what docutils does not read said otherwise.

What a tree has no command for is marked in the TeX by ``\hspace`` with a width that is none, such as
``\hspace{!rule}``, and settled when docutils has read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from sphinx_typst_pdf.chemistry import chemistry
from sphinx_typst_pdf.macros import Macro, Macros, MathError, argument, expanded, read_preamble, without_comments
from sphinx_typst_pdf.seams import docutils_math, latex2mathml, mathml_elements

# Typst's own parser gives up at 256, and an element here may nest several deep there.
_DEPTH = 40
MOST_COLUMNS = 40
"""Columns that an array may repeat."""

# What docutils reads wrongly or not at all, said otherwise; text and line breaks are no place for any of this.
_INSIDE = r"(?:[^{}]|\{[^{}]*\})*"
_KEPT = rf"\\\\|\\%|\\(?:text|mbox|textrm|operatorname)\s*\{{{_INSIDE}\}}"
_REWRITES = {  # compiled when there is a formula: most books have none
    f"(?P<kept>{_KEPT})|{pattern}": replacement
    for pattern, replacement in {
        # A space of another width is a space.
        r"\\enspace(?![A-Za-z])|\\>": r"\\;",
        r"\\hskip\s*(-?[\d.]+)\s*(mu|pt|em|ex|mm|cm)": r"\\hspace{\2\3}",
        r"\\[mk]?kern\s*-?[\d.]+\s*(?:mu|pt|em|ex)": r"\\,",
        r"\\(?:hfill|allowbreak|nolinebreak|smash|ensuremath|normalsize|small|large)(?![A-Za-z])": " ",
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
        r"\\[ns]i?c?e?frac(?![A-Za-z])": r"\\frac",
        rf"\\substack\s*\{{({_INSIDE})\}}": r"{\\begin{matrix}\2\\end{matrix}}",
        r"\\(?:short)?intertext\s*\{([^{}]*)\}": r"\\\\\\text{\2}\\\\",
        r"\n[ \t]*\n\s*": r"\\\\",  # as for Sphinx, a blank line begins another formula
        r"\\(?:(?:text)?color|label)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])": " ",
        r"\\(?:begin|end)\s*\{(?:equation|displaymath|math|subequations)\*?\}": " ",
        r"(\\begin\s*\{(?:aligned|alignedat|gathered|multlined)\})\s*\[[tbc]\]": r"\2",
        r"\\begin\s*\{(?:alignat|alignedat)\*?\}\s*\{\d+\}": r"\\begin{aligned}",
        r"\\begin\s*\{(?:gather|gathered|multline|multlined)\*?\}": r"\\begin{aligned}\\hspace{!centred}",
        r"\\end\s*\{(?:gather|gathered|multline|multlined)\*?\}": r"\\end{aligned}",
        r"\\(begin|end)\s*\{(?:align|alignat|alignedat|eqnarray|flalign|split)\*?\}": r"\\\2{aligned}",
        r"\\end\s*\{(?:array|subarray)\}": r"\\end{matrix}",
        r"\\begin\s*\{((?:[pbBvV]|small)?matrix)\*\}\s*\[([lcr])\]": r"\\begin{\2}\\hspace{!array \3}",
        r"\\(begin|end)\s*\{((?:[pbBvV]|small)?matrix)\*\}": r"\\\2{\3}",
        r"\\begin\s*\{(?:rcases|drcases)\}": r"\\left.\\begin{matrix}\\hspace{!array l}",
        r"\\begin\s*\{dcases\}": r"\\begin{cases}\\hspace{!display}",
        r"\\end\s*\{dcases\}": r"\\end{cases}",
        r"\\end\s*\{(?:rcases|drcases)\}": r"\\end{matrix}\\right\\}",
        r"\\(?:hline|hdashline|toprule|midrule|bottomrule)(?![A-Za-z])": r"\\hspace{!rule}",
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
}


_BUILT_IN: Macros = read_preamble(r"""
\newcommand{\cancel}[1]{\boxed{\hspace{!strike updiagonalstrike}#1}}
\newcommand{\bcancel}[1]{\boxed{\hspace{!strike downdiagonalstrike}#1}}
\newcommand{\xcancel}[1]{\boxed{\hspace{!strike updiagonalstrike downdiagonalstrike}#1}}
\newcommand{\cancelto}[2]{\cancel{#2}^{#1}}
\newcommand{\fbox}[1]{\boxed{\text{#1}}}
\newcommand{\framebox}[1]{\boxed{\text{#1}}}
\newcommand{\fcolorbox}[3]{\boxed{\text{#3}}}
\newcommand{\colorbox}[2]{\text{#2}}
\newcommand{\raisebox}[2]{\text{#2}}
\newcommand{\vcenter}[1]{{#1}}
\newcommand{\prescript}[3]{{}^{#1}_{#2}{#3}}
\newcommand{\sideset}[3]{{}#1{#3}#2}
\newcommand{\tag}[1]{\qquad\text{(#1)}}
\newcommand{\mathclap}[1]{{#1}}
\newcommand{\mathllap}[1]{{#1}}
\newcommand{\mathrlap}[1]{{#1}}
\newcommand{\mathnormal}[1]{{#1}}
\newcommand{\matrix}[1]{\begin{matrix}#1\end{matrix}}
\newcommand{\pmatrix}[1]{\begin{pmatrix}#1\end{pmatrix}}
\newcommand{\cases}[1]{\begin{cases}#1\end{cases}}
\newcommand{\eqalign}[1]{\begin{aligned}#1\end{aligned}}
\newcommand{\displaylines}[1]{\begin{gather}#1\end{gather}}
\newcommand{\cr}{\\}
\newcommand{\hdots}{\ldots}
\newcommand{\strut}{}
\newcommand{\qedhere}{}
\newcommand{\TeX}{\text{TeX}}
\newcommand{\LaTeX}{\text{LaTeX}}
""")
_BUILT_IN[r"\tag*"] = Macro(r"\qquad\text{#1}", 1)
_ARROWS = {"leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "mapsto": "↦"}
_ARROWS |= {"hookrightarrow": "↪", "hookleftarrow": "↩", "twoheadrightarrow": "↠", "twoheadleftarrow": "↞"}
_ARROWS |= {"rightharpoonup": "⇀", "rightharpoondown": "⇁", "leftharpoonup": "↼", "leftharpoondown": "↽"}
_ARROWS |= {"rightleftharpoons": "⇌", "leftrightharpoons": "⇋", "rightleftarrows": "⇄", "tofrom": "⇄", "longequal": "="}
"""Arrows that are as long as what stands over them, beside those that docutils reads."""
_BUILT_IN |= {
    rf"\x{name}": Macro(rf"\xrightarrow[#1]{{\hspace{{!arrow {sign}}}{{#2}}}}", 2, "") for name, sign in _ARROWS.items()
}
_CAPITALS = {"Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K", "Mu": "M"}
_CAPITALS |= {"Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X"}
_BUILT_IN |= {rf"\{name}": Macro(rf"\mathrm{{{letter}}}") for name, letter in _CAPITALS.items()}

_TEXTS = r"(?:text(?:bf|it|md|normal|rm|sc|sf|sl|tt|up)?|emph|mbox|hbox(?:\s*to\s*[\d.]+\s*[a-z]{2})?)(?![A-Za-z])"
# What takes an argument that is no mathematics, and the end of a line with the room below it.
_OWN = re.compile(
    r"\\\\(?P<room>\*|\s*\[\s*-?[\d.]+\s*(?:em|ex|pt|mm|cm|in|mu)\s*\])?"
    rf"|\\(?:(?P<text>{_TEXTS})"
    r"|(?P<chemistry>ce)(?![A-Za-z])|begin\s*\{(?P<array>array|subarray)\}\s*(?:\[\w\])?)"
)
_ALPHABET = re.compile(r"\\operatorname\*?\s*\{\s*(\\math[a-z]+\s*\{[^{}]*\})\s*\}")
"""A letter that is called an operator and has a type of its own."""
_DELIMITED = re.compile(r"\$\$([^$]*)\$\$|\$([^$]*)\$|\\\[(.*)\\\]|\\\((.*)\\\)", re.DOTALL)
"""A formula with what begins and ends one in a text, as notebooks have it."""
_BETWEEN = re.compile(r"\s*\\(?:short)?intertext(?![A-Za-z])")
"""Text between two lines, which ends the first one itself."""
_IN_TEXT = re.compile(
    rf"\\{_TEXTS}\s*"
    r"|(?P<sign>\\\$)"
    r"|\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|bf|it|rm|sf|tt|bfseries|itshape)(?![A-Za-z])\s*"
    r"|(?P<escaped>\\.)"
    r"|\$(?P<dollars>(?:[^$\\]|\\.)*)\$|\\\((?P<brackets>.*?)\\\)|[{}]|(?P<plain>.)",
    re.DOTALL,
)
_DELIMITER = r"(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)"
_TOKENS = re.compile(
    rf"(?P<open>\{{|\\left{_DELIMITER}|\\begin\s*\{{[^{{}}]*\}})|(?P<close>\}}|\\right{_DELIMITER}|\\end\s*\{{[^{{}}]*\}})"
    rf"|(?P<end>&|\\\\)|(?:{_KEPT}|\\hspace\s*\{{[^{{}}]*\}})|\\[A-Za-z]+\s*|\\.|.",
    re.DOTALL,
)
_DECLARATIONS = {rf"\{name}": rf"\math{name}" for name in ("bf", "cal", "frak", "it", "rm", "sf", "tt")}
_STYLES = {r"\displaystyle", r"\textstyle", r"\scriptstyle", r"\scriptscriptstyle"}
_OVER = {r"\over": r"\frac{%s}{%s}", r"\choose": r"\binom{%s}{%s}"}
_OVER[r"\atop"] = r"{\begin{matrix}%s\\%s\end{matrix}}"
WIDTH = re.compile(r"(-?\d{0,4}\.?\d+)\d*(em|ex|pt|mm|cm|in)")
"""A number and a unit that Typst knows."""
_TEXT = {"{": "", "}": "", "~": "\u00a0", "\u202f": "\u2009", "\\,": "\u2009"} | {f"\\{c}": c for c in " %$&#_{}"}
FUNCTIONS = {name for name in latex2mathml.functions.values() if name}
"""Names that are printed upright, such as sin."""


def mathml(tex: str) -> Element:
    """Return the LaTeX mathematics ``tex`` as the element ``math``, with text as TeX prints it.

    Raises:
        MathError: where docutils cannot read it, or reads less than it says.

    """
    root = tree(tex)
    for element in root.iter("mtext"):
        element.text = words(element.text or "")
    for element in root.iter("mi"):
        if len(element.text or "") > 1 and element.text not in FUNCTIONS:
            element.text = words((element.text or "").removeprefix("*"))
    for table in root.iter("mtable"):
        _class_cells(table)
    return root


def tree(tex: str) -> Element:
    """Return the tree that docutils makes of ``tex``, with tables and strokes as they are told in it."""
    root = mathml_elements.math()
    try:
        plain = _said_otherwise(tex)
        plain.encode()
        latex2mathml.parse_latex_math(root, plain)
    except MathError:
        raise
    except docutils_math.MathError as error:
        raise MathError(str(error)) from None
    except (AttributeError, IndexError, KeyError, NameError, RecursionError, TypeError, ValueError):
        # docutils stumbles over what it does not expect.
        raise MathError(f"not a LaTeX formula: {tex!r}") from None
    _check(root, tex)
    _settle(root)
    return root


def _said_otherwise(tex: str) -> str:
    """Return what docutils reads."""
    tex = without_comments(tex).strip()
    bare = _DELIMITED.fullmatch(tex)
    tex = next(part for part in bare.groups() if part is not None) if bare else tex
    plain = _grouped(_read(expanded(_read(tex), dict(_BUILT_IN))))
    plain = _ALPHABET.sub(r"{\1}", plain)
    if "eqnarray" in plain:  # the relation has a column of its own
        plain = re.sub(r"&\s*([^&\s]+)\s*&", r"&\1 ", plain)
    for pattern, replacement in _REWRITES.items():
        plain = re.sub(pattern, partial(_rewritten, replacement), plain)
    toplevel = docutils_math.toplevel_code(plain)
    if r"\\" in toplevel or (r"\\" in plain and "&" in toplevel.replace(r"\&", "")):
        plain = rf"\begin{{aligned}}{plain}\end{{aligned}}"
    return plain


def _read(tex: str) -> str:
    """Return ``tex`` with texts, chemistry and arrays as docutils reads them."""
    done = ""
    while found := _OWN.search(tex):
        done, at = done + tex[: found.start()], found.end()
        if found["text"] or found["chemistry"] or found["array"]:
            given, at = argument(tex, at)
            if found["text"]:
                done += _text(given)
            elif found["chemistry"]:
                done += f"{{{chemistry(given)}}}"
            else:
                done += rf"\begin{{matrix}}\hspace{{!array {_columns(given)}}}"
        elif not _BETWEEN.match(tex, at):
            done += r"\\"
        tex = tex[at:]
    return done + tex


def _text(tex: str) -> str:
    """Return a text; formulas in it, and signs of money, stand between texts."""
    parts, text = [], ""
    for found in _IN_TEXT.finditer(tex):
        formula = next((part for part in (found["dollars"], found["brackets"]) if part is not None), None)
        if found["plain"] == "$":
            raise MathError(f"something is opened and not closed: {tex!r}")
        if formula is None and not found["sign"]:
            text += found["plain"] or found["escaped"] or ""
            continue
        parts += [rf"\text{{{text}}}"] if text else []
        parts.append(r"\$" if formula is None else f"{{{_read(formula)}}}")
        text = ""
    parts += [rf"\text{{{text}}}"] if text or not parts else []
    return parts[0] if len(parts) == 1 else f"{{{''.join(parts)}}}"


def _columns(told: str) -> str:
    """Return the columns of an array, a letter each, with the rules between them.

    Raises:
        MathError: where they hold what would be lost.

    """
    found, at = "", 0
    while at < len(told):
        sign, at = told[at], at + 1
        if sign in "lcr":
            found += sign
        elif sign in "|:":
            found = found.removesuffix("|") + "|"
        elif sign in "pmb":
            _width, at = argument(told, at)
            found += "l"
        elif sign == "*":
            count, at = argument(told, at)
            again, at = argument(told, at)
            if not count.isdecimal() or int(count) > MOST_COLUMNS:
                raise MathError(f"an array cannot have {count} columns")
            found += _columns(again) * int(count)
            if len(found) > 2 * MOST_COLUMNS:
                raise MathError(f"an array cannot have {len(found)} columns")
        elif sign in "@!":
            between, at = argument(told, at)
            if re.sub(r"\\(?:[,:;! ]|q?quad|hspace\s*\{[^{}]*\})|[\s{}]", "", between):
                raise MathError(f"columns of an array cannot have {between!r} between them")
        elif not sign.isspace():
            raise MathError(f"columns of an array cannot be {told!r}")
    return found


class _Level:
    """What is read of a group: cells that are done, and the one that is not."""

    def __init__(self, opener: str = "") -> None:
        self.opener = opener
        self.done = self.cell = self.tail = ""
        self.over: tuple[str, str] | None = None

    def finish(self, end: str) -> str:
        """Return all that has been read, with the end of a cell or of the group."""
        cell = re.sub(r"(?<!\\)\s+$", "", self.cell) + self.tail if self.tail else self.cell
        if self.over:
            form, above = self.over
            cell = form % (above, cell)
        self.done, self.cell, self.tail, self.over = self.done + cell + end, "", "", None
        return self.done


def _grouped(tex: str) -> str:
    r"""Return ``tex`` with commands of arguments for those that hold to the end of a group or a cell.

    Such are ``\over`` and ``\rm``. docutils reads a style as the first command of a group alone.
    """
    levels = [_Level()]
    for found in _TOKENS.finditer(tex):
        level, token = levels[-1], found[0]
        name = token.rstrip()
        if found["open"]:
            levels.append(_Level(token))
        elif found["close"]:
            whole = level.finish(token)
            if len(levels) > 1:
                levels.pop()
                levels[-1].cell += level.opener + whole
        elif found["end"]:
            level.finish(token)
        elif name in _DECLARATIONS:
            level.cell, level.tail = f"{level.cell}{_DECLARATIONS[name]}{{", "}" + level.tail
        elif name in _STYLES and level.cell.strip():
            level.cell, level.tail = f"{level.cell}{{{name} ", "}" + level.tail
        elif name in _OVER:
            if level.over:
                raise MathError(f"{name} stands twice in a group: {tex!r}")
            level.over = _OVER[name], level.cell + level.tail
            level.cell = level.tail = ""
        else:
            level.cell += token
    while len(levels) > 1:  # what is not closed is told of later
        level = levels.pop()
        levels[-1].cell += level.opener + level.finish("")
    return levels[0].finish("")


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


def words(tex: str) -> str:
    """Return what TeX prints of ``tex`` as text."""

    def word(found: re.Match[str]) -> str:
        if found[0] in _TEXT:
            return _TEXT[found[0]]
        if found[0].isspace():
            return " "
        raise MathError(f'text cannot hold "{found[0]}"')

    return re.sub(r"\\[A-Za-z]+|\\.?|[{}~\u202f]|[ \t\r\n]+", word, tex, flags=re.DOTALL)


def _marks(row: Element) -> Iterator[tuple[str, str]]:
    """Take the marks away that stand at the beginning, and yield what they say."""
    while len(row) and row[0].get("width", "").startswith("!"):
        name, _, value = row[0].get("width", "")[1:].partition(" ")
        row.remove(row[0])
        yield name, value


def _settle(root: Element) -> None:
    """Put what marks say into the elements that they are about, and refuse widths that are none."""
    for element in list(root.iter()):
        if element.tag == "mtable":
            _settle_table(element)
        elif element.tag == "menclose":
            for _name, notation in _marks(element):
                element.set("notation", notation)
        elif element.tag in {"mover", "munderover"}:
            for _name, arrow in _marks(element[-1]):
                element[0].text = arrow
                element[0].set("stretchy", "true")
    for space in root.iter("mspace"):
        width = space.get("width", "")
        if width.startswith("!rule"):
            raise MathError("a rule stands where no row begins")
        if not WIDTH.fullmatch(width):
            raise MathError(f'no width: "{width}"')


def _settle_table(table: Element) -> None:
    """Note columns and rules of a table, and leave out the row that only ends the one before."""
    rows, rules = list(table), []
    for y, row in enumerate(rows):
        for name, value in _marks(row[0]):
            if name == "array":
                table.set("columns", value)
            elif name == "centred":
                table.set("class", "ams-align centred")
            elif name == "display":
                table.set("displaystyle", "true")
            elif name == "rule":
                rules.append(str(y))
            else:
                raise MathError(f'no width: "!{name}"')
    if len(rows) > 1 and len(rows[-1]) == 1 and not len(rows[-1][0]):
        table.remove(rows[-1])
    if rules:
        table.set("rules", " ".join(rules))


class Ruled(NamedTuple):
    """How the columns of a table are aligned, each by a letter, and before which columns and rows rules are."""

    columns: str
    upright: list[int]
    level: list[int]


def ruled(table: Element) -> Ruled:
    """Return how a table is told to be laid out; one that says nothing is centred."""
    before, columns = [], ""
    for sign in table.get("columns", ""):
        if sign == "|":
            before.append(len(columns))
        else:
            columns += sign
    count = max(len(row) for row in table)
    columns = ((columns or "c") * count)[:count]
    return Ruled(columns, sorted({min(x, count) for x in before}), [int(y) for y in table.get("rules", "").split()])


def _class_cells(table: Element) -> None:
    """Say in classes of its cells how a table is laid out, for style sheets: browsers pass over MathML's own words."""
    columns, upright, level = ruled(table)
    for y, row in enumerate(table):
        for x, cell in enumerate(row):
            names = {"l": ["left"], "r": ["right"]}.get(columns[x], [])
            names += ["rule-before"] if x in upright else []
            names += ["rule-after"] if x + 1 == len(columns) and x + 1 in upright else []
            names += ["rule-above"] if y in level else []
            names += ["rule-below"] if y + 1 == len(table) and y + 1 in level else []
            if names:
                cell.set("class", " ".join(names))
    for name in ("columns", "rules"):
        table.attrib.pop(name, None)
