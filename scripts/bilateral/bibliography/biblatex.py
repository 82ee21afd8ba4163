"""Translate between the fields of biblatex and records in CSL-JSON, both ways.

What a record has no place for stays under ``custom``, by the name of its field. So no field is lost on the way to a
record and back. A record of a source always has it, be it empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bilateral.bibliography import dates, kinds
from bilateral.bibliography.languages import language_code
from bilateral.bibliography.names import Name

Fields = dict[str, str]
"""Fields by biblatex's names. Texts have the markup of CSL-JSON and no TeX."""
Names = dict[str, list[Name]]
"""Names by their fields."""
Item = dict[str, Any]

FIELD_ALIASES = {
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "callnumber": "library",
    "hyphenation": "langid",
    "journal": "journaltitle",
    "primaryclass": "eprintclass",
    "school": "institution",
}
"""BibTeX's names of fields, and biblatex's."""

NAMES = {
    "author": "author",
    "bookauthor": "container-author",
    "editor": "editor",
    "translator": "translator",
    **{
        role: role
        for role in (
            *("collection-editor", "compiler", "composer", "contributor", "curator", "director", "executive-producer"),
            *("guest", "host", "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer"),
            *("producer", "recipient", "reviewed-author", "script-writer", "series-creator"),
        )
    },
}
"""Fields with names, and their variables in CSL."""
OTHER_NAMES = frozenset(
    {
        *("afterword", "annotator", "commentator", "foreword", "holder", "introduction", "shortauthor", "shorteditor"),
        *("editora", "editorb", "editorc", "namea", "nameb", "namec", "sortname", "collaborator"),
    }
)
"""Fields with names that CSL has no variable for."""
ROLES = {
    **{role: role for role in NAMES.values() if role not in ("author", "editor")},
    **dict.fromkeys(("collaborator", "continuator", "founder", "redactor", "reviser"), "contributor"),
    "scriptwriter": "script-writer",
}
"""What somebody is whose role the field with ``type`` behind its name says, such as ``editortype``."""

DATES = {"date": "issued", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}

TEXTS = {
    "abstract": "abstract",
    "annotation": "annote",
    "archive": "archive",
    "archivelocation": "archive_location",
    "archiveplace": "archive-place",
    "chapter": "chapter-number",
    "collection": "archive_collection",
    "doi": "DOI",
    "edition": "edition",
    "eventtitle": "event-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "jurisdiction": "jurisdiction",
    "keywords": "keyword",
    "library": "call-number",
    "medium": "medium",
    "note": "note",
    "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher",
    "origtitle": "original-title",
    "pagetotal": "number-of-pages",
    "part": "part",
    "pmcid": "PMCID",
    "pmid": "PMID",
    "pubstate": "status",
    "scale": "scale",
    "section": "section",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "url": "URL",
    "venue": "event-place",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
}
"""Fields that are one variable of CSL, whatever the kind."""
ADDRESSES = frozenset({"doi", "eprint", "file", "url", "archived"})
"""Fields that are written as they are, but for signs that TeX would take for its own."""
TITLES = frozenset(
    {"title", "subtitle", "titleaddon", "booktitle", "booksubtitle", "maintitle", "mainsubtitle", "origtitle"}
    | {"journaltitle", "journalsubtitle", "shorttitle", "eventtitle", "series", "issuetitle"}
)
"""Fields in which braces protect letters."""
KNOWN = frozenset(
    {*TEXTS, *NAMES, *OTHER_NAMES, *DATES, *ADDRESSES, *TITLES, *FIELD_ALIASES, *FIELD_ALIASES.values()}
    | {*("addendum", "authority", "base", "bookpagination", "booktitleaddon", "crossref", "day", "entryset")}
    | {*("entrysubtype", "eprintclass", "eventtitleaddon", "grade", "howpublished", "ids", "isan", "ismn", "isrn")}
    | {*("eid", "issue", "issuesubtitle", "iswc", "journaltitleaddon", "key", "label", "langidopts", "language")}
    | {*("maintitleaddon", "month", "nameaddon", "number", "options", "organization", "origlanguage", "pages")}
    | {*("pagination", "presort", "publisher", "related", "relatedtype", "reprinttitle", "seen", "shorthand")}
    | {*("shortseries", "sortkey", "sorttitle", "sortyear", "titlelangid", "type", "xdata", "xref", "year")}
)
"""Fields of BibTeX, biblatex and this project."""
FOREIGN = frozenset({"book-author", "da", "eissn", "fjournal"})
"""Fields of databases, which are kept as all unknown ones, though their names are nearly those of others."""
_JOINED = {
    "title": ("subtitle", "titleaddon"),
    "booktitle": ("booksubtitle",),
    "journaltitle": ("journalsubtitle",),
    "note": ("addendum",),
    "number": ("issue",),
}
"""Fields whose variable holds others too."""
_MAIN = ("maintitle", "mainsubtitle")
"""Fields that the title of a book holds too."""
_PRINTS = {
    "arxiv": "https://arxiv.org/abs/{}",
    "hdl": "https://hdl.handle.net/{}",
    "jstor": "https://www.jstor.org/stable/{}",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "googlebooks": "https://books.google.com/books?id={}",
}
"""Where electronic prints are found."""
_ENDED = re.compile(r"[.?!…][”’\"]?(?:</\w+>)*$")


