"""``bilateral``: the one command, with a subcommand a module in ``commands``."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pkgutil import iter_modules

import click

from bilateral.processes import lose_no_interruption
from bilateral_cli import commands
from bilateral_cli.building.environment import use_utf8
from bilateral_cli.options import ended

EPILOG = """\
\b
Ends with
  0    where all is well
  1    where the volume has faults, or something was found
  2    where the command is used wrongly, or the machine lacks something
  130  where it was interrupted

\b
Completion, in the start file of the shell:
  bash  eval "$(_BILATERAL_COMPLETE=bash_source bilateral)"
  zsh   eval "$(_BILATERAL_COMPLETE=zsh_source bilateral)"
  fish  _BILATERAL_COMPLETE=fish_source bilateral | source
"""


class Subcommands(click.Group):
    """The modules in ``commands``; what one of them needs is loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (as click calls it)
        """Return their names."""
        return [module.name.removesuffix("_") for module in iter_modules(commands.__path__)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"{commands.__name__}.{module}").command
        assert isinstance(command, click.Command)
        command.name = cmd_name
        return command


@click.group(cls=Subcommands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bilateral", message="%(prog)s %(version)s")
def bilateral() -> None:
    """Build reference books on the relations of two countries: HTML, EPUB and PDF from chapters and one data file.

    VOLUME is the folder of a book. Where none is named it is ./source, or the current folder.
    """


def main(words: Sequence[str] | None = None) -> int:
    """Run a subcommand. Return the exit status."""
    return ended(lambda: bilateral.main(words, prog_name="bilateral", standalone_mode=False))


def start() -> int:
    """Run as a program. Return the exit status.

    The process ends without freeing one by one what it holds of a book, which would take a twentieth of a build.
    """
    returned: list[int] = []
    atexit.register(_end, returned)  # the first that registers is the last that is called
    lose_no_interruption()
    use_utf8()
    returned.append(main())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption of what it waits for at its end is none of its own
    return returned[0]


def _end(returned: Sequence[int]) -> None:
    if returned:  # else something else ends it
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(returned[0])


if __name__ == "__main__":
    sys.exit(start())
