"""Formulas: LaTeX hands them to TeX as they are, so they may have no control word that is not mathematics."""

from __future__ import annotations

import re
from functools import lru_cache

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.application import Sphinx

from bilateral_sphinx.guard.refusal import refuse
from bilateral_sphinx.phases import Phase, connect

WORD = re.compile(r"\\([A-Za-z@]+)")
ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*(?:\{([A-Za-z]+\*?)\})?")
LABEL = re.compile(r"[A-Za-z0-9]+(?:[-.:][A-Za-z0-9]+)*")
ANY_SIGN = "^^"
"""How TeX writes a character by its number: ``^^5c`` is a backslash."""


@lru_cache(maxsize=1 << 10)
def is_mathematics(word: str) -> bool:
    """Tell whether docutils, which writes formulas into web pages, knows a control word."""
    return "Unknown LaTeX command" not in _complaint(f"\\{word}{{a}}{{b}}")


@lru_cache(maxsize=1 << 10)
def is_environment(name: str) -> bool:
    """Tell whether docutils knows an environment; TeX takes each name for that of a command."""
    return "not supported" not in _complaint(f"\\begin{{{name}}}a\\end{{{name}}}")


def _complaint(code: str) -> str:
    """Return what docutils says against a formula; nothing where it is content or wants something else after a word."""
    try:
        latex2mathml.tex2mathml(code)
    except MathError as error:
        return str(error)
    except (IndexError, AttributeError, TypeError):
        pass
    return ""


def disallowed_macro(formula: nodes.Element) -> str | None:
    """Return what is no mathematics in a formula, if there is something."""
    text = formula.astext()
    for word in WORD.findall(text):
        if not is_mathematics(word):
            return f"\\{word}"
    for match in ENVIRONMENT.finditer(text):
        if not match[1] or not is_environment(match[1]):
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
