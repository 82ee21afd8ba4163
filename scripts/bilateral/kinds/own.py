"""Kinds of records that a volume brings: modules in its folder ``kinds/``, which its ``conf.py`` has to name.

They are programs, so a data file cannot ask for them: what is named in ``conf.py``, which is one too, may run. The
setting is read without running ``conf.py``, so that checking a volume and building it take the same kinds.
"""

from __future__ import annotations

import ast
import sys
import traceback
from pathlib import Path
from types import ModuleType

from bilateral.kinds import KINDS, AnyKind
from bilateral.kinds.kind import Kind
from bilateral.problems import Problem, shown_path

SETTING = "record_kinds"
FOLDER = "kinds"


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
            kind = _kind_of(path)
        except Exception as error:  # noqa: BLE001  (whatever a program of others may raise)
            message = f"{type(error).__name__}: {error}; correct the module"
            problems.append(Problem(shown, _line_of(error, path), 1, "DAT012", message))
            continue
        taken = {name for one in (*KINDS, *found) for name in (one.name, *one.tables)}
        if twice := sorted(taken & {kind.name, *kind.tables}):
            message = f"'{twice[0]}' is already the name of a kind or of a table; choose another"
            problems.append(Problem(shown, 0, 0, "DAT012", message))
            continue
        found.append(kind)
    return tuple(found), problems


def _allowed(conf: Path) -> list[str]:
    """Return the modules that a ``conf.py`` names, which has to write them as a list."""
    try:
        body = ast.parse(conf.read_text("utf-8")).body
    except (OSError, SyntaxError, ValueError):
        return []  # Sphinx says what is wrong with it
    for part in body:
        names = [ast.unparse(target) for target in part.targets] if isinstance(part, ast.Assign) else []
        if SETTING in names and isinstance(part, ast.Assign) and isinstance(part.value, ast.List):
            return [str(item.value) for item in part.value.elts if isinstance(item, ast.Constant)]
    return []


def _line_of(error: Exception, path: Path) -> int:
    """Return the line of a module at which it fails."""
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == str(path)), 0)


def _kind_of(path: Path) -> AnyKind:
    """Run a module, without leaving compiled code in the volume, and return its kind."""
    module = ModuleType(f"volume_kinds_{path.stem}")
    sys.modules[module.__name__] = module  # pydantic looks there for what annotations name
    exec(compile(path.read_text("utf-8"), path, "exec"), vars(module))  # noqa: S102  (conf.py allows it)
    kinds = [value for value in vars(module).values() if isinstance(value, Kind)]
    if len(kinds) != 1:
        raise ValueError(f"{len(kinds)} kinds where one belongs")
    return kinds[0]
