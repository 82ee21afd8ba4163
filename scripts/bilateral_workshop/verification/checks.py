"""Which validator judges which file, and running them all, two at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bilateral_workshop.verification import browser, epub, pdf, web
from bilateral_workshop.verification.findings import BrokenToolError, Finding, MissingToolError, Report
from bilateral_workshop.verification.tools import Tools


class Check(NamedTuple):
    """One validator, and the file or folder that it judges."""

    format: str
    tool: str
    judge: Callable[[Tools], Report]


def checks_for(build: Path) -> list[Check]:
    """Return the checks of every format that has been built, those that take longest first."""
    found: list[Check] = []
    for book in sorted(build.glob("html")):
        found += [Check("HTML", "axe", partial(browser.axe, book)), Check("HTML", "Nu", partial(web.nu, book))]
        found.append(Check("HTML", "lychee", partial(web.lychee, book)))
    for book in sorted(build.glob("epub/*.epub")):
        found += [
            Check("EPUB", "Ace", partial(epub.ace, book)),
            Check("EPUB", "EPUBCheck", partial(epub.epubcheck, book)),
        ]
    for folder, profiles in (("pdf", "ua1,2a"), ("tablet", "ua1,2a"), ("latex", "2u")):
        for book in sorted(build.glob(f"{folder}/*.pdf")):
            if folder == "latex" and not book.with_suffix(".tex").exists():
                continue  # a picture that the book has taken in
            found.append(Check(f"PDF ({folder})", f"veraPDF {profiles}", partial(pdf.verapdf, book, profiles)))
            if folder != "latex":  # TeX Live 2022 cannot tag
                found.append(Check(f"PDF ({folder})", "tags", partial(pdf.structure, book)))
    return found


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
