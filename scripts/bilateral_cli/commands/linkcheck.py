"""Ask every address of a volume whether it still answers, and report."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@options.volume()
@options.output()
@options.jobs()
def command(volume: Path, output: Path, jobs: int) -> int:
    """Ask every address whether it still answers.

    The table of all comes into linkcheck/report.html of the output.
    """
    from bilateral_cli.building.sphinx_builders import build_with  # late: see the docstring of the package

    shutil.rmtree(output / "linkcheck", ignore_errors=True)
    # Not quietly: it takes minutes, and Sphinx takes what it says aloud of a slow host for a warning.
    status = build_with("linkcheck", volume, output, jobs, "-E")
    return report(output / "linkcheck", volume) or status


def report(folder: Path, volume: Path) -> int:
    """Write a page with all addresses and print the faults. Return 1 where there are faults, or nothing was found."""
    from bilateral.bibliography import read_bibliography  # late: see the docstring of the package
    from bilateral.links import FAULTS, page_report, read_links, text_report
    from bilateral.reading import BIBLIOGRAPHY

    findings, citing = folder / "output.json", folder / "cited.json"
    if not findings.exists():
        print(f"{findings} is missing: the addresses have not been asked; run: bilateral linkcheck", file=sys.stderr)
        return 1
    sources, _ = read_bibliography(volume / BIBLIOGRAPHY)
    cited = json.loads(citing.read_text("utf-8")) if citing.exists() else {}
    links = read_links(findings.read_text("utf-8").splitlines(), sources, cited)
    page = folder / "report.html"
    page.write_text(page_report(links, "Addresses of the book"), "utf-8")
    print(f"\n{text_report(links)}\nThe whole table: {page}")
    return int(any(link.status in FAULTS for link in links))
