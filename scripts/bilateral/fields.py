"""The fields of the model, by their declared types: which hold references, parts or dates, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from bilateral.dates import Edtf
from bilateral.model import Link, Ref
from bilateral.problems import KeyPath


@dataclass(frozen=True)
class Field:
    """A field of a model: its name, its key in the file, the classes of its type, and what a reference may lead to."""

    name: str
    key: str
    classes: tuple[type, ...]
    ref: Ref | None

    @cached_property
    def model(self) -> type[BaseModel] | None:
        """The model that the field holds, alone or in a list."""
        return next((held for held in self.classes if issubclass(held, BaseModel)), None)


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model, in the order of their declaration."""
    fields = []
    for name, info in model.model_fields.items():
        parts = [*info.metadata, *_parts(info.annotation)]
        classes = tuple(part for part in parts if isinstance(part, type))
        ref = next((part for part in parts if isinstance(part, Ref)), None)
        fields.append(Field(name, info.alias or name, classes, ref))
    return tuple(fields)


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield the classes of a type and what is annotated to them, from the outside in."""
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    elif get_origin(annotation) is Annotated:
        yield from arguments[1:]
        yield from _parts(arguments[0])
    else:
        for argument in arguments:
            yield from _parts(argument)


def references(value: BaseModel, path: KeyPath) -> Iterator[tuple[KeyPath, str, Ref]]:
    """Yield every reference to another record below ``value``, with its path and what it may lead to."""
    for place, field, held in _held(value, path, Ref):
        if field.ref is not None and isinstance(held, str):
            yield place, held, field.ref
        elif field.ref is not None:
            yield from (((*place, index), item, field.ref) for index, item in enumerate(held))


def links(value: BaseModel, path: KeyPath) -> Iterator[tuple[KeyPath, Link]]:
    """Yield every link to a source below ``value``."""
    for place, _, held in _held(value, path, Link):
        yield from ((inner, link) for inner, link in _models(held, place) if isinstance(link, Link))


def dates(value: BaseModel, path: KeyPath) -> Iterator[tuple[KeyPath, Edtf]]:
    """Yield every date below ``value``."""
    yield from ((place, held) for place, _, held in _held(value, path, Edtf) if isinstance(held, Edtf))


def _held(value: BaseModel, path: KeyPath, wanted: type) -> Iterator[tuple[KeyPath, Field, Any]]:
    """Yield what is not empty of the fields of ``value``, and of models below it, that may hold what is wanted."""
    for field in _followed(type(value), wanted):
        if held := getattr(value, field.name):
            place = (*path, field.key)
            yield place, field, held
            if field.model is not None:
                for inner, model in _models(held, place):
                    yield from _held(model, inner, wanted)


@cache
def _followed(model: type[BaseModel], wanted: type) -> tuple[Field, ...]:
    """Return the fields of a model that may hold references, links or dates, or models which do.

    The data is walked many times, and most fields of most records hold nothing of what is wanted.
    """
    return tuple(field for field in fields_of(model) if any(_is(one, wanted) for one in _below(field)))


def _is(field: Field, wanted: type) -> bool:
    return field.ref is not None if wanted is Ref else any(issubclass(held, wanted) for held in field.classes)


def _below(field: Field) -> list[Field]:
    """Return a field, and all fields of the models below it; a model may hold models of its own kind."""
    found = [field]
    for one in found:  # which grows
        found += [inner for inner in (fields_of(one.model) if one.model else ()) if inner not in found]
    return found


def _models(held: Any, path: KeyPath) -> Iterator[tuple[KeyPath, BaseModel]]:
    if isinstance(held, BaseModel):
        yield path, held
    elif isinstance(held, tuple):
        yield from (((*path, index), item) for index, item in enumerate(held) if isinstance(item, BaseModel))
