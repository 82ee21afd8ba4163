"""Records in CSL-JSON so that Zotero keeps all that they say.

Zotero has a type of its own for most types of CSL, and a list of fields for each; what has no field is dropped. But it
reads lines such as ``status: in force`` in a note, for citations too, as do pandoc and citeproc-js.

Sources: https://github.com/zotero/zotero-schema, https://www.zotero.org/support/kb/item_types_and_fields
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bilateral.bibliography import Item, Name, unprotected, write_date

_ALWAYS = "id type title title-short abstract DOI URL language issued accessed author note custom"
_ARCHIVED = "archive archive_location call-number"
_PUBLISHED = "publisher publisher-place"
_IN_SERIES = "collection-title collection-number ISBN"
_SERIAL = f"container-title volume issue page ISSN translator reviewed-author {_ARCHIVED} {_PUBLISHED}"
_PART = f"container-title volume number-of-volumes page edition editor translator collection-editor {_IN_SERIES}"
_DOCUMENT = f"{_ARCHIVED} {_PUBLISHED} genre editor translator reviewed-author"
_KEPT = {
    "article-journal": _SERIAL,
    "article-magazine": _SERIAL,
    "article-newspaper": f"{_SERIAL} edition section",
    "bill": "authority number page section volume",
    "book": f"volume number-of-volumes number-of-pages edition editor translator collection-editor original-date"
    f" original-publisher original-publisher-place medium {_IN_SERIES} {_ARCHIVED} {_PUBLISHED}",
    "broadcast": f"container-title director guest host medium number publisher {_ARCHIVED}",
    "chapter": f"{_PART} container-author original-date {_ARCHIVED} {_PUBLISHED}",
    "dataset": f"genre medium number version {_ARCHIVED} {_PUBLISHED}",
    "document": _DOCUMENT,
    "entry-dictionary": f"{_PART} {_ARCHIVED} {_PUBLISHED}",
    "entry-encyclopedia": f"{_PART} {_ARCHIVED} {_PUBLISHED}",
    "graphic": f"medium {_ARCHIVED}",
    "hearing": f"number number-of-volumes page {_PUBLISHED}",
    "interview": f"interviewer medium translator {_ARCHIVED} {_PUBLISHED}",
    "legal_case": "authority container-title number page volume",
    "legislation": "container-title number page section volume",
    "manuscript": f"genre number number-of-pages translator {_ARCHIVED} {_PUBLISHED}",
    "map": f"collection-title collection-editor edition genre ISBN scale {_ARCHIVED} {_PUBLISHED}",
    "motion_picture": f"director genre host guest medium narrator producer script-writer translator {_ARCHIVED}"
    f" {_PUBLISHED}",
    "paper-conference": f"{_PART} event-title event-place issue {_ARCHIVED} {_PUBLISHED}",
    "patent": "authority call-number issue number page publisher-place status",
    "personal_communication": f"genre recipient translator {_ARCHIVED}",
    "post": "container-title genre",
    "post-weblog": "container-title genre",
    "report": f"genre number editor translator collection-editor {_IN_SERIES} {_ARCHIVED} {_PUBLISHED}",
    "song": f"collection-title composer ISBN medium number-of-volumes performer translator volume {_ARCHIVED}"
    f" {_PUBLISHED}",
    "speech": "container-title event-title genre organizer translator",
    "standard": f"authority edition editor genre ISBN number number-of-pages section status version {_ARCHIVED}"
    f" {_PUBLISHED}",
    "thesis": f"genre number-of-pages {_IN_SERIES} {_ARCHIVED} {_PUBLISHED}",
    "webpage": f"container-title genre translator {_PUBLISHED}",
}
"""What Zotero keeps of each type that it has, beside what it always keeps; others are documents to it."""

_PLAIN = frozenset({"collection-title", "container-title", "container-title-short", "event-title", "publisher"})
"""Variables that Zotero shows as they are typed, with what protects letters: names, whose letters no style changes."""


def zotero_item(item: Item) -> Item:
    """Return a record with a note of what would be dropped.

    A book with a version would be a program, so the version is said there alone. Programs are written as such books: a
    list with the type "software" is refused whole.
    """
    kind = item["type"]
    told = dict(item)
    if kind == "book":
        told.pop("version", None)
    elif kind == "software":
        told["type"] = "book"
    for variable in _PLAIN & told.keys():
        told[variable] = unprotected(told[variable])
    lines = [line for line in (item.get("note"), *_lines(item)) if line]
    return told | ({"note": "\n".join(lines)} if lines else {})


def _lines(item: Item) -> Iterator[str]:
    kind = item["type"]
    if kind not in _KEPT:
        yield f"type: {kind}"
    kept = {*_ALWAYS.split(), *_KEPT.get(kind, _DOCUMENT).split()}
    for variable, value in item.items():
        if variable not in kept:
            yield from (f"{variable}: {words}" for words in _words(value))


def _words(value: Any) -> Iterator[str]:
    """Yield a value as Zotero reads it; each name has a line."""
    if isinstance(value, list):
        yield from map(_name, value)
    else:
        yield write_date(value) if isinstance(value, dict) else str(value)


def _name(name: Name) -> str:
    return name["literal"] if "literal" in name else " || ".join(filter(None, (name.get("family"), name.get("given"))))
