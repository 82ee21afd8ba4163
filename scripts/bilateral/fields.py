"""Walk over the parts of records by their declared types."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from bilateral.model import Link, Ref
from bilateral.problems import KeyPath


def references(value: BaseModel, path: KeyPath) -> Iterator[tuple[KeyPath, str, Ref]]:
    """Yield every reference to another record below ``value``, with its path and what it may lead to."""
    for name, shown, ref in _plan(type(value)):
        held = getattr(value, name)
        if ref is not None:
            if isinstance(held, str):
                yield (*path, shown), held, ref
            elif held is not None:
                yield from (((*path, shown, index), item, ref) for index, item in enumerate(held))
        else:
            for place, inner in _models(held, (*path, shown)):
                yield from references(inner, place)


def links(value: BaseModel, path: KeyPath) -> Iterator[tuple[KeyPath, Link]]:
    """Yield every link to a source below ``value``."""
    if isinstance(value, Link):
        yield path, value
        return
    for name, shown, _ in _plan(type(value)):
        for place, inner in _models(getattr(value, name), (*path, shown)):
            yield from links(inner, place)


def _models(held: Any, path: KeyPath) -> Iterator[tuple[KeyPath, BaseModel]]:
    if isinstance(held, BaseModel):
        yield path, held
    elif isinstance(held, tuple):
        yield from (((*path, index), item) for index, item in enumerate(held) if isinstance(item, BaseModel))


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, Ref | None], ...]:
    """Return the fields of ``model`` that hold references or models: name, name in the file, and reference."""
    plan = []
    for name, field in model.model_fields.items():
        ref = next((item for item in field.metadata if isinstance(item, Ref)), None) or _ref_in(field.annotation)
        if ref is not None or _holds_model(field.annotation):
            plan.append((name, field.alias or name, ref))
    return tuple(plan)


def _ref_in(annotation: Any) -> Ref | None:
    if get_origin(annotation) is Annotated:
        return next((item for item in annotation.__metadata__ if isinstance(item, Ref)), None)
    return next((ref for arg in get_args(annotation) if (ref := _ref_in(arg))), None)


def _holds_model(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_model(arg) for arg in get_args(annotation))
