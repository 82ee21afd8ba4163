"""Evidence in words: supporting sources first, then what contradicts, then what only gives context."""

from __future__ import annotations

from collections.abc import Iterable

from bilateral.content import Cell, Cite, Text, filled, joined
from bilateral.evidence import Evidence, by_stance
from bilateral.messages import N_, say
from bilateral.model.base import Stance
from bilateral.volume import Volume

LEADS: dict[Stance, str] = {"contradicts": N_("against {sources}"), "context": N_("see also {sources}")}
"""What is said of the sources of a stance."""


def cited(found: Iterable[Evidence], volume: Volume, *, located: bool = False) -> Cell:
    """Return citations by stance, ``located`` with the places in each source; nothing where there is no evidence."""
    groups = by_stance(found, volume)
    return joined([_group(stance, group, volume.locale, located=located) for stance, group in groups.items()])


def _group(stance: Stance, group: list[Evidence], locale: str, *, located: bool) -> Cell:
    sources: Cell = (Cite(tuple(evidence.source for evidence in group)),)
    if located and any(evidence.locators for evidence in group):
        sources = joined([_located(evidence) for evidence in group])
    return filled(say(locale, LEADS[stance]), sources=sources) if stance in LEADS else sources


def _located(evidence: Evidence) -> Cell:
    cite = Cite((evidence.source,))
    return (cite, Text(f" {', '.join(evidence.locators)}")) if evidence.locators else (cite,)
