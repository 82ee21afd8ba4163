"""Measure the PDF by Typst against the PDF by XeLaTeX: the same volume, in one run, alternating."""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pikepdf
from sphinx.application import Sphinx

from bilateral_cli.building import tex
from bilateral_cli.building.archival import make_archival
from bilateral_workshop.benchmarking import corpus, report

TARGET = 0.25
"""Of the time of XeLaTeX, what writing and compiling with Typst may take."""
BUILDERS = ("typst", "latex")
MARKS = ("<!-- results begin -->", "<!-- results end -->")


def set_book(builder: str, folder: Path) -> dict[str, float]:
    """Set the volume in ``folder`` with one builder, in this process.

    Returns seconds of writing and compiling and of everything, the peak memory in MB, and the pages.
    """
    begin = time.perf_counter()
    out = folder.with_name(builder)  # beside the volume: within it, the next reading would take it for a part of it
    started: list[float] = []
    with Path(os.devnull).open("w", encoding="utf-8") as quiet:
        app = Sphinx(folder, folder, out, folder.with_name(f"doctrees-{builder}"), builder, status=quiet)
        app.connect("write-started", lambda *_: started.append(time.perf_counter()))
        app.build()
    pdf = out / "northland-southland.pdf"
    if builder == "latex":
        if tex.run_make(out, log := folder.with_name("latex.log")):
            raise SystemExit(log.read_text("utf-8", errors="replace")[-2000:])
        make_archival(folder, pdf)
    end = time.perf_counter()
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    with pikepdf.open(pdf) as book:
        pages = len(book.pages)
    return {"written": end - started[0], "whole": end - begin, "memory": memory / 1024, "pages": pages}


def measure(chapters: int, runs: int) -> dict[str, list[dict[str, float]]]:
    """Set a volume with each builder in turn, each time in a new process; reading comes before and is not measured."""
    found: dict[str, list[dict[str, float]]] = {builder: [] for builder in BUILDERS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "volume"
        corpus.main([str(folder), "--chapters", str(chapters)])
        for run in range(runs + 1):
            for builder in BUILDERS:
                shutil.rmtree(folder.with_name(builder), ignore_errors=True)
                command = [sys.executable, __file__, "--one", builder, str(folder)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                if run:  # the first run reads the chapters
                    found[builder].append(json.loads(done.stdout.splitlines()[-1]))
    return found


def table(results: dict[int, dict[str, list[dict[str, float]]]]) -> str:
    """Return the results as a table: medians, with the smallest and the largest in brackets."""
    lines = [
        "| Chapters | | Writing and compiling, s | With start and checks, s | Peak memory, MB | Pages |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for chapters, found in results.items():
        for builder, runs in found.items():
            name = {"typst": "Typst", "latex": "XeLaTeX"}[builder]
            numbers = [report.spread([run[key] for run in runs]) for key in ("written", "whole")]
            memory, pages = (round(max(run[key] for run in runs)) for key in ("memory", "pages"))
            lines.append(f"| {chapters} | {name} | {numbers[0]} | {numbers[1]} | {memory} | {pages} |")
        ratios = [report.spread(ratios_of(found, key), 2) for key in ("written", "whole")]
        lines.append(f"| {chapters} | ratio | **{ratios[0]}** | {ratios[1]} | | |")
    return "\n".join(lines)


def ratios_of(found: dict[str, list[dict[str, float]]], key: str) -> list[float]:
    """Return the ratio of each pair of runs that followed each other."""
    return report.ratios(*([run[key] for run in found[builder]] for builder in BUILDERS))


def versions() -> str:
    """Return what was measured with, without the name of the machine."""
    said = subprocess.run(["xelatex", "--version"], check=True, capture_output=True, text=True).stdout
    return report.measured_with({"Sphinx": "sphinx", "Typst": "typst"}, said.splitlines()[0])


def main(argv: list[str] | None = None) -> int:
    """Measure, and print or write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapters", type=int, nargs="+", default=[100], help="sizes of the volume (default: 100)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the results between the marks of this page")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.one:
        result: dict[str, Any] = set_book(arguments.one[0], Path(arguments.one[1]))
        print(json.dumps(result))
        return 0
    results = {chapters: measure(chapters, arguments.runs) for chapters in arguments.chapters}
    text = f"{table(results)}\n\nMeasured with {versions()}"
    report.publish(text, arguments.write, MARKS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
