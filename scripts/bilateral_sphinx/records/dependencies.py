"""What a page shows of the data, so that only pages that show a changed record are read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bilateral.pictures import Picture, draw
from bilateral.render import Mention, QueryError, Table, mention_text, reading_of, render_table, sort_text
from bilateral.render.phrases import PhraseError, phrase
from bilateral.volume import Volume

COMPARING = frozenset({"changes", "errata"})
"""The tables that compare an edition with the one before, and its chapters."""


@dataclass(frozen=True)
class Dependency:
    """One question that a page asks of the data: a table, a picture, a phrase, or numbered facts."""

    kind: str
    question: tuple[Any, ...]


def shows_chapters(dependency: Dependency) -> bool:
    """Tell whether an answer depends on what is written in chapters, too."""
    return dependency.kind == "table" and dependency.question[0] in COMPARING


def digest(dependency: Dependency, volume: Volume, locale: str) -> str:
    """Return a digest of the answer as the page shows it, notes and index entries included; "" where there is none."""
    try:
        answer: object
        if dependency.kind == "table":
            kind, query = dependency.question
            return digest_of(render_table(kind, volume, query, locale), volume)
        if dependency.kind == "picture":
            kind, request = dependency.question
            return digest_of(draw(kind, volume, request, locale), volume)
        if dependency.kind == "phrase":
            role, target, title = dependency.question
            content = phrase(role, target, title, volume, locale)
            answer, keys = content, [part.record for part in content if isinstance(part, Mention)]
        else:
            sections = [volume.facts[number][1].section for number in dependency.question]
            answer, keys = (sections, phrase("fact", ", ".join(dependency.question), None, volume, locale)), []
    except (QueryError, PhraseError, KeyError):
        return ""
    return _hash(answer, keys, volume)


def digest_of(answer: Table | Picture, volume: Volume) -> str:
    """Return the digest of an answer that has been made already."""
    if isinstance(answer, Picture):
        return _hash((answer.spec, answer.alt, answer.description), [], volume)
    return _hash(answer, [row.record for row in answer.rows if row.record], volume)


def _hash(answer: object, keys: Iterable[str], volume: Volume) -> str:
    beside = [_beside(key, volume) for key in keys]
    return hashlib.sha256(repr((answer, beside)).encode()).hexdigest()


def _beside(key: str, volume: Volume) -> tuple[str | None, ...]:
    """Return what a page says of a record beside the answer: in the notes below a table and in the index."""
    record = volume.records[key]
    return mention_text(record, volume), sort_text(record, volume), reading_of(record, volume), record.note
