"""What several subcommands have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bilateral_cli.building import DATA_FILE

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
HERE = (Path("source"), Path())
"""Where a volume is looked for when none is named."""


INTERRUPTED = 130


class MachineError(click.ClickException):
    """What this machine lacks."""

    exit_code = 2


def _volume(_: click.Context, __: click.Parameter, named: Path | None) -> Path:
    found = named or next((folder for folder in HERE if (folder / DATA_FILE).exists()), None)
    if found is None:
        raise click.UsageError(f"There is no volume here: neither source/{DATA_FILE} nor {DATA_FILE}. Name its folder.")
    within = sorted(found.glob(f"*/{DATA_FILE}")) if not (found / DATA_FILE).exists() else []
    if within:  # the folder around a volume is named easily: it has the Makefile and what is built
        volume = within[0].parents[1]
        raise click.UsageError(f"There is no volume in {found}, for it has no {DATA_FILE}; did you mean {volume}?")
    return found


def volume(*, exists: bool = True) -> Decorator:
    """Return the argument VOLUME; where it need not exist, the command tells what is wrong with it."""
    folder = click.Path(exists=exists, file_okay=not exists, path_type=Path)
    return click.argument("volume", type=folder, required=False, callback=_volume)


def output() -> Decorator:
    """Return the option of the folder in which everything is built."""
    folder = click.Path(file_okay=False, path_type=Path)
    text = "Folder of everything that is built."
    return click.option("-o", "--output", type=folder, default=Path("build"), show_default=True, help=text)


def known_languages(_: click.Context, __: click.Parameter, named: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no language, for a folder gets its name.

    Raises:
        BadParameter: where one is not.

    """
    from babel import Locale, UnknownLocaleError  # late: most commands do without it

    for name in named:
        try:
            Locale.parse(name)
        except (ValueError, UnknownLocaleError):
            raise click.BadParameter(f"'{name}' is no language; write lt, or pt_BR") from None
    return named


def language() -> Decorator:
    """Return the option of the language of a translation."""
    text = "Language of a translation in the volume's folder 'locale'; it is built in a folder of its name."
    return click.option("-l", "--language", default="", help=text)


def begun_language(volume: Path, language: str) -> None:
    """Refuse a language into which nothing of the volume is translated; "" is that of the original.

    Raises:
        UsageError: where that is so.

    """
    if not language:
        return
    from bilateral.files import LOCALE, languages_of  # late: most commands do without it

    if language not in (known := languages_of(volume)):
        there = f"there are {', '.join(known)}" if known else "there are none"
        raise click.UsageError(f"There is no translation into '{language}' in {volume / LOCALE}; {there}.")


def jobs() -> Decorator:
    """Return the option of processes."""
    text = "Processes side by side; 0 is as many as there are cores."
    return click.option("-j", "--jobs", type=click.IntRange(0), default=0, show_default=True, help=text)


@contextmanager
def needs_extra(name: str) -> Iterator[None]:
    """Name the extra of the installation where a package is missing that it brings.

    Raises:
        MachineError: where that is so.

    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("bilateral"):
            raise
        package = (error.name or "").partition(".")[0]
        raise MachineError(f"{package} is missing; install the press with it: pip install 'WHEEL[{name}]'") from None


def ended(work: Callable[[], object]) -> int:
    """Do what a command does. Return its exit status."""
    try:
        status = work()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        from bilateral_cli.building.errors import report  # late: it loads Sphinx

        report(error)
        return 2
    return status if isinstance(status, int) else 0
