"""Citations for readers, in three official styles of the Citation Style Language.

citeproc takes 3 ms for a record, and a book has thousands of parts that differ in title, number and address alone. So
each shape of a record is formatted once, with a sign in place of each of these, and the real texts are put in
afterwards; what could touch the punctuation around it is not replaced. English titles are put into title case by
themselves; citeproc leaves those of other languages as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from bilateral.bibliography import Item
from bilateral.citation.citeproc import TITLE_CASE, UNSAID, Request, Run, formatted

_STYLES = "apa", "chicago-notes", "modern-language-association"
_TOGETHER = 250
"""Titles in one document: of 10,000 together, the documents of both sides would be larger than the book."""

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
        shapes, titles = dict[str, Item](), dict[str, Item]()
        for one in map(_stand_in, items):
            shapes.setdefault(_key(one.shape), one.shape)
            if one.title:
                titles.setdefault(_key(one.title), one.title)
        new_shapes = [key for key in shapes if key not in self._shapes]
        new_titles = [key for key in titles if key not in self._titles]
        requests = self._requests([shapes[key] for key in new_shapes], _STYLES) if new_shapes else []
        some = range(0, len(new_titles), _TOGETHER)
        for at in some:
            requests += self._requests([titles[key] for key in new_titles[at : at + _TOGETHER]], [TITLE_CASE])
        answers = formatted(requests)
        cased = chain.from_iterable(answer.cited for answer in answers[len(requests) - len(some) :])
        self._titles |= zip(new_titles, (_form(runs).plain for runs in cased), strict=True)
        if new_shapes:
            apa, chicago, mla = answers[: len(_STYLES)]
            forms = zip(apa.listed, apa.cited, chicago.cited, mla.listed, mla.cited, strict=True)
            self._shapes |= zip(new_shapes, (Cited(*map(_form, of_one)) for of_one in forms), strict=True)

    def cite(self, item: Item) -> Cited:
        """Return the citations of a record."""
        one = _stand_in(item)
        shape, title = _key(one.shape), _key(one.title) if one.title else ""
        if shape not in self._shapes or (title and title not in self._titles):
            self.learn([item])
        given = _encoded(one.texts)
        cased = _encoded(one.texts | {_TITLE: self._titles[title]}) if title else given
        apa, apa_in_text, *others = self._shapes[shape]
        return Cited(_filled(apa, given), _filled(apa_in_text, given), *(_filled(form, cased) for form in others))

    def _requests(self, items: Sequence[Item], styles: Sequence[str]) -> list[Request]:
        numbered = [{**item, "id": str(at)} for at, item in enumerate(items)]
        return [Request(numbered, style, self._locale, alone=True) for style in styles]


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
    said = {variable: value for variable, value in item.items() if variable != "id" and variable not in UNSAID}
    shape = said | {variable: sign for variable, sign in signs.items() if fits[variable]}
    language = item.get("language", "")
    may_change = fits["title"] and (not language or language.partition("-")[0] == "en")
    title = {"type": "book", "title": item["title"], "language": language} if may_change else None
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


def _encoded(texts: dict[str, str]) -> dict[str, Form]:
    """Return what to put in for each sign, in plain text and in HTML, which knows where the locator is."""
    encoded = {sign: Form(text, escape(text, quote=False)) for sign, text in texts.items()}
    if _NUMBER in encoded:
        number = encoded[_NUMBER]
        encoded[_NUMBER] = Form(number.plain, f'<span class="locator">{number.html}</span>')
    return encoded


def _filled(form: Form, encoded: dict[str, Form]) -> Form:
    text, html = form
    for sign, filling in encoded.items():
        text, html = text.replace(sign, filling.plain), html.replace(sign, filling.html)
    return Form(text, html)
