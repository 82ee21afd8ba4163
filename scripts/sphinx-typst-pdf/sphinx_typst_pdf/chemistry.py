r"""Chemical formulas and equations of the command ``\ce``, said in TeX's mathematics."""

from __future__ import annotations

import re

from sphinx_typst_pdf.macros import MathError, argument, end_of_group

ARROWS = {
    "->": r"\xrightarrow",
    "<-": r"\xleftarrow",
    "<->": r"\xleftrightarrow",
    "<-->": r"\xrightleftarrows",
    "<=>": r"\xrightleftharpoons",
    "<=>>": r"\xrightleftharpoons",
    "<<=>": r"\xrightleftharpoons",
}
ARROW = re.compile(r"<<=>|<=>>|<=>|<-->|<->|->|<-")
BONDS = {"-": r"{-}", "=": r"{=}", "#": r"{\equiv}"}
ALONE = {"v": r"\downarrow", "(v)": r"\downarrow", "^": r"\uparrow", "(^)": r"\uparrow"}
ALONE |= {"+": "+", "-": "-", "=": "=", ".": r"\cdot", "*": r"\cdot"}
"""What words mean that stand between spaces."""
CHARGE = re.compile(r"\^?(\d*[+-])(?![A-Za-z(\[{])")
DIGITS = re.compile(r"\d+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?:/\d+)?")


def chemistry(source: str) -> str:
    r"""Return what ``\ce`` is given as TeX's mathematics.

    Raises:
        MathError: where it holds what is not known here.

    """
    found, at = [], 0
    while at < len(source):
        if source[at].isspace():
            at += 1
        elif arrow := ARROW.match(source, at):
            code, at = _arrow(ARROWS[arrow[0]], source, arrow.end())
            found.append(code)
        else:
            end = at
            while end < len(source) and not source[end].isspace() and not ARROW.match(source, end):
                end = end_of_group(source, end) if source[end] == "{" else end + 1
            word, at = source[at:end], end
            found.append(ALONE.get(word) or _word(word))
    return "\\,".join(found) if len(found) > 1 else "".join(found)


def _arrow(command: str, source: str, at: int) -> tuple[str, int]:
    """Return an arrow with what stands over and under it, and where that ends."""
    beside = []
    while source.startswith("[", at):
        end = end_of_group(source, at, "[]")
        beside.append(chemistry(source[at + 1 : end - 1]))
        at = end
    above, below = [*beside, "", ""][:2]
    return f"{command}[{below}]{{{above or '~~'}}}", at


def _word(word: str) -> str:
    """Return a compound with its number."""
    code, at = "", 0
    if number := NUMBER.match(word):
        whole, _, part = number[0].partition("/")
        code, at = (rf"\frac{{{whole}}}{{{part}}}" if part else whole) + r"\,", number.end()
        if at == len(word):
            return code.removesuffix(r"\,")
    while at < len(word):
        sign, before = word[at], word[at - 1] if at else ""
        closes = before.isalnum() or before in {")", "]", "}"}
        if sign in "^_":
            if sign == "^" and (charge := CHARGE.match(word, at)):
                inside, at = charge[1], charge.end()
            elif several := DIGITS.match(word, at + 1):  # other than in TeX, the whole number
                inside, at = several[0], several.end()
            else:
                inside, at = argument(word, at + 1)
            code += "{}" if not code or code.endswith(r"\,") else ""  # what stands before the first letter
            code += f"{sign}{{{_script(inside)}}}"
        elif closes and not before.isdecimal() and (count := DIGITS.match(word, at)):
            code, at = f"{code}_{{{count[0]}}}", count.end()
        elif closes and sign in "+-" and (at + 1 == len(word) or word[at + 1] in ("(])" if sign == "+" else "])")):
            code, at = f"{code}^{{{sign}}}", at + 1
        elif sign in BONDS:
            code, at = code + BONDS[sign], at + 1
        elif sign in ".*":
            code, at = code + r"{\cdot}", at + 1
        elif sign == "$":
            end = word.find("$", at + 1)
            if end < 0:
                raise MathError(f"something is opened and not closed: {word!r}")
            code, at = code + f"{{{word[at + 1 : end]}}}", end + 1
        elif sign == "{":
            inside, at = argument(word, at)
            code += f"{{{_word(inside)}}}"
        elif sign == "\\":
            inside, at = argument(word, at)
            code += f"{inside} "
        elif sign.isalpha():
            letters = re.compile(r"[^\W\d_]+").match(word, at)
            assert letters is not None
            code, at = code + rf"\mathrm{{{letters[0]}}}", letters.end()
        elif sign.isdecimal() or sign in "()[],;:/+'":
            code, at = code + sign, at + 1
        else:
            raise MathError(f"\\ce cannot hold {sign!r}")
    return code


def _script(inside: str) -> str:
    """Return what stands above or below: letters are upright, numbers and signs as they are."""
    return re.sub(r"(?<!\\)\b[^\W\d_]{2,}\b|(?<![\\A-Za-z])[A-Z](?![A-Za-z])", r"\\mathrm{\g<0>}", inside)
