"""The entries of the printed bibliography: each source in the style of the volume, and what that leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bilateral.bibliography import Item, language_code, plain, tokens, write_date
from bilateral.citation.citeproc import Request, Run, formatted, mark_of, merged
from bilateral.locales import language_name
from bilateral.messages import N_, say
from bilateral.model.file import CITATION_STYLE
from bilateral.text import capital

_ENDS = ".?!…"
_LISTED = re.compile(r"\s+and\s+|\s*[,;]\s*")
"""What stands between the items of a list of biblatex."""
TOLD: Mapping[str, str] = MappingProxyType(
    {
        "nameaddon": "{words}",
        "edition": "{words}",
        "volume-title": "{words}",
        "collection-title": "{words}",
        "publisher": "{words}",
        "publisher-place": "{words}",
        "authority": "{words}",
        "issued": "{words}",
        "event-title": "{words}",
        "event-place": "{words}",
        "event-date": "{words}",
        "number": "{words}",
        "collection-number": N_("number {words}"),
        "part": N_("part {words}"),
        "status": "{words}",
        "genre": "{words}",
        "medium": "{words}",
        "version": N_("version {words}"),
        "scale": N_("scale {words}"),
        "section": N_("section {words}"),
        "chapter-number": N_("chapter {words}"),
        "volume": N_("volume {words}"),
        "number-of-volumes": N_("{words} volumes"),
        "number-of-pages": N_("{words} pages"),
        "eprintclass": N_("subject class {words}"),
        "recipient": N_("to {words}"),
        "performer": N_("with {words}"),
        "contributor": N_("with {words}"),
        "guest": N_("with {words}"),
        "director": N_("directed by {words}"),
        "producer": N_("produced by {words}"),
        "executive-producer": N_("produced by {words}"),
        "script-writer": N_("written by {words}"),
        "series-creator": N_("created by {words}"),
        "narrator": N_("narrated by {words}"),
        "host": N_("presented by {words}"),
        "composer": N_("music by {words}"),
        "illustrator": N_("illustrated by {words}"),
        "compiler": N_("compiled by {words}"),
        "curator": N_("curated by {words}"),
        "organizer": N_("organized by {words}"),
        "introduction": N_("introduction by {words}"),
        "foreword": N_("foreword by {words}"),
        "afterword": N_("afterword by {words}"),
        "annotator": N_("annotated by {words}"),
        "commentator": N_("commentary by {words}"),
        "holder": N_("held by {words}"),
        "interviewer": N_("interview by {words}"),
        "translator": N_("translated by {words}"),
        "collection-editor": N_("series edited by {words}"),
        "original-author": N_("after {words}"),
        "reviewed-author": N_("on a work by {words}"),
        "archive": "{words}",
        "archive_location": "{words}",
        "archive_collection": "{words}",
        "archive-place": "{words}",
        "call-number": N_("call number {words}"),
        "original-title": "{words}",
        "original-publisher": "{words}",
        "original-publisher-place": "{words}",
        "origlanguage": N_("original in {words}"),
    }
)
"""What a reader needs to find a work, and how it is told where a style leaves it out."""


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
    return {item["id"]: [*entries[item["id"]], *merged(_remarks(item, entries[item["id"]], locale))] for item in items}


def _remarks(item: Item, entry: Sequence[Run], locale: str) -> Iterator[Run]:
    """Yield what the style has left out, and what the editors remark."""
    left_out = "; ".join(_left_out(item, "".join(run.text for run in entry), locale))
    for runs in ([Run(capital(left_out, locale))], [*_marked(item.get("note", ""))]):
        if text := "".join(run.text for run in runs):
            yield Run(" ")
            yield from runs
            if text[-1] not in _ENDS:
                yield Run(".")


def _marked(text: str) -> Iterator[Run]:
    """Yield the pieces of a text with the marks that it has."""
    marks: list[str] = []
    for token, is_markup in tokens(text):
        if not is_markup:
            yield Run(token, frozenset(filter(None, marks)))
        elif token.startswith("</"):
            marks.pop()
        else:
            marks.append(mark_of(token))


def _left_out(item: Item, printed: str, locale: str) -> Iterator[str]:
    found = f" {_simple(printed)} {_simple(plain(item.get('note', '')))}"
    for variable, message in TOLD.items():
        value = item.get(variable) or item.get("custom", {}).get(variable, "")
        if variable == "origlanguage":
            names = filter(None, _LISTED.split(value))
            value = ", ".join(language_name(language_code(name) or name, locale) for name in names)
        words = _words(value)
        if words and not all(f" {_simple(part)}" in found for part in _parts(value)):
            yield say(locale, message, words=words)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_name(name) for name in value)
    return write_date(value) if isinstance(value, dict) else plain(str(value))


def _parts(value: Any) -> list[str]:
    """Return what of a value has to be in print: family names, years, the whole of a text.

    A letter may follow the year, and an ending a number.
    """
    if isinstance(value, list):
        return [name.get("family") or name["literal"] for name in value]
    if isinstance(value, dict):
        return [str(part[0]) for part in value.get("date-parts", ()) if part[0]] or [value.get("literal", "")]
    return plain(str(value)).split("; ")


def _name(name: Mapping[str, str]) -> str:
    parts = (name.get(part) for part in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix"))
    return name.get("literal") or " ".join(filter(None, parts))


def _simple(text: str) -> str:
    """Return letters and digits with spaces between words, by which texts are found in each other."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())
