"""Citations for reference managers: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any, NamedTuple

import rispy

from bilateral.bibliography import (
    NOCASE,
    OTHERS,
    Item,
    Name,
    from_item,
    plain,
    tokens,
    write_date,
    write_name,
)
from bilateral.citation.zotero import zotero_item
from bilateral.messages import N_, say
from bilateral.text import capital, json_lines, with_particle

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLASSIC = {"journaltitle": "journal", "location": "address", "annotation": "annote", "eprinttype": "archiveprefix"}
"""BibTeX's names of fields, which biblatex reads too."""
_VERBATIM = frozenset({"url", "doi", "archived", "file", "eprint", "date", "urldate", "origdate", "eventdate"})
_RIS_TYPES = {
    "article": "JOUR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "SER",
    "personal_communication": "PCOMM",
    "post": "ELEC",
    "post-weblog": "BLOG",
    "regulation": "STAT",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "treaty": "STAT",
    "webpage": "ELEC",
}
"""The types of RIS for those of CSL; what RIS has no type for is GEN, or ELEC where it has an address.

Zotero takes GEN for an article, and LEGAL for a case before a court.
"""
_RIS_TEXTS = {
    "title": "title",
    "container-title": "secondary_title",
    "collection-title": "tertiary_title",
    "container-title-short": "alternate_title1",
    "title-short": "short_title",
    "edition": "edition",
    "volume": "volume",
    "issue": "number",
    "number-of-volumes": "number_of_volumes",
    "publisher": "publisher",
    "publisher-place": "place_published",
    "section": "section",
    "language": "language",
    "abstract": "abstract",
    "DOI": "doi",
    "call-number": "call_number",
    "archive": "name_of_database",
    "archive_location": "accession_number",
}
"""Variables of CSL that RIS has a tag for, by the names of rispy."""
_RIS_NAMES = {
    "author": "authors",
    "editor": "secondary_authors",
    "collection-editor": "tertiary_authors",
    "translator": "subsidiary_authors",
}
_RIS_OF_TYPES: dict[str, dict[str, str]] = {
    "article": {"genre": "type_of_work"},
    "book": {"collection-number": "note", "editor": "tertiary_authors", "number-of-pages": "start_page"},
    "broadcast": {"director": "authors"},
    "dataset": {"version": "edition"},
    "graphic": {"medium": "type_of_work"},
    "interview": {"genre": "type_of_work"},
    "legal_case": {"authority": "publisher"},
    "manuscript": {"genre": "type_of_work", "number-of-pages": "start_page"},
    "map": {"genre": "type_of_work", "scale": "custom1"},
    "motion_picture": {"director": "authors"},
    "pamphlet": {"genre": "type_of_work"},
    "paper-conference": {"container-title": "custom3", "event-place": "custom1", "event-title": "secondary_title"},
    "patent": {"number": "issn"},
    "periodical": {"editor": "tertiary_authors"},
    "personal_communication": {"genre": "type_of_work", "recipient": "secondary_authors"},
    "post": {"genre": "type_of_work"},
    "post-weblog": {"genre": "type_of_work"},
    "report": {"genre": "type_of_work", "number": "issn"},
    "software": {"version": "edition"},
    "song": {"composer": "authors", "performer": "secondary_authors"},
    "speech": {"event-title": "secondary_title", "event-place": "place_published", "genre": "type_of_work"},
    "standard": {"genre": "type_of_work", "number": "issn"},
    "thesis": {"genre": "type_of_work", "number-of-pages": "start_page"},
    "webpage": {"genre": "type_of_work"},
}
"""Variables whose tag is another, or that have one, in records of a type.

Elsewhere a number is M1; a type of work is a note, for Zotero takes M3 there for a DOI.
"""
_CODE = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "$": r"\$",
        "`": r"\textasciigrave{}",
        "#": r"\#",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
    }
)
"""Signs that TeX takes for code. Those beyond ASCII stay: the files are in UTF-8."""
_RIS = rispy.RisWriter()
_LIGATURES = re.compile(r"(?<=-)-|(?<=')'")
"""Signs that TeX joins with the one before them."""


