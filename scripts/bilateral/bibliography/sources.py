"""The sources of a volume: records of its bibliography with their grade, and with what they depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from bilateral.bibliography.biblatex import Item
from bilateral.bibliography.bibtex import Place, Places
from bilateral.bibliography.languages import language_code
from bilateral.bibliography.records import Record, read_records
from bilateral.bibliography.tex import plain
from bilateral.problems import Problem, did_you_mean, shown_path
from bilateral.text import LONGEST_NAME

GRADES = ("A", "B", "C", "D")
_GRADE = re.compile(rf"[{''.join(GRADES)}][+-]?")
_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_REQUIRED = ("title", "grade", "seen", "langid")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography.

    ``item`` is its record in CSL-JSON, from which every citation, export and printed entry is written; ``fields`` are
    its fields by biblatex's names, in plain text. ``grade`` is A (official or primary), B (scholarly or standard
    reference), C (press) or D (wiki or hobby page), with "+" or "-" where the source is better or worse than others of
    its grade. ``language`` is that of the source, ``title_language`` that of the title as printed, which may be
    translated. ``base`` names the source that this one copies or depends on, so that it cannot confirm it.
    """

    key: str
    number: int
    title: str
    grade: str
    seen: str
    language: str
    title_language: str
    base: str | None
    fields: Mapping[str, str]
    item: Item
    place: Place

    @property
    def name(self) -> str:
        """Who or what is cited, in a word: the family name of the author, the body, or the title."""
        people = self.item.get("author") or self.item.get("editor") or []
        first = people[0].get("family") or people[0]["literal"] if people else self.title
        return f"{first} et al." if len(people) > 1 else first


def read_bibliography(path: Path) -> tuple[dict[str, Source], list[Problem]]:
    """Read ``path``. Return the sources by key, in the order of the file, and the problems found."""
    file = shown_path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        return {}, [Problem(file, 0, 0, "BIB001", f"cannot read the file: {error.strerror}; it belongs beside conf.py")]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        place = Places(before)(len(before))
        return {}, [Problem(file, *place, "BIB001", f"the file is not UTF-8 ({error.reason}); save it as UTF-8")]
    return parse_bibliography(text.replace("\r\n", "\n").replace("\r", "\n"), file)


def parse_bibliography(text: str, file: str) -> tuple[dict[str, Source], list[Problem]]:
    """Read the bibliography in ``text``, which is that of ``file``."""
    sources, problems = _parsed(text, file)
    return dict(sources), list(problems)


@lru_cache(maxsize=1)  # `make live` reads it again and again, and it is seldom what has been edited
def _parsed(text: str, file: str) -> tuple[dict[str, Source], list[Problem]]:
    problems: list[Problem] = []
    if text.startswith(_BYTE_ORDER_MARK):
        message = "the file begins with a mark of byte order (U+FEFF); save it as UTF-8 without one"
        problems.append(Problem(file, 1, 1, "BIB001", message))
        text = " " + text[1:]
    records, more = read_records(text, file)
    problems += more
    keys = {record.key for record in records}
    sources: dict[str, Source] = {}
    for number, record in enumerate(records, 1):
        problems += [Problem(file, *place, code, message) for place, code, message in _faults(record, keys)]
        sources.setdefault(record.key, _source(record, number))
    return sources, sorted(set(problems))


def _source(record: Record, number: int) -> Source:
    fields, item = record.fields, record.item
    language = item.get("language", "")
    grade = fields.get("grade", "D")
    return Source(
        key=record.key,
        number=number,
        title=plain(item.get("title", record.key)),
        grade=grade if _GRADE.fullmatch(grade) else "D",
        seen=fields.get("seen", ""),
        language=language,
        title_language=language_code(fields.get("titlelangid", "")) or language,
        base=fields.get("base"),
        fields=MappingProxyType(fields),
        item=item,
        place=record.place,
    )


def _faults(record: Record, keys: set[str]) -> Iterator[tuple[Place, str, str]]:
    """Yield what this project asks of a source and does not find: place, code and message."""
    fields, key = record.fields, record.key[:LONGEST_NAME]

    def place(name: str) -> Place:
        return record.places.get(name, record.place)

    if not _KEY.fullmatch(record.key) or len(record.key) > LONGEST_NAME:  # it names an anchor
        message = f"the key '{key}' is not words of letters and digits, joined by hyphens"
        yield record.place, "BIB004", f"{message}, and at most {LONGEST_NAME} characters"
    for name in _REQUIRED:
        if name not in fields and name not in record.places and not (name == "langid" and "language" in fields):
            yield record.place, "BIB003", f"{key}: the field '{name}' is missing; add it"
    grade = fields.get("grade", "D")
    if not _GRADE.fullmatch(grade):
        message = f"{key}: grade '{grade}' is not one of {', '.join(GRADES)}, with + or - where it is shaded"
        yield place("grade"), "BIB004", message
    for name in ("langid", "language", "titlelangid"):
        if name in fields and language_code(fields[name]) is None and not (name == "language" and "langid" in fields):
            message = f"{key}: {name} '{fields[name]}' is not a language; write en, lt or es-MX, or spanish"
            yield place(name), "BIB004", message
    for name in ("url", "archived"):
        if name in fields and not _is_web_address(fields[name]):
            message = f"{key}: {name} '{fields[name][:LONGEST_NAME]}' is not an address on the web; write https://…"
            yield place(name), "BIB004", message
    base = fields.get("base")
    if base and (base not in keys or base == record.key):
        hint = did_you_mean(base, sorted(keys - {record.key})) or "; name the entry that it copies"
        yield place("base"), "BIB004", f"{key}: base '{base}' is not another entry of the bibliography{hint}"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # half an IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
