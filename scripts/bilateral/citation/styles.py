"""Citations for readers, in three official styles of the Citation Style Language.

citeproc takes 3 ms for a record, and a book has thousands of parts that differ in title, number and address alone. So
each shape of a record is formatted once, with a sign in place of each of these, and the real texts are put in
afterwards; what could touch the punctuation around it is not replaced. Titles are put into title case by themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from bilateral.bibliography import Item
from bilateral.citation.citeproc import TITLE_CASE, Request, Run, formatted

_STYLES = "apa", "chicago-notes", "modern-language-association"

# Noncharacters of Unicode are placeholders: no text has them, and no style has rules for them.
_TITLE, _NUMBER, _ADDRESS = "\ufdd0", "\ufdd1", "\ufdd2"
_NUMBERED = re.compile(r"(\d+|[A-Z])(\.\d+)*")
_OPENING = frozenset("‘“<")
_ELEMENTS = {
    "i": ("<i>", "</i>"),
    "b": ("<b>", "</b>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "sc": ('<span class="small-caps">', "</span>"),
}


class Form(NamedTuple):
    """One form of a citation, as plain text and as HTML."""

    plain: str
    html: str


class Cited(NamedTuple):
    """The citations of one item: a reference or a note, and the form in the text where the style has one."""

    apa: Form
    apa_in_text: Form
    chicago: Form
    mla: Form
    mla_in_text: Form


class Citations:
    """Citations in the words of a locale, such as "en_GB", that remember in ``file`` what has been formatted.

    A locale that citeproc does not have falls back to its language, and a language to American English.
    """

    def __init__(self, locale: str, file: Path | None = None) -> None:
        self._locale, self._file = locale, file
        self._shapes: dict[str, Cited] = {}
        self._titles: dict[str, str] = {}
        if file is not None and file.exists():
            saved = json.loads(file.read_text("utf-8"))
            if saved["locale"] == locale:
                self._shapes = {key: Cited(*(Form(*form) for form in forms)) for key, forms in saved["shapes"].items()}
                self._titles = saved["titles"]

    def save(self) -> None:
        """Leave what has been formatted for the next process."""
        assert self._file is not None
        saved = {"locale": self._locale, "shapes": self._shapes, "titles": self._titles}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".part")
        beside.write_text(json.dumps(saved, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self._file)

    def learn(self, items: Iterable[Item]) -> None:
        """Format what is not known of these records yet, in one process."""
        stand_ins = list(map(_stand_in, items))
        shapes = {_key(one.shape): one.shape for one in stand_ins}
        titles = {_key(one.title): one.title for one in stand_ins if one.title}
        new_shapes = [key for key in shapes if key not in self._shapes]
        new_titles = [key for key in titles if key not in self._titles]
        requests = [self._request([shapes[key] for key in new_shapes], style) for style in _STYLES if new_shapes]
        requests += [self._request([titles[key] for key in new_titles], TITLE_CASE)] if new_titles else []
        answers = formatted(requests)
        if new_titles:
            self._titles |= zip(new_titles, (_form(runs).plain for runs in answers.pop().cited), strict=True)
        if new_shapes:
            apa, chicago, mla = answers
            forms = zip(apa.listed, apa.cited, chicago.cited, mla.listed, mla.cited, strict=True)
            self._shapes |= zip(new_shapes, (Cited(*map(_form, of_one)) for of_one in forms), strict=True)

    def cite(self, item: Item) -> Cited:
        """Return the citations of a record."""
        self.learn([item])
        one = _stand_in(item)
        given = _tables(one.texts)
        cased = _tables(one.texts | {_TITLE: self._titles[_key(one.title)]}) if one.title else given
        apa, apa_in_text, *others = self._shapes[_key(one.shape)]
        return Cited(_filled(apa, given), _filled(apa_in_text, given), *(_filled(form, cased) for form in others))

    def _request(self, items: Sequence[Item], style: str) -> Request:
        return Request([{**item, "id": str(at)} for at, item in enumerate(items)], style, self._locale, alone=True)


class _StandIn(NamedTuple):
    """The shape of a record, the texts for the signs in it, and the record of the title that is put into title case."""

    shape: Item
    texts: dict[str, str]
    title: Item | None


def _stand_in(item: Item) -> _StandIn:
    signs = {"title": _TITLE, "section": _NUMBER, "URL": _ADDRESS}
    fits = {
        "title": _is_plain(item["title"]),
        "section": "custom" not in item and _NUMBERED.fullmatch(item.get("section", "")),
        "URL": item.get("URL", "").endswith("/"),
    }
    texts = {sign: item[variable] for variable, sign in signs.items() if fits[variable]}
    shape = item | {variable: sign for variable, sign in signs.items() if fits[variable]}
    title = {"type": "book", "title": item["title"], "language": item.get("language", "")} if fits["title"] else None
    del shape["id"]
    return _StandIn(shape, texts, title)


def _is_plain(title: str) -> bool:
    """Tell whether a title has only words where a style may change something: at both ends, and within quotations."""
    return title[0].isalnum() and not title[0].islower() and title[-1].isalnum() and _OPENING.isdisjoint(title)


def _key(item: Item) -> str:
    return json.dumps(item, sort_keys=True)


def _form(runs: Sequence[Run]) -> Form:
    return Form("".join(run.text for run in runs), "".join(map(_marked, runs)))


def html_of(run: Run, language: str) -> str:
    """Return a piece of a text in ``language`` as HTML, with the language of its own and its address."""
    text = _marked(run)
    if run.language and run.language != language:
        text = f'<span lang="{escape(run.language)}">{text}</span>'
    return f'<a href="{escape(run.address)}">{text}</a>' if run.address else text


def _marked(run: Run) -> str:
    text = escape(run.text, quote=False)
    for mark in sorted(run.marks):
        opening, closing = _ELEMENTS[mark]
        text = f"{opening}{text}{closing}"
    return text


def _tables(texts: dict[str, str]) -> tuple[dict[int, str], dict[int, str]]:
    """Return what to put in for each sign, in plain text and in HTML, which knows where the locator is."""
    encoded = {sign: escape(text, quote=False) for sign, text in texts.items()}
    if _NUMBER in encoded:
        encoded[_NUMBER] = f'<span class="locator">{encoded[_NUMBER]}</span>'
    return str.maketrans(texts), str.maketrans(encoded)


def _filled(form: Form, tables: tuple[dict[int, str], dict[int, str]]) -> Form:
    return Form(form.plain.translate(tables[0]), form.html.translate(tables[1]))
