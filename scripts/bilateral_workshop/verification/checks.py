"""Which validator judges which file, and running them all, two at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bilateral.formats import FORMATS
from bilateral_workshop.verification import browser, data, epub, pdf, web
from bilateral_workshop.verification.findings import BrokenToolError, Finding, MissingToolError, Report
from bilateral_workshop.verification.tools import Tools

NONE = "none"
"""Stands for the validator of a format that has none."""


class Check(NamedTuple):
    """One validator, and the file or folder that it judges."""

    format: str
    tool: str
    judge: Callable[[Tools], Report]


Judge = Callable[..., Report]
JUDGES: dict[str, Judge] = {
    "axe": browser.axe,
    "Nu": web.nu,
    "lychee": web.lychee,
    "Ace": epub.ace,
    "EPUBCheck": epub.epubcheck,
    "veraPDF": pdf.verapdf,
    "tags": pdf.structure,
    "frictionless": data.frictionless,
    "SQLite": data.database,
    "JSON-LD": data.linked_data,
    "GeoJSON": data.geojson,
}
"""The validators by the names that formats know them by."""
OF_FOLDERS = {browser.axe, web.nu, web.lychee, data.frictionless, data.database, data.linked_data, data.geojson}
"""Validators that judge the folder around the book, with all pages."""


def checks_for(build: Path) -> list[Check]:
    """Return the checks of every format that has been built; one without a validator has none, and is listed so."""
    found: list[Check] = []
    for kind in FORMATS.values():
        for book in sorted((build / kind.name).glob(kind.book("*"))):
            if kind.tex and not book.with_suffix(".tex").exists():
                continue  # a picture that the book has taken in
            for validator in kind.validators or (NONE,):
                found.append(Check(kind.name, validator, _judge(book, *validator.split())))
    return found


def _judge(book: Path, name: str, *arguments: str) -> Callable[[Tools], Report]:
    if name == NONE:
        return lambda _: Report("", NONE)
    judge = JUDGES[name]
    return partial(judge, book.parent if judge in OF_FOLDERS else book, *arguments)


def run_all(checks: list[Check], tools: Tools, workers: int = 2) -> list[Report]:
    """Run every check, and return the reports in the order of the checks."""
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda check: _run(check, tools), checks))


def _run(check: Check, tools: Tools) -> Report:
    start = time.perf_counter()
    try:
        report = check.judge(tools)
    except MissingToolError as error:
        report = Report(check.format, check.tool, missing=str(error))
    except BrokenToolError as error:
        report = Report(check.format, check.tool, findings=[Finding(check.tool, 0, 0, "broken", str(error))])
    report.format, report.seconds = check.format, time.perf_counter() - start
    return report
