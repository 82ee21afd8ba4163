"""Front matter of a chapter: it may describe the chapter, not change how it is read.

MyST takes settings from there, and one of them switches on templates, which are programs.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from bilateral_sphinx.guard.refusal import refuse
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.front_matter import front_matter_of

SETTINGS = ("myst", "html_meta", "substitutions")
"""Keys from which MyST takes settings; the latter two are its older way."""
END = re.compile(r"^(?:---|\.\.\.)", re.MULTILINE)


def judge(app: Sphinx, docname: str, content: list[str]) -> None:
    """Blank out front matter that has settings; lines keep their numbers."""
    if not content[0].startswith("---"):
        return
    found = front_matter_of(content[0])
    wrong = next((key for key in SETTINGS if key in found), None)
    if wrong is None:
        return
    place = f"{app.env.doc2path(docname)}:1"
    refuse("raw", f"'{wrong}' changes how the chapter is read; set it in conf.py", place)
    lines = content[0].splitlines(keepends=True)
    last = next((number for number, line in enumerate(lines[1:], 1) if END.match(line)), len(lines) - 1)
    content[0] = "\n" * (last + 1) + "".join(lines[last + 1 :])


def setup(app: Sphinx) -> None:
    """Judge a chapter before it is parsed, after all that may have rewritten it."""
    connect(app, Phase.FRONT_MATTER, judge)
