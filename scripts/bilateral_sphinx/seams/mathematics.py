"""What docutils, which reads formulas, knows of TeX's mathematics, and how Sphinx numbers them.

The tables of docutils are spread over a module without an interface; what it says of a word that it does not know is
stable. Without it, the guard cannot tell mathematics from commands of TeX. Without Sphinx's numbers, a reference to a
formula would name another number than stands beside it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx.util.math import get_node_equation_number


@lru_cache(maxsize=1 << 10)
def is_mathematics(word: str) -> bool:
    """Tell whether docutils knows a control word."""
    return "Unknown LaTeX command" not in _complaint(f"\\{word}{{a}}{{b}}")


@lru_cache(maxsize=1 << 10)
def is_environment(name: str) -> bool:
    """Tell whether docutils knows an environment; TeX takes each name for that of a command."""
    return "not supported" not in _complaint(f"\\begin{{{name}}}a\\end{{{name}}}")


def _complaint(code: str) -> str:
    """Return docutils' message for a formula; "" where it is content or wants something else after a word."""
    try:
        latex2mathml.tex2mathml(code)
    except MathError as error:
        return str(error)
    except (IndexError, AttributeError, TypeError):
        pass
    return ""


def equation_number(translator: Any, node: nodes.math_block) -> str:
    """Return the number of a displayed formula, as Sphinx's own renderer of formulas prints it."""
    return get_node_equation_number(translator, node)
