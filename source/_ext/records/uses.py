"""What a page shows of the data, so that only pages that show a changed record are read again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from bilateral.render import QueryError, render_table
from bilateral.volume import Volume
from records.phrases import PhraseError, phrase


@dataclass(frozen=True)
class Use:
    """One question that a page asks of the data: a table, a phrase, or numbered facts."""

    kind: str
    question: tuple[Any, ...]


def digest(use: Use, volume: Volume, locale: str) -> str:
    """Return a digest of the answer as the page shows it; "" where there is none any more."""
    try:
        answer: object
        if use.kind == "table":
            kind, query = use.question
            table = render_table(kind, volume, query, locale)
            answer = table, [volume.records[row.record].note for row in table.rows if row.record]
        elif use.kind == "phrase":
            role, target, title = use.question
            answer = phrase(role, target, title, volume, locale)
        else:
            numbers = ", ".join(use.question)
            told = [volume.facts[number][1].told for number in use.question]
            answer = told, phrase("fact", numbers, None, volume, locale)
    except (QueryError, PhraseError, KeyError):
        return ""
    return hashlib.sha256(repr(answer).encode()).hexdigest()
