"""Read the bibliography: the sources, their grade, and what they depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pybtex.database import BibliographyData, BibliographyDataError, Entry
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.plugin import find_plugin, register_plugin

from bilateral.model.base import LANGUAGE_PATTERN
from bilateral.problems import Problem, did_you_mean, shown_path
from bilateral.text import LAYOUT, LONGEST, LONGEST_NAME, first_hidden, named

GRADES = ("A", "B", "C", "D")
_GRADE = re.compile(rf"[{''.join(GRADES)}][+-]?")
_REQUIRED = ("title", "grade", "seen", "langid")
_ENTRY = re.compile(r"^[ \t]*@(?P<kind>\w+)[ \t]*\{[ \t]*(?P<key>[^,\s]+)[ \t]*,", re.MULTILINE)

_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_ABBREVIATION = re.compile(r"@\s*(?P<kind>string|preamble)\b", re.IGNORECASE)
"""Wherever it stands, for BibTeX reads it in the middle of a line and inside a comment."""


def settle_plugins() -> None:
    """Let pybtex remember the plugin that writes plain text.

    It would look for it in all installed packages at each citation: 3 ms each, which is most of the time of a book with
    many sources.
    """
    register_plugin("pybtex.backends", "plaintext", find_plugin("pybtex.backends", "plaintext"), force=True)


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography.

    ``grade`` is A (official or primary), B (scholarly or standard reference), C (press) or D (wiki or hobby page), with
    "+" or "-" where the source is better or worse than others of its grade.
    ``language`` is that of the source, ``title_language`` that of the title as printed, which may be translated.
    ``base`` names the source that this one copies or depends on, so that it cannot confirm it. ``authors`` are names as
    BibTeX writes them, such as "Kerbel, A.".
    """

    key: str
    number: int
    title: str
    grade: str
    seen: str
    language: str
    title_language: str
    base: str | None
    fields: dict[str, str]
    authors: tuple[str, ...] = ()


def read_bibliography(path: Path) -> tuple[dict[str, Source], list[Problem]]:
    """Read ``path``. Return the sources by key, in the order of the file, and the problems found."""
    file = shown_path(path)
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        return {}, [Problem(file, 0, 0, "BIB001", f"cannot read the file: {error.strerror}; it belongs beside conf.py")]
    except UnicodeDecodeError as error:
        return {}, [Problem(file, 0, 0, "BIB001", f"the file is not UTF-8 ({error.reason}); save it as UTF-8")]
    return parse_bibliography(text, file)


def parse_bibliography(text: str, file: str) -> tuple[dict[str, Source], list[Problem]]:
    """Read the bibliography in ``text``, which is that of ``file``."""
    lines, problems = _keys(text, file)
    for match in _ABBREVIATION.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        message = f"@{match['kind'].lower()} stands here; write its text out in each entry"  # they can multiply
        problems.append(Problem(file, line, 1, "BIB001", message))
    if problems:
        return {}, sorted(problems)
    try:
        data: BibliographyData = Parser(encoding="utf-8").parse_string(text)
    except (PybtexError, BibliographyDataError) as error:
        line = getattr(error, "lineno", None) or 0
        return {}, [Problem(file, line, 1 if line else 0, "BIB001", f"{error}; check braces and commas")]
    sources: dict[str, Source] = {}
    for number, (key, entry) in enumerate(data.entries.items(), 1):
        fields = {name.lower(): " ".join(value.split()) for name, value in entry.fields.items()}
        line = lines.get(key, 1)
        if key not in lines:
            message = (
                f"the entry '{key[:LONGEST_NAME]}' does not begin as @kind{{key, at the start of a line; write it so"
            )
            problems.append(Problem(file, line, 1, "BIB001", message))
        for name in _REQUIRED:
            if not fields.get(name):
                message = f"{key}: the field '{name}' is missing; add it"
                problems.append(Problem(file, line, 1, "BIB003", message))
        grade = fields.get("grade", "D")
        if not _GRADE.fullmatch(grade):
            message = f"{key}: grade '{grade}' is not one of {', '.join(GRADES)}, with + or - where it is shaded"
            problems.append(Problem(file, line, 1, "BIB004", message))
            grade = "D"
        for name in ("langid", "titlelangid"):
            if fields.get(name) and not re.fullmatch(LANGUAGE_PATTERN, fields[name]):
                message = f"{key}: {name} '{fields[name]}' is not a language code; write en, lt or es-MX"
                problems.append(Problem(file, line, 1, "BIB004", message))
        for name in ("url", "archived"):
            if name in fields and not _is_web_address(fields[name]):
                message = f"{key}: {name} '{fields[name][:LONGEST_NAME]}' is not an address on the web; write https://…"
                problems.append(Problem(file, line, 1, "BIB004", message))
        problems += [Problem(file, line, 1, "BIB004", f"{key}: {message}") for message in _unfit(entry)]
        base = fields.get("base")
        if base and (base not in lines or base == key):
            hint = did_you_mean(base, [name for name in lines if name != key]) or "; name the entry that it copies"
            message = f"{key}: base '{base}' is not another entry of the bibliography{hint}"
            problems.append(Problem(file, line, 1, "BIB004", message))
        sources[key] = Source(
            key=key,
            number=number,
            title=fields.get("title", key).replace("{", "").replace("}", ""),
            grade=grade,
            seen=fields.get("seen", ""),
            language=fields.get("langid", ""),
            title_language=fields.get("titlelangid") or fields.get("langid", ""),
            base=base,
            fields=fields,
            authors=tuple(map(str, entry.persons.get("author", ()))),
        )
    return sources, problems


def _keys(text: str, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Return the line of each key, and what is wrong with keys."""
    lines: dict[str, int] = {}
    folded: dict[str, str] = {}
    problems: list[Problem] = []
    for match in _ENTRY.finditer(text):
        line = text.count("\n", 0, match.start("key")) + 1
        if match["kind"].lower() == "comment":
            continue
        if not _KEY.fullmatch(match["key"]) or len(match["key"]) > LONGEST_NAME:
            message = f"the key '{match['key'][:LONGEST_NAME]}' is not words of letters and digits, joined by hyphens"
            problems.append(Problem(file, line, 1, "BIB004", f"{message}, and at most {LONGEST_NAME} characters"))
        twin = folded.get(match["key"].lower())
        if twin is not None:  # BibTeX keys that differ only in case are one key
            message = f"the key '{match['key']}' already stands at line {lines[twin]}; rename or remove one"
            problems.append(Problem(file, line, 1, "BIB002", message))
        lines.setdefault(match["key"], line)
        folded.setdefault(match["key"].lower(), match["key"])
    return lines, problems


def _unfit(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with the texts of an entry."""
    people = ((role, str(person)) for role, persons in entry.persons.items() for person in persons)
    for name, text in (*entry.fields.items(), *people):
        hidden = first_hidden(text.translate(LAYOUT))
        if hidden is not None:
            yield f"{name} has the character {named(hidden)}, which cannot be seen; remove it"
        if len(text) > LONGEST:
            yield f"{name} has {len(text):,} characters; {LONGEST:,} are the most"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # half an IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
