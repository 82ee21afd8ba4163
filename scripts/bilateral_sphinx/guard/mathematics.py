"""Formulas: LaTeX hands them to TeX as they are, so they may have no control word that is not mathematics."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

from bilateral_sphinx.guard.refusal import refuse
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.mathematics import is_environment, is_mathematics

WORD = re.compile(r"\\([A-Za-z@]+)")
ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*(?:\{([A-Za-z]+\*?)\})?")
WORDS = {"hline", "substack", "over", "atop", "choose", "notag", "nonumber", "emph"}
WORDS |= {f"text{kind}" for kind in ("bf", "it", "md", "normal", "sc", "sf", "sl", "tt", "up")}
"""What amsmath and our own reader of formulas know and docutils does not."""
ENVIRONMENTS = {"array", "gathered", "subarray", "split"}
"""The same of environments."""
LABEL = re.compile(r"[A-Za-z0-9]+(?:[-.:][A-Za-z0-9]+)*")
ANY_SIGN = "^^"
"""How TeX writes a character by its number: ``^^5c`` is a backslash."""


def disallowed_macro(formula: nodes.Element) -> str | None:
    """Return what is no mathematics in a formula, if there is something."""
    text = formula.astext()
    for word in WORD.findall(text):
        if word not in WORDS and not is_mathematics(word):
            return f"\\{word}"
    for match in ENVIRONMENT.finditer(text):
        if not match[1] or not (match[1] in ENVIRONMENTS or is_environment(match[1])):
            return text[match.start() : match.end() + 10]
    for name in (formula.get("label"), *formula.get("names", ())):
        if name and not LABEL.fullmatch(str(name)):  # LaTeX takes it as it is
            return str(name)
    return ANY_SIGN if ANY_SIGN in text else None


def judge(app: Sphinx, doctree: nodes.document) -> None:
    """Take out formulas that are more than that."""
    for formula in [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]:
        found = disallowed_macro(formula)
        if found is not None:
            refuse("raw", f"'{found}' is no mathematics; write the formula without it", formula)
            formula.parent.remove(formula)


def setup(app: Sphinx) -> None:
    """Look at each page when it has been read."""
    connect(app, Phase.GUARD, judge)
