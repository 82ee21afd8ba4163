"""Evidence in words: supporting sources first, then what contradicts, then what only gives context."""

from __future__ import annotations

from collections.abc import Iterable

from bilateral.content import Cell, Cite, Inline, Text, joined
from bilateral.evidence import Evidence, by_stance
from bilateral.model.base import Stance
from bilateral.volume import Volume

LEADS: dict[Stance, str] = {"supports": "", "contradicts": "against ", "context": "see also "}
"""What stands before the sources of a stance."""


def cited(found: Iterable[Evidence], volume: Volume, *, located: bool = False) -> Cell:
    """Return citations by stance, ``located`` with the places in each source; nothing where there is no evidence."""
    return joined([_group(stance, group, located=located) for stance, group in by_stance(found, volume).items()])


def _group(stance: Stance, group: list[Evidence], *, located: bool) -> Cell:
    lead: list[Inline] = [Text(LEADS[stance])] if LEADS[stance] else []
    if not located or not any(evidence.locators for evidence in group):
        return (*lead, Cite(tuple(evidence.source for evidence in group)))
    return (*lead, *joined([_located(evidence) for evidence in group]))


def _located(evidence: Evidence) -> Cell:
    cite = Cite((evidence.source,))
    return (cite, Text(f" {', '.join(evidence.locators)}")) if evidence.locators else (cite,)
