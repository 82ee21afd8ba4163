"""The entries of the printed bibliography: each source in the style of the volume, with what its editors remark."""

from __future__ import annotations

from collections.abc import Sequence

from bilateral.bibliography import Item, plain
from bilateral.citation.citeproc import Request, Run, formatted
from bilateral.model.file import CITATION_STYLE

_ENDS = ".?!…"


def printed_entries(items: Sequence[Item], style: str, locale: str) -> dict[str, list[Run]]:
    """Return the entries by the keys of their sources.

    Some styles leave kinds out of a list, as Chicago does with encyclopaedias: these stand in the press's own style.
    """
    (answer,) = formatted([Request(items, style, locale)])
    entries = dict(zip((item["id"] for item in items), answer.listed, strict=True))
    missing = [item for item in items if not entries[item["id"]]]
    if missing:
        (answer,) = formatted([Request(missing, CITATION_STYLE, locale)])
        entries |= zip((item["id"] for item in missing), answer.listed, strict=True)
    return {item["id"]: [*entries[item["id"]], *_remark(item)] for item in items}


def _remark(item: Item) -> list[Run]:
    note = plain(item.get("note", ""))
    return [Run(f" {note}" if note[-1] in _ENDS else f" {note}.")] if note else []
