"""What a machine may lack, told in a line: a full disk is no fault of a program, and no traceback helps against it."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback

from sphinx.errors import ExtensionError, SphinxError, SphinxParallelError

REMEDIES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EROFS: "build elsewhere (--output FOLDER, or make BUILD=FOLDER)",
    errno.EACCES: "let this user read and write there, or build elsewhere (--output FOLDER, or make BUILD=FOLDER)",
    errno.EPERM: "let this user write there, or build elsewhere (--output FOLDER, or make BUILD=FOLDER)",
    errno.ENOTDIR: "build elsewhere (--output FOLDER, or make BUILD=FOLDER)",
    errno.EIO: "look after the disk",
    errno.ENOMEM: "close other programs",
    errno.EMFILE: "let this user open more files (ulimit -n)",
    errno.ENFILE: "close other programs",
}
KEPT = "the last good book is where it was"
SAID = re.compile(r"\[Errno (?P<number>\d+)\] [^:)]*(?:: '(?P<file>[^']*)')?")
"""How Python writes an error of the system, which is all that a parallel process of Sphinx hands on."""

TOLD = ("sphinx.errors.", "SystemExit: ")
"""How errors begin that are messages for people."""


def explain(error: BaseException) -> str | None:
    """Return what is to be told: what the machine lacks, or a message of Sphinx; None of any other error."""
    if isinstance(error, MemoryError):
        return _line("the memory is full", "close other programs")
    if isinstance(error, RecursionError) or "RecursionError" in getattr(error, "message", ""):
        return _line("a chapter is nested too deeply to be read", "take what is nested out of each other")
    if isinstance(error, EOFError):
        return _line(
            "a process of the build, or a file that it has left, ends too early",
            "remove the folder of the build (make clean)",
        )
    if isinstance(error, ExtensionError) and error.orig_exc is not None and (said := explain(error.orig_exc)):
        return said
    if isinstance(error, SphinxParallelError):
        text = str(error.message)
        if match := SAID.search(text):
            return _told(int(match["number"]), match["file"] or "")
        return text.partition(": ")[2] if text.startswith(TOLD) else None
    if isinstance(error, SphinxError):  # a message for people, of Sphinx or an extension
        return f"{error.category}: {error}"
    return _told(error.errno or 0, str(error.filename or "")) if isinstance(error, OSError) else None


def report(*errors: BaseException) -> None:
    """Print what is to be told of errors, each once; of one that is no message for people, where it comes from."""
    for said in dict.fromkeys(explain(error) or _whence(error) for error in errors):
        print(said, file=sys.stderr)


def _whence(error: BaseException) -> str:
    lines = error.traceback if isinstance(error, SphinxParallelError) else traceback.format_exception(error)
    return "".join(lines).rstrip()


def _told(number: int, file: str) -> str | None:
    if number not in REMEDIES:
        return None
    where = f"'{file}'" if file else "a file"
    return _line(f"cannot use {where}: {os.strerror(number)}", REMEDIES[number])


def _line(what: str, remedy: str) -> str:
    return f"{what}; {remedy}, then build again; {KEPT}"
