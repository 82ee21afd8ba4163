"""Turn a document into the data model, and pydantic's errors into problems with a place and a remedy."""

from __future__ import annotations

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
from bilateral.problems import KeyPath, Problem, did_you_mean, format_path, no_number

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


def validate(document: Document, kinds: tuple[AnyKind, ...] = KINDS) -> tuple[File | None, list[Problem]]:
    """Validate ``document``. Return the data, or None with one problem for each fault."""
    model = file_model(kinds)
    try:
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
        return document.problem(path, "MOD004", f"{where}: '{given}' does not match {context['pattern']}")
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
