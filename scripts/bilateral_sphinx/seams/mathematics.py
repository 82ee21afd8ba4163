"""What docutils, which writes formulas into web pages, knows of TeX's mathematics.

Its tables are spread over a module without an interface; what it says of a word that it does not know is stable.
Without it, the guard cannot tell mathematics from commands of TeX.
"""

from __future__ import annotations

from functools import lru_cache

from docutils.utils.math import MathError, latex2mathml


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
