"""The state of a volume as an edition freezes it, and what has changed since the edition before."""

from __future__ import annotations

from functools import partial

from bilateral.changes.comparison import Change, compare
from bilateral.changes.errata import Erratum, errata
from bilateral.editions import FrozenEdition, Print, Snapshot, order_of
from bilateral.ledger import Ledger
from bilateral.volume import Volume


def state_of(volume: Volume, printed: Print | None = None) -> FrozenEdition:
    """Return all that an edition tells, and how it is printed, as far as that is known."""
    edition = volume.edition
    data = volume.document.data
    return FrozenEdition(
        version=edition.version,
        edition=edition.edition,
        published=str(edition.published),
        records={
            record.id: Snapshot(collection, volume.mention(record.id), data[collection][index])
            for (collection, index), record in volume.located
            if isinstance(collection, str)
        },
        sources={key: Snapshot(one.item["type"], one.title, dict(one.fields)) for key, one in volume.sources.items()},
        sections=volume.sections,
        anchors=_anchors(volume.ledger),
        redirects={old: redirect.new for old, redirect in volume.ledger.redirects.items() if "#" not in old},
        printed=printed or Print(),
        paragraphs={one.id: one.words for one in volume.ledger.paragraphs.values() if not one.successor},
    )


def earlier(volume: Volume) -> list[FrozenEdition]:
    """Return the editions before this one that have been frozen, the last one first."""
    now = order_of(volume.edition.version)
    return [frozen for frozen in reversed(volume.editions) if frozen.order < now]


def previous(volume: Volume) -> FrozenEdition | None:
    """Return the edition before this one, as far as editions have been frozen."""
    return next(iter(earlier(volume)), None)


def changes_of(volume: Volume) -> list[Change]:
    """Return what this edition has changed in the one before; nothing where none was frozen."""
    before = previous(volume)
    return compare(before, state_of(volume)) if before else []


def errata_of(volume: Volume) -> list[Erratum]:
    """Return what this edition has corrected of what the one before printed; nothing where none was frozen."""
    before = previous(volume)
    return errata(before, state_of(volume), partial(_shown, volume)) if before else []


def _shown(volume: Volume, role: str, target: str) -> str:
    """Return what stands in a text for a role: the mention of a record, or dots for what is not known."""
    key = target.partition("@")[0].strip()
    return volume.mention(key) if key in volume.records else target if role == "term" else "…"


def _anchors(ledger: Ledger) -> dict[str, str]:
    """Return the page of each anchor that the book has, as the ledger knows it."""
    found: dict[str, str] = {}
    for entry in ledger.entries.values():
        left = {entry.anchor, entry.address, f"{entry.page}#"} & ledger.redirects.keys()
        if not left:
            found[entry.anchor] = entry.page
    return found