def to_item(key: str, kind: str, fields: Fields, names: Names) -> Item:
    """Return the record of an entry whose fields have biblatex's names, and no TeX."""
    csl = _type_of(kind, fields)
    item: Item = {"id": key, "type": csl, **_plain_item(kind, csl, fields, names)}
    back_kind, back, back_names = from_item(item)
    custom: Item = {name: text for name, text in fields.items() if not _same(name, text, back.get(name))}
    custom |= {role: found for role, found in names.items() if back_names.get(role) != found}
    if back_kind != kind:
        custom["entrytype"] = kind
    return item | {"custom": custom}


def from_item(item: Item) -> tuple[str, Fields, Names]:
    """Return kind, fields and names of a record, by biblatex's names."""
    custom = {name: value for name, value in item.get("custom", {}).items() if isinstance(value, str)}
    csl = item["type"]
    kind, subtype = _KIND_OF.get(csl, ("misc", ""))
    kind = custom.pop("entrytype", kind)
    spec = kinds.KINDS[kind]
    fields: Fields = {"entrysubtype": subtype} if subtype else {}
    fields["title"] = item.get("title", "")
    if "container-title" in item:
        fields[spec.container or "booktitle"] = item["container-title"]
    if "publisher" in item and custom.keys().isdisjoint(spec.publishers):
        fields[spec.publishers[0]] = item["publisher"]
    fields["location"] = item.get("publisher-place", "")
    fields["institution" if csl == "legal_case" else "authority"] = item.get("authority", "")
    fields |= {name: str(item[variable]) for name, variable in TEXTS.items() if variable in item}
    fields["pages"] = item.get("page", "").replace("-", "–")
    number = item.get("issue") or ("" if csl in kinds.SERIALS else item.get("number"))
    fields["number"] = number or item.get("collection-number", "")
    fields["type"] = item.get("genre", "")
    fields["langid"] = item.get("language", "")
    for name, variable in DATES.items():
        if variable in item:
            written = dates.write_date(item[variable])
            fields["year" if name == "date" and "literal" in item[variable] else name] = written
    if csl in kinds.SERIALS:
        fields["eid"] = item.get("number", "")
    if "date" in custom:
        fields.pop("year", None)
    is_part = spec.container == "booktitle"
    more = {"booktitle" if is_part else "title": _MAIN, "" if is_part else "booktitle": ("journalsubtitle",)}
    for name, others in _JOINED.items():
        joined = {*others, *more.get(name, ())} - {spec.container}
        if name not in custom and not joined.isdisjoint(custom):
            fields.pop(name, None)  # it is put together from the others
    fields |= custom
    names = {role: item[variable] for role, variable in NAMES.items() if variable in item}
    people = {role: value for role, value in item.get("custom", {}).items() if isinstance(value, list)}
    taken = {_variable(role, custom) for role in people}
    names = {role: value for role, value in names.items() if NAMES[role] not in taken} | people
    return kind, {name: text for name, text in fields.items() if text}, names


def _type_of(kind: str, fields: Mapping[str, str]) -> str:
    return kinds.SUBTYPES.get((kind, fields.get("entrysubtype", "").lower()), kinds.KINDS[kind].csl)


_KIND_OF: dict[str, tuple[str, str]] = {
    **{csl: subtype for subtype, csl in reversed(kinds.SUBTYPES.items())},
    **{spec.csl: (kind, "") for kind, spec in reversed(kinds.KINDS.items())},
    "book": ("book", ""),
    "chapter": ("incollection", ""),
    "document": ("misc", ""),
    "graphic": ("image", ""),
    "motion_picture": ("movie", ""),
    "song": ("music", ""),
}
"""The kind, and its subtype, that a type of CSL is written as."""


