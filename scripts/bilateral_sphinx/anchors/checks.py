"""Hold the anchors of the book against the ledger: nothing published is lost, moved or given away in silence."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from bilateral.ledger import NEXT, Entry, Ledger
from bilateral.problems import did_you_mean
from bilateral_sphinx.anchors.collection import all_anchors, anchors_of
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.state import Anchor

logger = logging.getLogger(__name__)
SAME = {"chapter": "section"}
"""Kinds that may take each other's place: a section that grows into a chapter is still what was cited."""


def consistency(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every fault, each at its place."""
    ledger = volume_of(app).ledger
    found = anchors_of(env)
    _twice(env)
    for entry in [entry for entry in ledger.entries.values() if entry.since != NEXT]:
        for subtype, message in _entry_faults(entry, ledger, found):
            _warn(message, f"{ledger.file}:{entry.line}", subtype)
    for old, redirect in ledger.redirects.items():
        place = f"{ledger.redirects_file}:{redirect.line}"
        if old in found:
            there = f"{found[old].kind} in {found[old].docname}"
            _warn(
                f"'{old}' is retired here, but is the anchor of a {there}; rename that, or remove this",
                place,
                "claimed",
            )
        target = ledger.follow(redirect.new)
        if target not in found and redirect.new == target:
            hint = did_you_mean(target, found) or "; name an anchor of the book"
            _warn(f"'{old}' leads to '{target}', which the book does not have{hint}", place, "target")
    for page in ledger.pages:
        if page not in env.all_docs and f"{page}#" not in ledger.redirects:
            entry = ledger.pages[page][0]
            message = f"the page '{page}' is gone; write '{page}# -> anchor' into {ledger.redirects_file}"
            _warn(message, f"{ledger.file}:{entry.line}", "page")


def _entry_faults(entry: Entry, ledger: Ledger, found: dict[str, Anchor]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a published address: subtype and message."""
    anchor = found.get(entry.anchor)
    redirect = ledger.redirect_of(entry)
    if anchor is None:
        if entry.anchor not in ledger.redirects:
            near = did_you_mean(entry.anchor, set(found) - set(ledger.kinds))
            message = f"the published anchor '{entry.anchor}' is gone from {entry.page}{near}"
            yield "gone", f"{message}; put it back, or write '{entry.anchor} -> anchor' into {ledger.redirects_file}"
        return
    kinds = {SAME.get(kind, kind) for kind in (anchor.kind, entry.kind)}
    if len(kinds) > 1:
        message = f"'{entry.anchor}' was published as the anchor of a {entry.kind} and names a {anchor.kind} now"
        yield "changed", f"{message}; give the {anchor.kind} another anchor"
    if anchor.docname != entry.page and redirect is None:
        message = f"'{entry.anchor}' has moved from {entry.page} to {anchor.docname}; write '{entry.address} ->"
        yield "moved", f"{message} {entry.anchor}' into {ledger.redirects_file}"


def _twice(env: BuildEnvironment) -> None:
    """Warn where two things in the book have one anchor, or two that some systems take for one folder."""
    first: dict[str, Anchor] = {}
    for anchor in all_anchors(env):
        if other := first.get(anchor.name.casefold()):
            capitals = "" if other.name == anchor.name else f", but for its capitals ('{other.name}')"
            message = f"'{anchor.name}' is already the anchor of a {other.kind} in {other.docname}{capitals}"
            free = f"{anchor.name}-{anchor.kind}"
            _warn(f"{message}; choose another, such as '{free}'", (anchor.docname, anchor.line), "twice")
        first.setdefault(anchor.name.casefold(), anchor)


def _warn(message: str, place: str | tuple[str, int], subtype: str) -> None:
    logger.warning(message, location=place, type="anchor", subtype=subtype)


def setup(app: Sphinx) -> None:
    """Check when all pages have been read."""
    connect(app, Phase.CONSISTENCY, consistency)
