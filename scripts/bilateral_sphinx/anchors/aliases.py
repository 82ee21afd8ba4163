"""Retired anchors as further ids of what replaced them, so that old addresses work in every format."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, Transforms, connect
from bilateral_sphinx.state import state_of


class AddAliases(SphinxTransform):
    """Give the target of a redirect the retired names as well, after its own."""

    default_priority = Transforms.ALIASES

    def apply(self, **kwargs: Any) -> None:
        """Add the aliases of every id."""
        aliases = volume_of(self.env).ledger.aliases
        if not aliases:
            return
        taken = {key for node in self.document.findall(nodes.Element) for key in node["ids"]}
        for node in list(self.document.findall(nodes.Element)):
            found = [alias for key in node["ids"] for alias in aliases.get(key, ())]
            node["ids"] += [alias for alias in found if alias not in taken]


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages whose anchors have got other aliases since the last build."""
    state = state_of(env)
    before, now = state.aliases, volume_of(app).ledger.aliases
    state.aliases = now
    different = {anchor for anchor in {*before, *now} if before.get(anchor) != now.get(anchor)}
    return [docname for docname, found in state.anchors.items() if any(anchor.name in different for anchor in found)]


def setup(app: Sphinx) -> None:
    """Register the transform, and notice redirects that have changed."""
    app.add_transform(AddAliases)
    connect(app, Phase.OUTDATED, outdated)