class Format(NamedTuple):
    """A format of reference managers; ``suffix`` ends the names of its files.

    ``entry`` writes an item, ``joined`` makes a file of several that are written, and ``said`` is what it writes of a
    title or a note.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    entry: Callable[[Item], str]
    joined: Callable[[Iterable[str]], str]
    said: Callable[[str], str]

    def write(self, items: Iterable[Item]) -> str:
        """Write items as the file of them."""
        return self.joined(map(self.entry, items))


def bibtex(item: Item) -> str:
    """Write an item in UTF-8 as BibTeX, and as biblatex where BibTeX has no kind or field of its own."""
    kind, fields = _bibtex_entry(item)
    written = "".join(f",\n    {name} = {_quoted(text)}" for name, text in fields.items())
    return f"@{kind}{{{item['id']}{written}\n}}\n"


def _quoted(text: str) -> str:
    return f"{{{text}}}" if '"' in text else f'"{text}"'


def _bibtex_entry(item: Item) -> tuple[str, dict[str, str]]:
    kind, fields, names = from_item(item)
    # The editor of a bibliography has protected what must stay; of the titles of the book itself, every letter stays.
    written: dict[str, str] = {role: " and ".join(map(_bibtex_name, people)) for role, people in names.items()}
    for name, text in fields.items():
        encoded = _address(text) if name in _VERBATIM else _latex(text)
        if name in ("title", "booktitle") and "custom" not in item:
            encoded = f"{{{encoded}}}"
        written[name] = encoded
    if "section" in item and "custom" not in item:
        written["note"] = _said(item, N_("section {words}"), written.pop("section"))
    kind = _classic_kind(kind, written)
    written |= _classic_date(item)
    if written.get("date") == "-".join(filter(None, (written.get("year"), _number(written.get("month", ""))))):
        del written["date"]
    if kind in ("phdthesis", "mastersthesis", "thesis") and "institution" in written:
        written["school"] = written.pop("institution")
    pages = written.get("pages")
    if pages:
        written["pages"] = pages.replace("–", "--")
    return kind, {_CLASSIC.get(name, name): text for name, text in written.items() if text}


def _classic_kind(kind: str, fields: dict[str, str]) -> str:
    """Return BibTeX's kind of theses and technical reports, whose type is then said by the kind."""
    classic = {
        ("thesis", "PhD thesis"): "phdthesis",
        ("thesis", "phdthesis"): "phdthesis",
        ("thesis", "Master’s thesis"): "mastersthesis",
        ("thesis", "mathesis"): "mastersthesis",
        ("report", "techreport"): "techreport",
        ("report", "Technical report"): "techreport",
    }.get((kind, fields.get("type", "")))
    if classic:
        del fields["type"]
    return classic or kind


def _classic_date(item: Item) -> dict[str, str]:
    """Return year and month, which older styles ask for beside the date."""
    parts: list[list[int]] = item.get("issued", {}).get("date-parts", [[]])
    first = parts[0]
    month = first[1] if len(first) > 1 and len(parts) == 1 else 0
    return {"year": _year(first[0]), "month": _MONTHS[month - 1] if month else ""} if first else {}


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{-year} BC"


def _number(month: str) -> str:
    return f"{_MONTHS.index(month) + 1:02}" if month in _MONTHS else month


def _bibtex_name(name: Name) -> str:
    if name == OTHERS:
        return "others"
    return write_name({part: _encoded(text) for part, text in name.items()})  # names have no markup


def ris(item: Item) -> str:
    """Write an item as RIS, without its number. What RIS has no tag for is told in notes."""
    text: str = _RIS.formats([_ris_fields(item)])
    return text.partition("\n")[2]


def _numbered(entries: Iterable[str]) -> str:
    return "\n".join(f"{number}.\n{entry}" for number, entry in enumerate(entries, 1)) or "\n"


def _ris_fields(item: Item) -> dict[str, Any]:
    date, accessed = _date(item, "issued"), _date(item, "accessed")
    tags = _ris_tags(item)
    fields: dict[str, Any] = {"type_of_reference": _ris_type(item), "id": item["id"]}
    for variable, tag in tags.items():
        value = item[variable]
        if isinstance(value, list):
            fields.setdefault(tag, []).extend(map(_ris_name, _named(value)))
        else:
            fields[tag] = plain(str(value))
    first, _, last = item.get("page", "").partition("-")
    fields |= {"start_page": first, "end_page": last} if first else {}
    fields |= {
        "year": _year(date[0]) if date else "",
        "date": _slashed(date) if date and date[0] > 0 else "",
        "access_date": _slashed(accessed),
        "notes": list(_ris_notes(item, tags)),
        "keywords": item["keyword"].split(", ") if item.get("keyword") else [],
        "urls": [item["URL"]] if item.get("URL") else [],
    }
    return {name: value for name, value in fields.items() if value}