def _same(name: str, text: str, back: str | None) -> bool:
    if back is None:
        return False
    if name == "langid":
        return language_code(text) == back and language_code(back) == text
    return text == back


def _plain_item(kind: str, csl: str, fields: Fields, names: Names) -> Item:
    spec = kinds.KINDS[kind]
    item: Item = {variable: fields[name] for name, variable in TEXTS.items() if name in fields}
    item |= _titles(spec, fields)
    item |= _numbers(csl, fields)
    published = [fields[name] for name in spec.publishers if name in fields]
    if csl == "legal_case":
        item["authority"] = fields.get("institution", "")
        published = [fields[name] for name in spec.publishers if name in fields and name != "institution"]
    item["publisher"] = "; ".join(dict.fromkeys(published))
    item["publisher-place"] = fields.get("location", "")
    item["authority"] = item.get("authority") or fields.get("authority", "")
    item["genre"] = kinds.WORDS.get(fields.get("type", ""), fields.get("type", ""))
    item["status"] = kinds.WORDS.get(fields.get("pubstate", ""), fields.get("pubstate", ""))
    item["language"] = language_code(fields.get("langid") or fields.get("language", "")) or ""
    item["note"] = _joined(fields.get("note", ""), fields.get("addendum", ""), ". ")
    item["DOI"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", fields.get("doi", ""))
    address = _PRINTS.get(fields.get("eprinttype", "").lower())
    if address and "url" not in fields and "eprint" in fields:
        item["URL"] = address.format(fields["eprint"])
    for name, variable in DATES.items():
        if name in fields:
            item[variable] = dates.read_date(fields[name])
    if "date" not in fields:
        item["issued"] = dates.read_year(*(fields.get(name, "") for name in ("year", "month", "day")))
    return {variable: value for variable, value in item.items() if value} | _people(fields, names)


def _titles(spec: kinds.Kind, fields: Fields) -> Item:
    title = _joined(fields.get("title", ""), fields.get("subtitle", ""), ": ")
    book = _joined(fields.get("booktitle", ""), fields.get("booksubtitle", ""), ": ")
    journal = _joined(fields.get("journaltitle", ""), fields.get("journalsubtitle", ""), ": ")
    main = _joined(fields.get("maintitle", ""), fields.get("mainsubtitle", ""), ": ")
    if spec.container != "titleaddon":
        title = _joined(title, fields.get("titleaddon", ""), ". ")
    if spec.container == "booktitle":
        book = _joined(main, book, ". ")
    else:
        title = _joined(main, title, ". ")
    container = {"titleaddon": fields.get("titleaddon", ""), "booktitle": book or journal}.get(
        spec.container, journal or book
    )
    volume = _joined(fields.get("issuetitle", ""), fields.get("issuesubtitle", ""), ": ")
    return {"title": title, "container-title": container, "volume-title": volume}


def _numbers(csl: str, fields: Fields) -> Item:
    number, issue = fields.get("number", ""), fields.get("issue", "")
    page = re.sub(r"\s*(?:--+|–)\s*", "-", fields.get("pages", ""))
    if csl in kinds.SERIALS:
        return {"issue": ", ".join(filter(None, (number, issue))), "number": fields.get("eid", ""), "page": page}
    return {"collection-number" if csl in kinds.PARTS_OF_SERIES else "number": number, "issue": issue, "page": page}


def _people(fields: Fields, names: Names) -> Names:
    found: Names = {}
    for role, people in sorted(names.items(), key=lambda one: (one[0] not in NAMES, one[0])):
        variable = _variable(role, fields)
        if variable:
            before = found.get(variable, [])
            found[variable] = [*before, *(person for person in people if person not in before)]
    return found


def _variable(role: str, fields: Mapping[str, str]) -> str:
    """Return the variable for a field of names; "" where CSL has none. Whoever has an unknown role has taken part."""
    known = ROLES.get(fields.get(f"{role}type", "").lower(), "") or NAMES.get(role, "")
    return known or ("contributor" if role.startswith(("collaborator", "editor", "name")) else "")


def _joined(first: str, second: str, between: str) -> str:
    if not first or not second:
        return first or second
    return f"{first} {second}" if _ENDED.search(first) else f"{first}{between}{second}"
