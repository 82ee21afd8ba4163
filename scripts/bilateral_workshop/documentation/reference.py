"""The parts of the documentation that are written from the code: fields, problem codes, tables, phases.

Cog puts them between the markers of the pages in ``docs/``; ``make schema`` runs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bilateral.dates import Edtf
from bilateral.fields import fields_of
from bilateral.kinds import KINDS, file_model
from bilateral.model import Fact, Link, Record, Ref, Vocabulary
from bilateral.model.base import AlsoDated, Language
from bilateral.problems import CODES
from bilateral.render import TABLES
from bilateral_sphinx.phases import Phase

_SCALARS = {
    Edtf: "[date](#dates)",
    str: "text",
    int: "whole number",
    Decimal: "number",
    bool: "`true` or `false`",
}
_GENERATED = re.compile(r"<!-- \[\[\[cog.*?\[\[\[end\]\]\] -->", re.DOTALL)
_COMMON = (Record, Fact, Link, AlsoDated)
"""What every record may have; described once."""


def fields_text() -> str:
    """Describe every field of every model: the file, what all records share, then each collection with its parts."""
    file, kinds = file_model(), {kind.name for kind in KINDS}
    parts = [_section("The file", file, file.model_fields)]
    seen: set[type[BaseModel]] = set(_COMMON)
    for name, model in _models_in(file):
        if name not in kinds:
            parts += [_section(name, model, model.model_fields), *_parts_of(model, seen)]
    parts += [_section(model.__name__, model, model.model_fields) for model in _COMMON]
    for kind in KINDS:
        parts += _collection(kind.name, kind.model, seen)
    return "\n".join(parts)


def examples_text() -> str:
    """Show the example of each kind of record."""
    records = "".join(f"{kind.name}:\n{kind.example.strip()}\n" for kind in KINDS)
    return f"```yaml\n{records}```\n"


def codes_text() -> str:
    """Describe every problem code."""
    return _table(("Code", "Meaning"), [(f"`{code}`", meaning) for code, meaning in CODES.items()])


def tables_text() -> str:
    """Describe every table directive: what it shows, its filters and its columns."""
    rows = []
    for name, kind in TABLES.items():
        filters = ", ".join(f"`{option.rstrip('_')}`" for option in sorted(kind.filters))
        columns = ", ".join(f"`{column.key}`" for column in kind.columns)
        extra = ", ".join(f"`{column.key}`" for column in kind.extra)
        home = f"`{kind.collection}`" if kind.collection else ""
        rows.append((f"`{name}`", kind.summary, filters, f"{columns}; {extra}" if extra else columns, home, kind.order))
    return _table(("Directive", "Shows", "Filters", "Columns; on request", "Home of", "Order"), rows)


def other_tables_text(page: str) -> str:
    """Show the directive of each table that a page does not show outside its generated parts."""
    written = _GENERATED.sub("", Path(page).read_text("utf-8"))
    tables = []
    for name, kind in TABLES.items():
        if f"```{{{name}}} " not in written:
            home = ":canonical:\n" if kind.collection else ""
            tables.append(f"```{{{name}}} {kind.summary.rstrip('.')}\n:name: table-{name}\n{home}```\n")
    return "````markdown\n" + "\n".join(tables) + "````\n" if tables else ""


def phases_text() -> str:
    """Describe when each part of the press is called."""
    rows, last = [], ""
    for phase in Phase:
        rows.append((f"`{phase.event}`" if phase.event != last else "", str(phase.priority), phase.purpose))
        last = phase.event
    return _table(("Event of Sphinx", "Priority", "What the press does"), rows)


def _collection(name: str, model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    own = {key: field for key, field in model.model_fields.items() if key not in Record.model_fields}
    assert issubclass(model, Record)  # collections hold nothing else
    yield _section(name, model, own, f"Ids start with `{model.prefix}-`.")
    yield from _parts_of(model, seen)


def _parts_of(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    """Describe the models that a model is made of, each once."""
    for _, part in _models_in(model):
        if part not in seen:
            seen.add(part)
            yield _section(part.__name__, part, part.model_fields)


def _section(title: str, model: type[BaseModel], fields: dict[str, FieldInfo], remark: str = "") -> str:
    about = re.sub(r"``(.+?)``", r"`\1`", model.__doc__ or "")
    rows = [
        (
            f"`{field.alias or name}`",
            "yes" if field.is_required() else "no",
            _value(field.annotation, tuple(field.metadata)),
            field.description or "",
        )
        for name, field in fields.items()
    ]
    intro = " ".join(filter(None, (about, remark)))
    return f"### {title}\n\n{intro}\n\n{_table(('Field', 'Required', 'Value', 'Meaning'), rows)}"


def _value(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    """Say in words what may stand in a field."""
    ref = next((item for item in metadata if isinstance(item, Ref)), None)
    if ref is not None:
        return " or ".join("country code" if name == "countries" else f"id in `{name}`" for name in ref.collections)
    words = next((item for item in metadata if isinstance(item, Vocabulary)), None)
    if words is not None:
        return ", ".join(f"`{word}`" for word in words.words) + f", or a word that `{words.name}` adds"
    inner = [item for item in get_args(annotation) if item is not NoneType and item is not Ellipsis]
    origin = get_origin(annotation)
    if origin is Annotated:
        return _value(inner[0], tuple(inner[1:]))
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin is tuple and Ellipsis not in get_args(annotation):
        return f"list of {len(inner)}: {_value(inner[0])}"
    if origin is tuple:
        return f"list{_size(metadata)}: {_value(inner[0])}"
    if origin is dict:
        return "mapping: " + ("word to its form in print" if inner[0] != Language else "language code to text")
    if inner:
        return _value(inner[0])
    if issubclass(annotation, BaseModel):
        title = next((name for name, model in _models_in(file_model()) if model is annotation), annotation.__name__)
        return f"[{title}](#{title.lower()})"
    return _SCALARS[annotation]


def _size(metadata: tuple[Any, ...]) -> str:
    """Say how long a list must be."""
    least = next((size for item in metadata if (size := getattr(item, "min_length", None))), None)
    most = next((size for item in metadata if (size := getattr(item, "max_length", None))), None)
    if least is None:
        return ""
    return f" of {least}" if least == most else f" of {least} or more"


def _models_in(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield each field of ``model`` that holds models, with the class that it holds."""
    yield from ((field.name, field.model) for field in fields_of(model) if field.model is not None)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
