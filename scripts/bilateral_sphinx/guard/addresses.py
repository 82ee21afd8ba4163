"""Addresses: what leads out of the book, and where it may lead."""

from __future__ import annotations

import re

from docutils import nodes

from bilateral_sphinx.guard.refusal import refuse

ELSEWHERE = re.compile(r"[\x00-\x20]*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
"""The beginning of an address that leads out of the book."""
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
SCHEMES = frozenset({"http", "https", "mailto"})
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0]+")
"""Browsers read past them at the beginning of an address and in its scheme."""


def may_be_followed(address: str, node: nodes.Element) -> bool:
    """Tell whether an address has a scheme that is allowed, or none; say so at the node where it has another."""
    scheme = SCHEME.match(UNSEEN.sub("", address))
    if scheme is None or scheme[1].lower() in SCHEMES:
        return True
    message = f"a link may lead to {', '.join(sorted(SCHEMES))}, not to '{scheme[1]}:'; write another address"
    refuse("address", message, node)
    return False
