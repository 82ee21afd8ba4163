"""Citations for reference managers: BibTeX, RIS and CSL-JSON, by the libraries that keep these formats."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import latexcodec  # noqa: F401  (registers the codec "ulatex")
import rispy
from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer

from bilateral.citation.record import Item

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BIBTEX_TYPES = {"book": "book", "chapter": "incollection", "entry-encyclopedia": "incollection"}
_RIS_TYPES = {"book": "BOOK", "chapter": "CHAP", "entry-encyclopedia": "ENCYC", "webpage": "ELEC"}
_ROLES = ("author", "editor", "translator")
# What the codec leaves as it is, since it may be meant as code. Here it never is.
_CODE = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "$": r"\$",
    }
)


class Format(NamedTuple):
    """A format of reference managers; ``suffix`` ends the names of its files, ``write`` takes the items of one file."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[Item]], str]


class _Plain(Writer):  # type: ignore[misc]  # pybtex has no types
    """pybtex's writer for fields that are LaTeX already, or are none, such as an address."""

    def _encode(self, text: str) -> str:
        return text


def bibtex(items: Iterable[Item]) -> str:
    """Write items as BibTeX, in UTF-8. Titles and groups are in braces, so that no style changes their letters."""
    entries = {item["id"]: Entry(_BIBTEX_TYPES.get(item["type"], "misc"), _bibtex_fields(item)) for item in items}
    text: str = _Plain(encoding="utf-8").to_string(BibliographyData(entries))
    return text


def _bibtex_fields(item: Item) -> dict[str, str]:
    inside = "booktitle" if item["type"] in _BIBTEX_TYPES else "howpublished"
    number = item.get("section")
    version = item.get("version")
    remarks = [f"Section {number}" if number else "", f"Version {version}" if version else "", item.get("note", "")]
    fields = {
        **{role: " and ".join(map(_bibtex_name, item.get(role, ()))) for role in ("author", "editor", "translator")},
        "title": f"{{{_latex(item['title'])}}}",
        inside: f"{{{_latex(item['container-title'])}}}" if "container-title" in item else "",
        "edition": _latex(item.get("edition", "")),
        **_bibtex_date(item),
        "note": _latex(". ".join(filter(None, remarks))),
        "annote": _latex(item.get("annote", "")),
        "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
        "langid": item.get("language", ""),
    }
    return {name: text for name, text in fields.items() if text}


def _bibtex_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"{{{_latex(name['literal'])}}}"
    return ", ".join(map(_latex, _name_parts(name, "suffix", "given")))


def _name_parts(name: dict[str, str], *behind: str) -> list[str]:
    """Return what stands between the commas of a person's name: the family name, and what each format puts behind."""
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    return [family, *(name[part] for part in behind if part in name)]


def _bibtex_date(item: Item) -> dict[str, str]:
    year, month, day = (*_date(item), 0, 0, 0)[:3]
    name = _MONTHS[month - 1] if month else ""
    return {"year": str(year or ""), "month": f"{name} {day}" if day else name}


def ris(items: Iterable[Item]) -> str:
    """Write items as RIS."""
    text: str = rispy.dumps([_ris_fields(item) for item in items])
    return text if text.endswith("\n") else f"{text}\n"


def _ris_fields(item: Item) -> dict[str, Any]:
    date = _date(item)
    version = item.get("version")
    fields: dict[str, Any] = {
        "type_of_reference": _RIS_TYPES.get(item["type"], "GEN"),
        "id": item["id"],
        "authors": _ris_names(item, "author"),
        # Where editors stand depends on the type: those of a book are in A3, those of what holds a part in A2.
        "tertiary_authors" if item["type"] == "book" else "secondary_authors": _ris_names(item, "editor"),
        "subsidiary_authors": _ris_names(item, "translator"),
        "title": item["title"],
        "secondary_title": item.get("container-title", ""),
        "edition": item.get("edition", ""),
        "year": str(date[0]) if date else "",
        "date": "/".join([*(f"{part:02}" for part in date), "", "", ""][:3]) + "/" if date else "",
        "section": item.get("section", ""),
        "language": item.get("language", ""),
        "notes": list(filter(None, (f"Version {version}" if version else "", item.get("note"), item.get("annote")))),
        "keywords": item["keyword"].split(", ") if item.get("keyword") else [],
        "abstract": item.get("abstract", ""),
        "urls": [item["URL"]] if item.get("URL") else [],
    }
    return {name: value for name, value in fields.items() if value}


def _ris_names(item: Item, role: str) -> list[str]:
    return [name.get("literal") or ", ".join(_name_parts(name, "given", "suffix")) for name in item.get(role, ())]


def csl_json(items: Iterable[Item]) -> str:
    """Write items as a JSON list."""
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


def _date(item: Item) -> list[int]:
    """Return year, month and day, as far as they are known."""
    return list(item.get("issued", {}).get("date-parts", [[]])[0])


@lru_cache(maxsize=1 << 12)  # authors, edition and titles of sources stand in every entry
def _latex(text: str) -> str:
    encoded: str = codecs.encode(text.translate(_CODE), "ulatex+utf-8")  # type: ignore[assignment]  # from text to text
    return encoded


FORMATS = (
    Format("bibtex", "BibTeX", "bib", "application/x-bibtex", bibtex),
    Format("ris", "RIS", "ris", "application/x-research-info-systems", ris),
    Format("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
)