def _ris_type(item: Item) -> str:
    return _RIS_TYPES.get(item["type"], "ELEC" if "URL" in item else "GEN")


def _ris_tags(item: Item) -> dict[str, str]:
    """Return the tags of the variables of a record, by the names of rispy; a tag of one value has the first of them."""
    known = {"ISBN": "issn", "ISSN": "issn", **_RIS_TEXTS, **_RIS_NAMES, "number": "note"}
    known |= _RIS_OF_TYPES.get(item["type"], {})
    if item["type"] == "paper-conference" and "event-title" not in item:
        known |= {"container-title": "secondary_title"}
    found: dict[str, str] = {}
    for variable in sorted(item.keys() & known.keys(), key=list(known).index):
        if known[variable] not in found.values() or isinstance(item[variable], list):
            found[variable] = known[variable]
    if "page" in item:
        found = {variable: tag for variable, tag in found.items() if tag != "start_page"}
    return found


_RIS_TOLD = {"id", "type", "page", "keyword", "URL", "custom"}


_RIS_SAID = {"date", "entrytype", "langid", "pages"}
"""Fields under ``custom`` that tags say in other words."""
_JOINED = frozenset(
    {"addendum", "eprint", "issue", "note", "number", "organization", "publisher"}
    | {f"{of}{part}" for of in ("", "book", "journal", "main") for part in ("title", "subtitle")}
) | {"titleaddon"}
"""Fields that stand within a value, for the reader joins several of them in one."""


def _ris_notes(item: Item, tags: Iterable[str]) -> Iterator[str]:
    """Yield what RIS has no tag for."""
    if "version" in item and "version" not in tags:
        yield _said(item, N_("version {words}"), item["version"])
    yield from (plain(item[variable]) for variable in ("note", "annote") if variable in item)
    for variable, value in item.items():
        if variable in ("version", "note", "annote") or variable in _RIS_TOLD or variable in tags:
            continue
        words = _words(value) if variable in ("issued", "accessed") else _told(value)
        if words:
            yield f"{variable}: {words}"
    for variable, value in item.items():
        if isinstance(value, list) and variable in tags and OTHERS in value:
            yield f"{variable}: and others"
    told = [_told(value) for variable, value in item.items() if variable not in ("custom", "annote")]
    for name, value in item.get("custom", {}).items():
        words = _told(value)
        is_told = any(words in text for text in told) if name in _JOINED else words in told
        if name not in _RIS_SAID and not is_told:
            yield f"{name}: {words}"


def _said(item: Item, message: str, words: str) -> str:
    """Begin a note with a message, in the language of the item."""
    locale = item.get("language", "").replace("-", "_")
    return capital(say(locale, message, words=words), locale)


def _told(value: Any) -> str:
    """Return a value of a record in words: a text, names, or a date."""
    if isinstance(value, list):
        return "; ".join(map(_ris_name, value))
    if isinstance(value, dict):
        return write_date(value)
    return plain(str(value))


def _words(date: dict[str, Any]) -> str:
    """Return what year, month and day of a tag do not say of a date: a range, a season, or that it is about then."""
    parts = date.get("date-parts", ())
    is_plain = len(parts) == 1 and not date.keys() & {"circa", "season"} and (parts[0][0] > 0 or len(parts[0]) == 1)
    return "" if is_plain else write_date(date)


def _named(names: Iterable[Name]) -> list[Name]:
    return [name for name in names if name != OTHERS]


def _ris_name(name: Name) -> str:
    return ", ".join(_whole_name(name).values())


def _slashed(date: list[int]) -> str:
    return "/".join([*(f"{part:02}" for part in date), "", "", ""][:3]) + "/" if date else ""


def csl_json(item: Item) -> str:
    """Write an item as one of a JSON list, as Zotero itself writes them."""
    return json_lines([zotero_item(_with_whole_names(item))], indent=2)[len("[\n") : -len("\n]\n")]


def _listed(entries: Iterable[str]) -> str:
    text = ",\n".join(entries)
    return f"[\n{text}\n]\n" if text else "[]\n"


def _with_whole_names(item: Item) -> Item:
    """Return a record with names that have neither particles nor suffixes of their own: processors take them apart."""
    return {name: list(map(_whole_name, value)) if isinstance(value, list) else value for name, value in item.items()}


def _whole_name(name: Name) -> Name:
    if "literal" in name:
        return name
    family = with_particle(name.get("non-dropping-particle"), name.get("family"))
    given = " ".join(filter(None, (name.get("given"), name.get("dropping-particle"))))
    given = ", ".join(filter(None, (given, name.get("suffix"))))
    return {part: text for part, text in (("family", family), ("given", given)) if text}


