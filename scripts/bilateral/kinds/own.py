"""Kinds of records that a volume brings: modules in its folder ``kinds/``, which its ``conf.py`` has to name.

They are programs, so a data file cannot ask for them: what is named in ``conf.py``, which is one too, may run. The
setting is read without running ``conf.py``, so that checking a volume and building it take the same kinds.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from bilateral.kinds import KINDS, AnyKind
from bilateral.kinds.kind import Data, Kind, TableKind
from bilateral.model import Record
from bilateral.problems import Problem, did_you_mean, line_of, shown_path
from bilateral.query import QueryError

SETTING = "record_kinds"
FOLDER = "kinds"
_SAYS = ("mention", "language", "listed", "sorted_as", "cited", "headword", "see", "reading")
"""What a kind says of a record."""
_LISTS = ("dates", "places", "lines", "line_kinds", "moments")
"""What it lists of one."""
_MAY_LACK = {field.name: field.default for field in fields(Kind)}
"""What a kind has that does not say otherwise; the defaults of the press do not fail."""


class KindError(QueryError):
    """A function of a kind that a volume brings has failed; where a table asks for it, that is told at the table."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.file}:{problem.line}: {problem.message}")
        self.problem = problem


def own_kinds(source: Path) -> tuple[tuple[AnyKind, ...], list[Problem]]:
    """Return the kinds that a volume brings, and DAT012 for each module that is not allowed or does not work."""
    modules = sorted((source / FOLDER).glob("*.py"))
    allowed = _allowed(source / "conf.py") if modules else []
    found: list[AnyKind] = []
    problems: list[Problem] = []
    for path in modules:
        shown = f"{shown_path(source)}/{FOLDER}/{path.name}".removeprefix("./")
        if path.stem not in allowed:
            message = f"the module is a program; remove it, or let it run: {SETTING} = ['{path.stem}'] in conf.py"
            problems.append(Problem(shown, 0, 0, "DAT012", message))
            continue
        try:
            kind = _guarded(_kind_of(path), path, shown)
        except Exception as error:  # noqa: BLE001  (whatever a program of others may raise)
            problems.append(_told(error, path, shown))
            continue
        taken = {name for one in (*KINDS, *found) for name in (one.name, *one.tables)}
        if twice := sorted(taken & {kind.name, *kind.tables}):
            message = f"'{twice[0]}' is already the name of a kind or of a table; choose another"
            problems.append(Problem(shown, 0, 0, "DAT012", message))
            continue
        found.append(kind)
    return tuple(found), problems


def try_out(kinds: Iterable[AnyKind], volume: Data) -> None:
    """Ask kinds of a volume all that needs no page, of each of their records.

    Raises:
        KindError: where a function fails.

    """
    for kind in kinds:
        kind.line_kinds(volume)
        for record in volume.of(kind.model):
            for ask in (kind.mention, kind.language, kind.listed, kind.sorted_as, kind.cited, kind.lines):
                if ask:
                    ask(record, volume)
            for look in (kind.dates, kind.places, kind.headword, kind.see, kind.reading):
                if look:
                    look(record)


def _guarded(kind: AnyKind, path: Path, shown: str) -> AnyKind:
    """Return a kind whose functions fail with a place in its module."""

    def guarded(function: Callable[..., Any], made: Callable[[Any], Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            try:
                return made(function(*arguments))
            except QueryError:
                raise
            except Exception as error:
                raise KindError(_told(error, path, shown)) from error

        return call

    own: dict[str, Any] = {}
    for names, made in ((_SAYS, lambda said: said), (_LISTS, list)):
        given = {name: getattr(kind, name) for name in names}
        own |= {name: guarded(function, made) for name, function in given.items() if function is not _MAY_LACK[name]}
    rules = tuple(guarded(rule, list) for rule in kind.rules)
    tables = {
        name: replace(
            table,
            rows=guarded(table.rows, partial(_whole, table, path, shown)),
            asked=table.asked and guarded(table.asked, tuple),
        )
        for name, table in kind.tables.items()
    }
    glance = kind.glance and replace(kind.glance, rows=guarded(kind.glance.rows, list))
    return replace(kind, rules=rules, tables=tables, glance=glance, **own)


def _whole(table: TableKind, path: Path, shown: str, rows: Iterable[Any]) -> list[Any]:
    """Return the rows of a table, each with a cell for every column, even where nothing stands in it."""
    found = list(rows)
    keys = [column.key for column in (*table.columns, *table.extra)]
    for _, cells in found:
        if lacking := [key for key in keys if key not in cells]:
            code = getattr(table.rows, "__code__", None)
            line = code.co_firstlineno if code and code.co_filename == str(path) else 0
            hint = did_you_mean(lacking[0], cells.keys() - set(keys)) or "; give it one, () where nothing stands"
            message = f"a row has no cell for the column '{lacking[0]}'{hint}"
            raise KindError(Problem(shown, line, 1, "DAT012", message))
    return found


def _told(error: Exception, path: Path, shown: str) -> Problem:
    """Return what is told of a module that fails, or lets another fail."""
    message = f"{type(error).__name__}: {error}; correct the module"
    return Problem(shown, line_of(error, path), 1, "DAT012", message)


def _allowed(conf: Path) -> list[str]:
    """Return the modules that a ``conf.py`` names, which has to write them as a list."""
    try:
        body = ast.parse(conf.read_text("utf-8")).body
    except (OSError, SyntaxError, ValueError):
        return []  # FIL008 says what is wrong with it
    for part in body:
        names = [ast.unparse(target) for target in part.targets] if isinstance(part, ast.Assign) else []
        if SETTING in names and isinstance(part, ast.Assign) and isinstance(part.value, ast.List):
            return [str(item.value) for item in part.value.elts if isinstance(item, ast.Constant)]
    return []


def _kind_of(path: Path) -> AnyKind:
    """Run a module, without leaving compiled code in the volume, and return its kind."""
    module = ModuleType(f"volume_kinds_{path.stem}")
    sys.modules[module.__name__] = module  # pydantic looks there for what annotations name
    exec(compile(path.read_text("utf-8"), path, "exec"), vars(module))  # noqa: S102  (conf.py allows it)
    kinds = [value for value in vars(module).values() if isinstance(value, Kind)]
    if len(kinds) != 1:
        raise ValueError(f"{len(kinds)} kinds where one belongs")
    kind = kinds[0]
    if not (isinstance(kind.model, type) and issubclass(kind.model, Record) and hasattr(kind.model, "prefix")):
        raise TypeError(f"the model of '{kind.name}' is no Record with a prefix")
    named = {kind.rows, kind.facet_field if kind.facet else "", *kind.acts, *kind.parts} - {""}
    if unknown := sorted(named - kind.model.model_fields.keys()):
        raise ValueError(f"the model of '{kind.name}' has no field '{unknown[0]}'")
    return kind
