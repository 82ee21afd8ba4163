"""Text whose quotes and dashes Sphinx leaves as they are.

Sphinx's transform asks each text node for ``support_smartquotes``, a name that docutils does not declare. Without it,
text of the data is printed with other quotes and dashes than it has.
"""

from __future__ import annotations

from docutils import nodes


def verbatim(text: str) -> nodes.Text:
    """Return a text node that is printed as it is."""
    node = nodes.Text(text)
    vars(node)["support_smartquotes"] = False
    return node
