"""Turn a document into the data model, and pydantic's errors into problems with a place and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bilateral.document import Document
from bilateral.fields import fields_of
from bilateral.kinds import KINDS, AnyKind, file_model
from bilateral.kinds.people import PEOPLE
from bilateral.locales import is_family_first
from bilateral.model import File, Person, Vocabularies
from bilateral.model.base import LANGUAGE_PATTERN
from bilateral.problems import KeyPath, Problem, did_you_mean, format_path, no_number
from bilateral.processes import uninterrupted

_SHAPES = {
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "string_type": "a text",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_type": "a number",
    "decimal_type": "a number",
}

WRITTEN = {
    r"^[A-Z]{2}([A-Z]{2})?$": ("code of a country", "two capital letters (ISO 3166), such as GE"),
    r"^([A-Z]{3}|[a-z]+)$": ("currency", "three capital letters (ISO 4217), such as EUR"),
    rf"^{LANGUAGE_PATTERN}$": ("tag of a language", "one such as lt or en-GB"),
    r"^[A-Z][0-9]{2,3}$": ("number of a fact", "the letter of its register and two or three digits, such as F25"),
    r"^[A-Z]$": ("letter of a register", "one capital letter, such as F"),
    r"^Q[1-9][0-9]*$": ("number of Wikidata", "one such as Q37"),
    r"^#[0-9a-f]{6}$": ("colour", '# and six of 0 to 9 and a to f, in quotation marks: "#114488"'),
    r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.svg$": ("file of a flag", "its path in the volume, such as flags/ge.svg"),
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": ("id", "lower-case ASCII words joined by hyphens"),
    r"^[a-z][a-z0-9]*([ -][a-z0-9]+)*$": ("word of a vocabulary", "lower-case words, such as state visit"),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": ("name of a file", "lower-case words joined by hyphens, such as north-south"),
    r"^(\d{4}-){3}\d{3}[\dX]$": ("ORCID", "four groups of four digits, such as 0000-0002-1825-0097"),
    r"^\d+\.\d+\.\d+$": ("version", "edition.revision.correction, such as 1.0.0"),
    r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": ("identifier", "urn:uuid: and a UUID in lower case"),
    r"^https?://[a-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*/$": (
        "address of a book",
        "one that ends in a slash, such as https://book.example/",
    ),
    r"^((https?://|mailto:)[^\s<>\"]+)?$": ("address", "one that begins with https:// or mailto:"),
    r"^[0-9a-f]{64}$": ("SHA-256", "its 64 digits, 0 to 9 and a to f"),
}
"""What a text is that has to fit a pattern, and how it is written."""


def validate(document: Document, kinds: tuple[AnyKind, ...] = KINDS) -> tuple[File | None, list[Problem]]:
    """Validate ``document``. Return the data, or None with one problem for each fault."""
    model = file_model(kinds)
    try:
        with uninterrupted():  # while it gets its validators ready, pydantic would take an interruption for a fault
            data = model.model_validate(document.data, context=added_words(document.data))
        return data.model_copy(update={PEOPLE.name: tuple(_ordered(data))}), []
    except ValidationError as error:
        faults = [details for details in error.errors(include_url=False) if not _follows(details)]
        return None, [_problem(document, details, model) for details in faults]


def _ordered(data: Any) -> Iterator[Person]:
    """Yield the people of a data file; where it does not say so, the order of their names is that of the language."""
    spoken = {country.code: country.language for country in data.countries}
    for person in data.people:
        if person.family_first is None:
            language = person.language or spoken.get(person.country)
            first = is_family_first(person.family or "", language, data.volume.language)
            yield person.model_copy(update={"family_first": first})
        else:
            yield person


def added_words(data: Any) -> Vocabularies:
    """Return the words that a data file adds to vocabularies, before it is known whether it is well formed."""
    found = data.get("vocabularies") if isinstance(data, dict) else None
    if not isinstance(found, dict):
        return {}
    return {name: words for name, words in found.items() if isinstance(words, dict)}


def _follows(details: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because pydantic does not count its faulty items."""
    if details["type"] != "too_short" or not isinstance(details["input"], list):
        return False
    least: int = details["ctx"]["min_length"]
    return len(details["input"]) >= least