def _date(item: Item, variable: str) -> list[int]:
    """Return year, month and day, as far as they are known; of a range, those of its beginning."""
    return list(item.get(variable, {}).get("date-parts", [[]])[0])


def _address(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D")


_COMMANDS = {"<i>": r"\textit{", "<b>": r"\textbf{", "<sup>": r"\textsuperscript{", "<sub>": r"\textsubscript{"}
_INDEX = re.compile(r"<(?P<tag>su[pb])>(?P<words>[^\W_]+)</(?P=tag)>")
_FORMULAS = {"sup": "$^{\\textrm{%s}}$", "sub": "$_{\\textrm{%s}}$"}


def _latex(text: str) -> str:
    """Return a text with the markup of CSL-JSON in TeX, by those of its commands that Zotero reads.

    Zotero leaves others in a title, such as "emph"; raised and lowered words it knows as formulas alone.
    """
    if "<" not in text:  # most have none
        return _encoded(text)
    before, *parts = _INDEX.split(text)
    found = [_without_indices(before)]
    for tag, words, after in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        found += [_FORMULAS[tag] % words, _without_indices(after)]
    return "".join(found)


def _without_indices(text: str) -> str:
    return "".join(_command(part) if is_markup else _encoded(part) for part, is_markup in tokens(text))


def _command(markup: str) -> str:
    if markup.startswith("</"):
        return "}"
    return "{" if markup == NOCASE[0] else _COMMANDS.get(markup, r"\textsc{")


def _encoded(text: str) -> str:
    return _LIGATURES.sub(lambda sign: f"{{}}{sign[0]}", text.translate(_CODE))


def _in_json(text: str) -> str:
    return json_lines(text)[1:-2]  # neither quotes nor the end of the line


FORMATS = (
    Format("bibtex", "BibTeX", "bib", "application/x-bibtex", bibtex, "\n".join, _latex),
    Format("ris", "RIS", "ris", "application/x-research-info-systems", ris, _numbered, plain),
    Format("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json, _listed, _in_json),
)
_NAME = re.compile(r"[\w./:-]+")
_SAME = {"id": _NAME, "URL": _NAME, "section": re.compile(r"[A-Z\d][.\d]*")}
"""Names, addresses and numbers that every format writes as they are."""
_SIGNS = [chr(0xFDD0 + at) for at in range(len(_SAME) + 2)]
"""Noncharacters of Unicode as placeholders for these, a title and a note: every format leaves them as they are."""


class Exports:
    """What all formats write of items, as HTML.

    Thousands of parts of a book differ in name, title, number and address alone, and their sources in the note of what
    they are cited for. So each shape is written once, with signs in place of these, and the texts are put in after.
    """

    def __init__(self) -> None:
        self._shapes: dict[str, list[str]] = {}

    def of(self, items: Iterable[Item]) -> list[str]:
        """Return the file of each format in ``FORMATS``."""
        entries = [self._entries(item) for item in items]
        return [form.joined(of_item[place] for of_item in entries) for place, form in enumerate(FORMATS)]

    def _entries(self, item: Item) -> list[str]:
        names, texts = dict[str, str](), dict[str, str]()
        shape = dict(item)
        for variable, sign in zip(_varied(item), _SIGNS, strict=False):
            (texts if variable in ("title", "annote") else names)[sign] = shape[variable]
            shape[variable] = sign
        key = json.dumps(shape)
        if key not in self._shapes:
            self._shapes[key] = [escape(form.entry(shape)) for form in FORMATS]
        return [_filled(text, form, names, texts) for text, form in zip(self._shapes[key], FORMATS, strict=True)]


def _varied(item: Item) -> list[str]:
    """Return the variables of an item whose texts change nothing around them; BibTeX puts what has quotes in braces."""
    names, texts = ({}, ("annote",)) if "custom" in item else (_SAME, ("title", "annote"))
    found = [name for name, same in names.items() if same.fullmatch(item.get(name, ""))]
    return found + [text for text in texts if '"' not in item.get(text, '"') and plain(item[text])]


def _filled(written: str, form: Format, names: dict[str, str], texts: dict[str, str]) -> str:
    for sign, name in names.items():
        written = written.replace(sign, name)
    for sign, text in texts.items():
        written = written.replace(sign, escape(form.said(text)))
    return written
