"""Warn of a reference whose target does not exist, and propose another."""

from __future__ import annotations

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.util import logging

from bilateral.problems import did_you_mean
from bilateral_sphinx.anchors.collection import anchors_of
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect

logger = logging.getLogger(__name__)
REFERENCES = ("ref", "numref", "any", "myst", "term")


def propose(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Warn in place of Sphinx, which says only that the target is not there."""
    kind, target = node["reftype"], node["reftarget"]
    if kind not in REFERENCES or app.env is None:
        return None
    ledger = volume_of(app).ledger
    found = anchors_of(app.env)
    if target in ledger.redirects:
        hint = f"; it is retired, write '{ledger.follow(target)}'"
    elif kind == "term":
        hint = did_you_mean(target, [anchor.title for anchor in found.values() if anchor.kind == "term"])
    else:
        known = [
            name for name, anchor in found.items() if kind != "numref" or anchor.kind in ("table", "figure", "section")
        ]
        hint = did_you_mean(target, known)
    hint = hint or "; name an anchor that the web book's anchors.json lists"
    message = f"'{kind}': the book has no '{target}'{hint}"
    logger.warning(message, location=node, type="anchor", subtype="unknown")
    return True


def setup(app: Sphinx) -> None:
    """Stand in for Sphinx's own warning."""
    connect(app, Phase.MISSING, propose)
