"""How the fields of the model become the columns of tables, by their declared types alone.

A field that holds one value is a column. One that holds a model is the columns of that model, with its name before
theirs. One that holds many is a table of its own, whose rows begin with the key of the row that they belong to and
their place in the list. What is none of these is written as JSON.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bilateral.dates import Edtf
from bilateral.model import Ref

Type = Literal["string", "integer", "number", "boolean", "date", "object"]
"""A type of Frictionless Data; ``object`` is JSON."""
_SCALARS: dict[type, Type] = {str: "string", bool: "boolean", int: "integer", Decimal: "number", Edtf: "string"}


@dataclass(frozen=True)
class Value:
    """One value: its type, the words that it may be, and the collections that it may name a record of."""

    type: Type
    words: tuple[str, ...] = ()
    ref: tuple[str, ...] = ()
    edtf: bool = False


@dataclass(frozen=True)
class Parts:
    """A model within a model."""

    model: type[BaseModel]


@dataclass(frozen=True)
class Many:
    """A list of values or of models."""

    item: Value | Parts


@dataclass(frozen=True)
class Keyed:
    """Values by keys."""

    value: Value


@dataclass(frozen=True)
class Fixed:
    """A fixed number of values, each with a name."""

    names: tuple[str, ...]
    values: tuple[Value, ...]


Shape = Value | Parts | Many | Keyed | Fixed
_JSON = Value("object")
_AXES = ("latitude", "longitude")


@cache
def shapes_of(model: type[BaseModel]) -> dict[str, tuple[str, Shape, FieldInfo]]:
    """Return the fields of a model: by name, the key in the data file, the shape, and what pydantic knows of it."""
    return {
        name: (info.alias or name, _shape(info.annotation, tuple(info.metadata)), info)
        for name, info in model.model_fields.items()
    }


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _shape(inner, (*more, *metadata))
    if get_origin(annotation) in (Union, types.UnionType):
        chosen = [part for part in get_args(annotation) if part is not type(None)]
        return _shape(chosen[0], metadata) if len(chosen) == 1 else _JSON
    if get_origin(annotation) is tuple:
        return _many(get_args(annotation), metadata)
    if get_origin(annotation) is dict:
        key, value = (_shape(part) for part in get_args(annotation))
        plain = isinstance(key, Value) and key.type == "string" and isinstance(value, Value)
        return Keyed(value) if plain and isinstance(value, Value) else _JSON
    return _single(annotation, metadata)


def _many(arguments: tuple[Any, ...], metadata: tuple[Any, ...]) -> Shape:
    if arguments[-1] is not Ellipsis:
        values = tuple(_shape(part) for part in arguments)
        named = tuple(value for value in values if isinstance(value, Value))
        return Fixed(_AXES, named) if len(named) == len(arguments) == len(_AXES) else _JSON
    item = _shape(arguments[0], metadata)
    return Many(item) if isinstance(item, Value | Parts) else _JSON


def _single(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    if get_origin(annotation) is Literal:
        return Value("string", words=tuple(map(str, get_args(annotation))))
    if not isinstance(annotation, type):
        return _JSON
    if issubclass(annotation, BaseModel):
        return Parts(annotation)
    ref = next((part.collections for part in metadata if isinstance(part, Ref)), ())
    return Value(_SCALARS[annotation], ref=ref, edtf=annotation is Edtf) if annotation in _SCALARS else _JSON
