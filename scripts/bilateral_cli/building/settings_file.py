"""The settings of a volume, ``conf.py``: a program of the volume, and what is told where it fails."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import Any

from bilateral.problems import Problem, line_of, shown_path

NAME = "conf.py"


def try_settings(volume: Path) -> list[Problem]:
    """Run ``conf.py`` as Sphinx does, in its folder, and return what is wrong with it."""
    path = volume.resolve() / NAME
    if not path.is_file():
        return []  # Sphinx says so
    try:
        program = compile(path.read_bytes(), path, "exec")
        known: dict[str, Any] = {"__file__": str(path)}
        if "tags" in program.co_names:
            from sphinx.util.tags import Tags  # late: it loads Sphinx, which few settings ask for

            known["tags"] = Tags()
        with chdir(path.parent):
            exec(program, known)  # noqa: S102  (it is trusted, and a build runs it too: SECURITY.md)
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever a program of others may raise)
        return [_problem(error, volume)]
    return []


def settings_fault(error: BaseException, volume: Path) -> Problem | None:
    """Return what is told of an error by which Sphinx says that ``conf.py`` has failed; None of any other."""
    from sphinx.errors import ConfigError  # late: whoever has such an error has loaded Sphinx

    if not isinstance(error, ConfigError) or error.__cause__ is None:
        return None
    return _problem(error.__cause__, volume)


def _problem(error: BaseException, volume: Path) -> Problem:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    line = line_of(error, volume.resolve() / NAME)
    message = f"{type(error).__name__}: {said}; correct the settings"
    shown = f"{shown_path(volume)}/{NAME}".removeprefix("./")
    return Problem(shown, line, 1 if line else 0, "FIL008", message)
