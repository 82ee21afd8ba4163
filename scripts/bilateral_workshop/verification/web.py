"""Judge the web book's code and links: the Nu HTML checker, and lychee for every link and fragment inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bilateral_workshop.verification.findings import Finding, Report, Weight, unique
from bilateral_workshop.verification.tools import Tools, read_json, run

_WEIGHTS: dict[str, Weight] = {"error": "error", "non-document-error": "error"}
_STYLE = "Trailing slash on void elements"
"""Nu says it of every ``<br />`` that docutils writes; the standard allows the slash."""


def nu(book: Path, tools: Tools) -> Report:
    """Run the Nu HTML checker over every page."""
    jar = tools.package("vnu-jar") / "build/dist/vnu.jar"
    pages = sorted(book.rglob("*.html"))
    done = run([*tools.java("-Xss8m", "-jar"), jar, "--format", "json", *pages])
    told = read_json(done.stderr, done)
    return Report("HTML", "Nu", tools.version_of("vnu-jar"), unique(_messages(told, book)))


def _messages(told: dict[str, Any], book: Path) -> Iterator[Finding]:
    for message in told["messages"]:
        if message["type"] == "info" and message["message"].startswith(_STYLE):
            continue
        line = message.get("lastLine", 0)
        column = message.get("firstColumn", message.get("lastColumn", 0))
        file = _below(message.get("url", ""), book)
        yield Finding(file, line, column, "html", message["message"], _WEIGHTS.get(message["type"], "warning"))


def lychee(book: Path, tools: Tools) -> Report:
    """Run lychee over every page, offline: what is inside the book must be there, down to the fragment."""
    program = tools.script("lychee")
    version = run([program, "--version"]).stdout.split()[-1]
    options = ["--offline", "--include-fragments", "--no-progress", "--format", "json"]
    done = run([program, *options, *sorted(book.rglob("*.html"))])
    return Report("HTML", "lychee", version, unique(_broken(read_json(done.stdout, done), book)))


def _broken(told: dict[str, Any], book: Path) -> Iterator[Finding]:
    for page, links in told["error_map"].items():
        for link in links:
            span = link.get("span") or {"line": 0, "column": 0}
            target = f"{_below(link['url'], book)}"
            message = f"{target}: {link['status']['details']}"
            yield Finding(_below(page, book), span["line"], span["column"] or 0, "link", message)


def _below(address: str, book: Path) -> str:
    """Return the path of a page inside the book, with the fragment where there is one."""
    parts = urlsplit(address)
    path = Path(unquote(parts.path))
    shown = path.relative_to(book.resolve()).as_posix() if path.is_relative_to(book.resolve()) else str(path)
    return f"{shown}#{parts.fragment}" if parts.fragment else shown
