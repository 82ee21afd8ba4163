"""The results as tables: medians, with the smallest and the largest in brackets."""

from __future__ import annotations

import os
import platform
import re
import statistics
from importlib.metadata import version
from pathlib import Path

from bilateral_workshop.benchmarking.commands import OURS, PANDOC, SPHINX, Task
from bilateral_workshop.benchmarking.rounds import Measured

Results = dict[int, dict[Task, Measured]]
ALL = "html epub pdf"
PARTS = ("html", "epub", "pdf")


def spread(values: list[float], digits: int = 1) -> str:
    """Return the median of values, and in brackets the smallest and the largest."""
    middle = f"{statistics.median(values):.{digits}f}"
    return f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})" if len(values) > 1 else middle


def whole(found: dict[Task, Measured], tool: str) -> list[float]:
    """Return the seconds of each round for all formats, one after the other where the tool makes one at a time."""
    if tool == OURS:
        return found[Task(OURS, ALL)].seconds
    return [sum(row) for row in zip(*(found[Task(tool, part)].seconds for part in PARTS), strict=True)]


def ratios(ours: list[float], theirs: list[float]) -> list[float]:
    """Return the ratio of each pair of runs of the same round."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def formats_table(results: Results) -> str:
    """Return what all three formats take with each tool, and the ratios."""
    lines = [
        "| Chapters | | HTML, s | EPUB, s | PDF, s | All three, s | This pipeline to it | Largest process, MB |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for chapters, found in results.items():
        ours = whole(found, OURS)
        pdf, pages = found[Task(OURS, "pdf")], found[Task(OURS, "html epub")]
        memory = f"{max(pages.memory)} (Sphinx), {max(pdf.memory)} (Typst)"
        both = f"{spread(pages.seconds)} for both"
        lines.append(f"| {chapters} | {OURS} | {both} | | {spread(pdf.seconds)} | {spread(ours)} | | {memory} |")
        for tool in (SPHINX, PANDOC):
            parts = [found[Task(tool, part)] for part in PARTS]
            apart = " | ".join(spread(part.seconds) for part in parts)
            total = whole(found, tool)
            memory = str(max(max(part.memory) for part in parts))
            ratio = f"**{spread(ratios(ours, total), 2)}**"
            lines.append(f"| {chapters} | {tool} | {apart} | {spread(total)} | {ratio} | {memory} |")
        beside = found[Task(PANDOC, "side by side")]
        ratio = spread(ratios(ours, beside.seconds), 2)
        note = f"| {chapters} | {PANDOC}, three commands at once | | | | {spread(beside.seconds)} | {ratio} | |"
        lines.append(note)
    return "\n".join(lines)


def growth_table(results: Results) -> str:
    """Return by how much more time the largest volume takes than the middle one, with each tool."""
    small, large = sorted(results)[-2:]
    lines = [
        f"| | {large} chapters against {small} | times as long |",
        "| --- | --- | ---: |",
    ]
    for task in (
        Task(OURS, "html epub"),
        Task(OURS, "pdf"),
        Task(OURS, ALL),
        Task(SPHINX, "html"),
        Task(PANDOC, "html"),
    ):
        before, after = (statistics.median(results[size][task].seconds) for size in (small, large))
        lines.append(f"| {task.tool} | {task.part} | {after / before:.1f} |")
    return "\n".join(lines)


def editing_table(found: dict[str, list[float]]) -> str:
    """Return what an editor waits for."""
    clean = statistics.median(found["make html, clean"])
    lines = ["| What | s | to a clean `make html` |", "| --- | ---: | ---: |"]
    for what, seconds in found.items():
        lines.append(f"| {what} | {spread(seconds, 2)} | {statistics.median(seconds) / clean:.2f} |")
    return "\n".join(lines)


def versions(pandoc: str) -> str:
    """Return what was measured with, without the name of the machine."""
    named = {
        "Sphinx": "sphinx",
        "sphinx-book-theme": "sphinx-book-theme",
        "MyST-Parser": "myst-parser",
        "Typst": "typst",
    }
    return measured_with(named, pandoc)


def measured_with(packages: dict[str, str], other: str) -> str:
    """Return Python, packages by their names, another program, and the processor, in words."""
    cpu = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    processor = cpu[1] if cpu else platform.machine()
    parts = [f"Python {platform.python_version()}", *(f"{name} {version(key)}" for name, key in packages.items())]
    return f"{', '.join([*parts, other])}; {os.cpu_count()} cores, {processor}."


def publish(text: str, page: Path | None, marks: tuple[str, str]) -> None:
    """Print results, and write them between two marks of a page, if one is named, in the place of what stands there."""
    print(text)
    if page is None:
        return
    old = page.read_text("utf-8")
    before, after = old.partition(marks[0])[0], old.partition(marks[1])[2]
    page.write_text(f"{before}{marks[0]}\n\n{text}\n\n{marks[1]}{after}", "utf-8")
