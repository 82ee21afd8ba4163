"""A project that uses every kind of node, in reStructuredText and in Markdown."""

project = "Showcase"
author = "The testers"
release = "1.0"
copyright = "2001, The testers"
extensions = ["myst_parser", "sphinx_typst_pdf"]
exclude_patterns = ["README.md"]
nitpicky = True
suppress_warnings = ["ref.footnote", "ref.citation"]  # some are there to show what becomes of them
numfig = True
language = "en"
myst_enable_extensions = [
    "attrs_inline",
    "attrs_block",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "substitution",
    "tasklist",
]
myst_substitutions = {"word": "substituted **word**"}
rst_epilog = ".. |sub| replace:: *replaced text*"
typst_elements = {"date": "2001-02-03", "subtitle": "Every kind of node"}
