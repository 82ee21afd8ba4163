"""A project that uses the extensions and directives that documentations of programs use most."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Extensions"
author = "The testers"
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.ext.extlinks",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.inheritance_diagram",
    "sphinx.ext.napoleon",
    "sphinx.ext.todo",
    "sphinx_typst_pdf",
]
OTHERS = ["sphinx_design", "sphinx_tabs.tabs", "sphinx_copybutton", "sphinxcontrib.mermaid"]
if tags.has("others"):  # type: ignore[name-defined]  # noqa: F821  (Sphinx gives it)
    extensions += OTHERS
else:
    exclude_patterns = ["others.rst"]
    suppress_warnings = ["toc.excluded"]
nitpick_ignore_regex = [(".*", ".*")]  # what they refer to is elsewhere
numfig = True
numfig_secnum_depth = 2
todo_include_todos = True
extlinks = {"issue": ("https://example.org/issues/%s", "issue %s")}
autosummary_generate = False
rst_epilog = ".. |picture| image:: /disc.svg\n   :alt: a disc\n   :height: 10pt"
typst_elements = {"date": "2001-02-03"}
typst_verify_text = True
