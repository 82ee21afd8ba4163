"""Formulas: LaTeX hands them to TeX as they are, so they may have no control word that is not mathematics."""

from __future__ import annotations

import re
from functools import lru_cache

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.application import Sphinx

from guard.refusal import refuse

WORD = re.compile(r"\\([A-Za-z@]+)")
ANY_SIGN = "^^"
"""How TeX writes a character by its number: ``^^5c`` is a backslash."""


@lru_cache(maxsize=1 << 10)
def is_mathematics(word: str) -> bool:
    """Tell whether docutils, which writes formulas into web pages, knows a control word."""
    try:
        latex2mathml.tex2mathml(f"\\{word}{{a}}{{b}}")
    except MathError as error:
        return "Unknown LaTeX command" not in str(error)
    except (IndexError, AttributeError, TypeError):  # it is known, and wants something else after it
        return True
    return True


def judge(app: Sphinx, doctree: nodes.document) -> None:
    """Take out formulas that are more than that."""
    if app.config.trusted_authors:
        return
    for formula in [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]:
        text = formula.astext()
        unknown = next((word for word in WORD.findall(text) if not is_mathematics(word)), None)
        if unknown is None and ANY_SIGN not in text:
            continue
        shown = f"\\{unknown}" if unknown else ANY_SIGN
        refuse("raw", f"'{shown}' is no mathematics; write the formula without it", formula)
        formula.parent.remove(formula)


def setup(app: Sphinx) -> None:
    """Look at each page when it has been read."""
    app.connect("doctree-read", judge, priority=100)
