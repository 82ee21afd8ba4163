"""A format that cannot be made of a volume, for a reason that is told in words."""

from __future__ import annotations

from sphinx.errors import SphinxError


class RefusedError(SphinxError):
    """The volume lacks what a format needs; the message says what, with a place on each line."""

    category = "Not built"
