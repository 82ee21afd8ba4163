"""The catalogues of a volume's translators, held to the original: roles, numbers, and how much is done."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import icu
from babel.dates import get_month_names

from bilateral.files import LOCALE
from bilateral.folding import fold
from bilateral.problems import Problem, shown_path
from bilateral.quantities import Dated, find, knows_words
from bilateral.text import LAYOUT, first_hidden, named
from bilateral.translation import DOMAIN

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_ROLE = re.compile(r"\{(?P<name>[\w:-]+)\}`(?:(?P<words>[^`<]*)<(?P<target>[^`>]+)>|(?P<whole>[^`]+))`")
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)")
_PLACE = re.compile(r"<https?://[^>\s]+>|\[\^[^\]\s]+\]|\{\{\s*\w+\s*\}\}")
"""An address, a note, and a place for a word that is put in."""
_LEADS = re.compile(r"[{<(\[]")
"""A sign that every role, link, address, note and place has; most messages have none of them."""
_NUMBER = re.compile(r"\d+(?:[.,'’\u066b\u066c\u00a0\u202f]\d+)*")
_GROUPS = re.compile(r"\b\d{1,3}(?: \d{3})+\b")
"""A number whose thousands have spaces between them, as many languages write it."""
_STRING = re.compile(
    r'(?:(?:msg\w+(?:\[\d+\])?\s+)?"[^"\\]*(?:\\(?:[abfnrtv\\"\'?]|[0-7]{1,3}|x[0-9a-fA-F]+)[^"\\]*)*"|#.*|msg\w*)?\s*'
)
"""A line of a catalogue."""
_BEGIN = re.compile(r"msg|\"")


ENDING, SHORTEST = 2, 3
"""How many letters of a month's name its cases change, and how many of a short one stay."""
_DIRECTION = re.compile("[\u200e\u200f\u061c]")
"""Marks of direction, which stand between the numbers of a date in Arabic."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
"""Numbers of months as dates have them in Polish or Hungarian."""


class Progress(NamedTuple):
    """How many messages a translation has, how many wait for a translator, and how many for a second look."""

    total: int
    untranslated: int
    fuzzy: int


def progress_of(source: Path, language: str) -> Progress:
    """Return how far a translation has come."""
    messages = [message for _, found in _catalogues(source, language)[0] for message in found if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    return Progress(len(messages), sum(not message.string for message in messages), fuzzy)


def judge_translation(source: Path, language: str, original: str = "en") -> list[Problem]:
    """TRA001 to TRA003: each translation has the roles, links, numbers and dates of its message.

    What is fuzzy is not said, and waits for its translator. ``original`` is the language of the volume.
    """
    found, problems = _catalogues(source, language)
    for shown, kept in found:
        for message in kept:
            if message.fuzzy or not (isinstance(message.id, str) and isinstance(message.string, str)):
                continue
            if message.id and message.string:
                problems += _judged(shown, message.lineno or 0, message.id, message.string)
                problems += _months_judged(shown, message, original, language)
    return problems


def _catalogues(source: Path, language: str) -> tuple[list[tuple[str, Catalog]], list[Problem]]:
    from babel.messages.pofile import PoFileError, read_po  # late: most volumes have no translation

    found: list[tuple[str, Catalog]] = []
    problems: list[Problem] = []
    for path in sorted((source / LOCALE / language / "LC_MESSAGES").rglob("*.po")):
        shown = f"{shown_path(source)}/{path.relative_to(source).as_posix()}".removeprefix("./")
        content = path.read_bytes()
        faults = list(_malformed(content, is_data=path.name == f"{DOMAIN}.po"))
        try:
            kept = read_po(BytesIO(content), locale=language, abort_invalid=True)
            if (own := _language(content)) and own != re.split("[_-]", language)[0]:
                faults.append((1, f"its header says that it is in '{own}', its folder that it is in '{language}'"))
            found.append((shown, kept))
        except (PoFileError, ValueError, LookupError) as error:
            line, what = getattr(error, "lineno", -1) + 1, str(error).rpartition(" on ")[0] or error
            faults = faults or [(line, str(what))]
        for line, what in faults:
            message = f"the catalogue cannot be read: {what}; correct it"
            problems.append(Problem(shown, line, 1 if line else 0, "TRA001", message))
    return found, problems


def _malformed(content: bytes, *, is_data: bool) -> Iterator[tuple[int, str]]:
    """Yield the lines of a catalogue that Babel reads as something else or passes over, and what is wrong with each."""
    if content.startswith(BOM_UTF8):
        yield 1, "it begins with a byte order mark, which programs for translators refuse"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return  # the reader knows other sets of characters, and says what is wrong
    known: dict[tuple[str, str], int] = {}
    field, said, first = "", {"msgctxt": "", "msgid": ""}, 0
    for number, line in enumerate([*text.split("\n"), "msgid"], 1):
        if _BEGIN.match(line) and not _STRING.fullmatch(line):
            yield number, "a string begins and ends with a quotation mark, and has a backslash before one within it"
        if bad := first_hidden(line if line.isprintable() else line.translate(LAYOUT)):
            yield number, f"the character {named(bad)} cannot be seen"
        word, _, rest = line.strip().partition(" ")
        if word in ("msgctxt", "msgid"):
            if field.startswith("msgstr"):
                key = said["msgctxt"], said["msgid"]
                if key in known:
                    yield first, f"the message stands at line {known[key]} already"
                elif is_data and key[1] and not key[0]:
                    yield first, "the message has no context (msgctxt), by which its record is found"
                known[key], said, first = first, {"msgctxt": "", "msgid": ""}, 0
            said[word], first = rest.strip()[1:-1], first or number
        elif line.startswith('"') and field in said:
            said[field] += line.strip()[1:-1]
        field = word if word.startswith("msg") else field


def _language(content: bytes) -> str:
    """Return the language that the header of a catalogue names, without script and region."""
    found = re.search(rb'^(?:msgstr )?"Language: *([a-zA-Z]*)', content, re.MULTILINE)
    return found[1].decode() if found else ""


def _months_judged(file: str, message: Message, original: str, language: str) -> Iterator[Problem]:
    """Yield a problem for each month in a date of a message that its translation has neither by name nor in digits."""
    text, translation = str(message.id), str(message.string)
    if not knows_words(original) or _NUMBER.search(text) is None:
        return
    words = _DIRECTION.sub("", fold(translation))
    for month in sorted({one.month for one in find(_plain(text), original) if isinstance(one, Dated) and one.month}):
        if not re.search(_month(month, language), words):
            name = get_month_names("wide", locale=original.replace("-", "_"))[month]
            said = f"{name} of the original is not in the translation; write the month as the language does"
            yield Problem(file, message.lineno or 0, 1, "TRA003", said)


@cache
def _month(month: int, language: str) -> str:
    """Return how a month is found: by what the forms of its name begin with, or by its number in a date of numbers."""
    names = _names(language)
    others = [name for number, forms in names.items() if number != month for name, _ in forms]
    number = rf"(?:0?{month}|{_ROMAN[month - 1]})(?!\w)"
    ways = [_beginning(name, shortest, others) for name, shortest in sorted(names[month])]
    ways += [rf"(?<!\w){number}[./-]\s?\d", rf"(?<=\d[./-]){number}", rf"(?<=\d[./-]\s){number}"]
    return "|".join([*ways, rf"(?<=\d ){number} \d"])


@cache
def _names(language: str) -> dict[int, set[tuple[str, int]]]:
    """Return the forms of the names of months, each with how many of its letters its cases leave as they are."""
    symbols = icu.DateFormatSymbols  # Babel's table of names alone is that of the language first asked for
    named = symbols(icu.Locale.forLanguageTag(f"{language.replace('_', '-')}-u-ca-gregory"))
    forms: dict[int, set[tuple[str, int]]] = {}
    for of, width in (
        (symbols.FORMAT, symbols.WIDE),
        (symbols.STANDALONE, symbols.WIDE),
        (symbols.FORMAT, symbols.ABBREVIATED),
    ):
        for month, typed in enumerate(named.getMonths(of, width), 1):
            name = fold(typed).rstrip(".")
            inflected = width == symbols.WIDE and not any(map(str.isdecimal, name))  # "3月" begins as any 3 does
            kept = max(len(name) - ENDING, min(SHORTEST, len(name) - 1)) if inflected else len(name)
            forms.setdefault(month, set()).add((name, kept))
    return forms


def _beginning(name: str, shortest: int, others: list[str]) -> str:
    """Return what is enough of a name to tell it from those of the other months: "tháng 1" from "tháng 10".

    Letters without case, such as those of Hebrew and Chinese, follow directly on what is before a name.
    """
    length = shortest
    while length < len(name) and any(other.startswith(name[:length]) for other in others):
        length += 1
    begin = name[:length]
    end = r"(?!\w)" if any(other.startswith(begin) for other in others) else ""
    within = {other[: other.index(begin)] for other in others if begin in other} - {""}  # 一月 in 十一月
    before = [r"(?<!\w)" if begin[0].upper() != begin[0] else r"(?<!\d)", *(f"(?<!{re.escape(one)})" for one in within)]
    return "".join([*sorted(before), re.escape(begin), end])


def _judged(file: str, line: int, text: str, translation: str) -> Iterator[Problem]:
    if _LEADS.search(text) or _LEADS.search(translation):
        yield from _targets_judged(file, line, text, translation)
    lost = _numbers(text)
    if lost:
        lost -= _numbers(translation)
    if lost:
        lost -= {re.sub(r"\D", "", number) for number in _GROUPS.findall(fold(translation))}
    for number in sorted(lost):
        message = f"the number {number} of the original is not in the translation; write it in digits"
        yield Problem(file, line, 1, "TRA003", message)


def _targets_judged(file: str, line: int, text: str, translation: str) -> Iterator[Problem]:
    wanted, had = _targets(text), _targets(translation)
    for missing in wanted - had:
        yield Problem(file, line, 1, "TRA002", f"the translation lacks {missing}; put it where the sentence has it")
    for strange in had - wanted:
        yield Problem(file, line, 1, "TRA002", f"the translation has {strange}, which the original has not; remove it")
    names, renamed = _named(text), _named(translation)
    for words in sorted(names.keys() & renamed.keys()):
        if (target := names[words]) != (strange := renamed[words]):
            message = f"'{words}' leads to {strange} in the translation, and to {target} in the original; correct it"
            yield Problem(file, line, 1, "TRA002", message)


def _targets(text: str) -> Counter[str]:
    """Return the roles with what they lead to, and the targets of links."""
    roles = [f"{{{role['name']}}}`{(role['target'] or role['whole']).strip()}`" for role in _ROLE.finditer(text)]
    links = (f"]({link['target']})" for link in _LINK.finditer(text))
    return Counter([*roles, *links, *_PLACE.findall(text)])


def _named(text: str) -> dict[str, str]:
    """Return the words of roles that have some, and what each leads to; a name is one in both languages."""
    return {role["words"].strip(): role["target"] for role in _ROLE.finditer(text) if role["target"]}


def _numbers(text: str) -> set[str]:
    """Return the numbers outside roles and links, as their digits: marks between them differ by language."""
    if _NUMBER.search(text) is None:
        return set()
    return {re.sub(r"\D", "", number).lstrip("0") or "0" for number in _NUMBER.findall(fold(_plain(text)))}


def _plain(text: str) -> str:
    return _PLACE.sub("", _LINK.sub("", _ROLE.sub("", text)))
