"""Markup of an output format in a chapter, and addresses that do something else than lead somewhere."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from bilateral_sphinx.guard.addresses import may_be_followed
from bilateral_sphinx.guard.refusal import refuse
from bilateral_sphinx.phases import Phase, connect

COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
SHOWN = 60
"""Characters of markup that a message repeats."""


def disable_raw(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let docutils refuse the directive and the roles that hand their text on as it is."""
    env.settings["raw_enabled"] = app.config.trusted_authors


def clean(app: Sphinx, doctree: nodes.document) -> None:
    """Take out what is refused. Comments are for those who write, and are not published."""
    for raw in list(doctree.findall(nodes.raw)):
        if not COMMENT.fullmatch(raw.astext()):
            words = " ".join(raw.astext().split())
            shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
            refuse("raw", f"'{shown}' is markup of an output format; write it in Markdown", raw)
        raw.parent.remove(raw)
    for meta in list(doctree.findall(nodes.meta)):
        if "http-equiv" in meta:
            refuse("raw", f"a chapter may not give orders to the browser ('{meta['http-equiv']}'); remove them", meta)
            meta.parent.remove(meta)
    for link in list(doctree.findall(nodes.reference)):
        if not may_be_followed(str(link.get("refuri", "")), link):
            link.replace_self(link.children)
    for contents in doctree.findall(addnodes.toctree):
        contents["entries"] = [entry for entry in contents["entries"] if may_be_followed(str(entry[1]), contents)]


def setup(app: Sphinx) -> None:
    """Look at each page when it has been read."""
    connect(app, Phase.GUARD, clean)
