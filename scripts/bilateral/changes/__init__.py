"""What an edition has changed: the state of a volume, compared with the edition before."""

from __future__ import annotations

from bilateral.changes.comparison import Change, compare
from bilateral.changes.errata import Erratum, errata
from bilateral.changes.feeds import ATOM, JSON, MEDIA_TYPE, changes_feed, changes_json
from bilateral.changes.state import changes_of, earlier, errata_of, previous, state_of

__all__ = [
    "ATOM",
    "JSON",
    "MEDIA_TYPE",
    "Change",
    "Erratum",
    "changes_feed",
    "changes_json",
    "changes_of",
    "compare",
    "earlier",
    "errata",
    "errata_of",
    "previous",
    "state_of",
]