def _problem(document: Document, details: ErrorDetails, model: type[File]) -> Problem:
    path: KeyPath = tuple(part for part in details["loc"] if part != "[key]")  # pydantic's word for a key at fault
    where = format_path(path)
    kind, given = details["type"], details["input"]
    context: dict[str, Any] = details.get("ctx") or {}
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        lacking = [key for key in known if (*path[:-1], key) not in document.positions]
        return document.problem(
            path,
            "MOD001",
            f"{format_path(path[:-1]) or 'the file'}: the key '{path[-1]}' is unknown"
            f"{did_you_mean(str(path[-1]), lacking) or '; known: ' + ', '.join(known)}",
        )
    if kind == "missing":
        return document.problem(
            path, "MOD002", f"{format_path(path[:-1]) or 'the file'}: the key '{path[-1]}' is missing; add it"
        )
    if kind in _SHAPES:
        return document.problem(path, "MOD003", f"{where}: {_shape(given)} stands where {_SHAPES[kind]} belongs")
    if kind == "too_short":
        return document.problem(path, "MOD003", f"{where}: the list needs at least {context['min_length']}; add to it")
    if kind == "too_long":
        return document.problem(path, "MOD003", f"{where}: the list takes at most {context['max_length']}; shorten it")
    if kind == "string_too_long":
        code = "MOD005" if path[-1] in ("id", "section") else "MOD004"
        return document.problem(path, code, f"{where}: at most {context['max_length']} characters; shorten it")
    if kind in ("literal_error", "word"):
        allowed = context["allowed"] if kind == "word" else _literals(context["expected"])
        return document.problem(
            path, "MOD004", f"{where}: '{given}' is not one of {', '.join(allowed)}{did_you_mean(str(given), allowed)}"
        )
    if kind == "string_pattern_mismatch":
        if path[-1] in ("id", "section"):
            message = f"{where}: '{given}' is not an id; use lower-case ASCII words joined by hyphens"
            return document.problem(path, "MOD005", message)
        pattern = str(context["pattern"])
        if pattern not in WRITTEN:  # that of a volume's own kind
            return document.problem(path, "MOD004", f"{where}: '{given}' does not match {pattern}")
        what, example = WRITTEN[pattern]
        write = _meant(str(given), pattern, document) or example
        return document.problem(path, "MOD004", f"{where}: '{given}' is no {what}; write {write}")
    if (kind == "value_error" and "date" in str(path[-1])) or path[-1] == "published":
        return document.problem(path, "MOD006", f"{where}: {context.get('error', details['msg'])}")
    if kind == "nobody":
        return document.problem(path, "MOD002", f"{where}: {details['msg']}")
    if kind == "value":
        return document.problem(path, "MOD004", f"{where}: {details['msg']}")
    if kind == "text":
        return document.problem(path, "MOD008", f"{where}: {details['msg']}")
    if kind.startswith(("int", "decimal", "finite", "greater", "less")):
        if kind == "decimal_parsing":
            return document.problem(path, "MOD007", f"{where}: {no_number(str(given))}")
        return document.problem(path, "MOD007", f"{where}: '{given}': {details['msg'][0].lower()}{details['msg'][1:]}")
    return document.problem(path, "MOD003", f"{where}: {details['msg']}")


def _meant(given: str, pattern: str, document: Document) -> str | None:
    """Return what is meant by a text that is written otherwise, or by the name of a country of the file."""
    named = {str(one.get("name")): str(one.get("code")) for one in _mappings(document.data.get("countries"))}
    joined = re.sub(r"[\s_/.-]+", "-", given.strip().lower()).strip("-")
    short = given.upper() if len(given) < len("NORD") else ""  # which is no code
    ways = [named.get(given, ""), _in_lower_case(given), short, re.sub(r"(\d+)$", r"0\1", short), joined]
    ways += [given.rpartition("/")[2], f"#{given.lower()}", f"{given}/", f"https://{given}"]
    return next((way for way in ways if way and re.fullmatch(pattern, way)), None)


def _in_lower_case(given: str) -> str:
    """Return a text in lower case; of an address its scheme and host alone."""
    host = re.match(r"[A-Za-z]+://[^/]*", given)
    return given[: host.end()].lower() + given[host.end() :] if host else given.lower()


def _mappings(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _shape(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a text" if isinstance(value, str) and value else "nothing"


def _literals(expected: str) -> list[str]:
    """Undo pydantic's ``'a', 'b' or 'c'``."""
    return [word.strip(" '") for word in expected.replace(" or ", ", ").split(", ")]


def _keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys that the model of a file takes at ``path``."""
    for part in path:
        if isinstance(part, int):
            continue
        inner = next((field.model for field in fields_of(model) if part in (field.name, field.key)), None)
        if inner is None:
            return []
        model = inner
    return [field.key for field in fields_of(model)]
