"""What is aimed at, and what is reached, with the last release beside it: as ratios, which machines change less."""

from __future__ import annotations

import re
import statistics
from pathlib import Path

from bilateral_workshop.benchmarking import languages, report
from bilateral_workshop.benchmarking.commands import OURS, PANDOC, ROOT, SPHINX, Task

GOALS = {
    "all formats, 100 chapters, to pandoc's three commands": 0.85,
    "all formats, 400 chapters, to pandoc's three commands": 0.95,
    "all formats, 100 chapters, to pandoc's three at once": 1.4,
    "all formats, 400 chapters, to pandoc's three at once": 1.4,
    "all formats, 100 chapters, to plain Sphinx": 0.30,
    "all formats, 400 chapters, to plain Sphinx": 0.25,
    "all formats, 400 chapters to 100": 4.0,
    "largest process of the PDF, 400 chapters, to that of pandoc's PDF": 1.0,
    "one record edited, make html, to a clean one": 0.30,
    "one record edited, make, to a clean one": 0.50,
    "one record edited, make live, page on disk, in seconds": 0.4,
    "one word edited, make live, page on disk, in seconds": 0.4,
    "three languages, to one": 2.6,
}
"""What is measured, and how much it should be at most."""
WAITED = {
    "one record edited, make html, to a clean one": ("make html, one record edited", "make html, clean"),
    "one record edited, make, to a clean one": ("make, one record edited", "make, clean"),
    "one record edited, make live, page on disk, in seconds": ("make live, one record edited: page on disk", ""),
    "one word edited, make live, page on disk, in seconds": ("make live, one word of a chapter: page on disk", ""),
    "three languages, to one": (languages.THREE, languages.ONE),
}
"""Of which measurements a goal is the ratio; of one alone where the second is ""."""
MARKS = ("<!-- goals begin -->", "<!-- goals end -->")
NONE = "–"
_RELEASE = re.compile(r"^## \[(\d[\d.]*)\]", re.MULTILINE)


def reached(results: report.Results, waited: dict[str, list[float]]) -> dict[str, float]:
    """Return what was measured of each goal, as far as it was."""
    found: dict[str, float] = {}
    for size in {100, 400} & results.keys():
        ours = report.whole(results[size], OURS)
        others = {
            "pandoc's three commands": report.whole(results[size], PANDOC),
            "pandoc's three at once": results[size][Task(PANDOC, "side by side")].seconds,
            "plain Sphinx": report.whole(results[size], SPHINX),
        }
        for name, theirs in others.items():
            found[f"all formats, {size} chapters, to {name}"] = statistics.median(report.ratios(ours, theirs))
    if {100, 400} <= results.keys():
        small, large = (statistics.median(report.whole(results[size], OURS)) for size in (100, 400))
        found["all formats, 400 chapters to 100"] = large / small
        most = {tool: max(results[400][Task(tool, "pdf")].memory) for tool in (OURS, PANDOC)}
        found["largest process of the PDF, 400 chapters, to that of pandoc's PDF"] = most[OURS] / most[PANDOC]
    took = {what: statistics.median(seconds) for what, seconds in waited.items()}
    for what, (part, base) in WAITED.items():
        if part in took and (not base or base in took):
            found[what] = took[part] / (took[base] if base else 1)
    return found


def table(found: dict[str, float], before: str, release: str) -> str:
    """Return the table of goals.

    ``before`` is the table of the last run, in which the last release has a column; where it has been released since,
    what was measured then is the release's.
    """
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in before.splitlines() if line.startswith("|")]
    column = 2 if rows and rows[0][2] == release else 3
    kept = {row[0]: row[column].strip("*") for row in rows}
    lines = [f"| What | At most | {release} | Now | Now to {release} |", "| --- | ---: | ---: | ---: | ---: |"]
    for what, most in GOALS.items():
        then, now = kept.get(what, NONE), found.get(what)
        shown = NONE if now is None else f"{now:.2f}" if now <= most else f"**{now:.2f}**"
        beside = NONE if now is None or then == NONE else f"{now / float(then):.2f}"
        lines.append(f"| {what} | {most:.2f} | {then} | {shown} | {beside} |")
    return "\n".join(lines)


def publish(found: dict[str, float], page: Path | None) -> None:
    """Print the table, and write it into a page, if one is named."""
    release = _RELEASE.search((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert release is not None
    before = page.read_text("utf-8").partition(MARKS[0])[2].partition(MARKS[1])[0] if page else ""
    report.publish(table(found, before, release[1]), page, MARKS)
