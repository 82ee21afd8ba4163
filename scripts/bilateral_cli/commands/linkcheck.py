"""Report which addresses of the book no longer answer, from what Sphinx's linkcheck builder found."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bilateral.bibliography import read_bibliography
from bilateral.links import FAULTS, page_report, read_links, text_report
from bilateral.reading import BIBLIOGRAPHY


def main(argv: list[str] | None = None) -> int:
    """Write a page with all addresses and print the faults. Return 1 where there are faults, or nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder in which linkcheck left output.json and cited.json")
    parser.add_argument("source", type=Path, nargs="?", default=Path("source"), help="folder of the volume")
    arguments = parser.parse_args(argv)
    findings, citing = arguments.folder / "output.json", arguments.folder / "cited.json"
    if not findings.exists():
        print(f"{findings} is missing: the addresses have not been asked; run: make linkcheck", file=sys.stderr)
        return 1
    sources, _ = read_bibliography(arguments.source / BIBLIOGRAPHY)
    cited = json.loads(citing.read_text("utf-8")) if citing.exists() else {}
    links = read_links(findings.read_text("utf-8").splitlines(), sources, cited)
    page = arguments.folder / "report.html"
    page.write_text(page_report(links, "Addresses of the book"), "utf-8")
    print(f"\n{text_report(links)}\nThe whole table: {page}")
    return int(any(link.status in FAULTS for link in links))


if __name__ == "__main__":
    sys.exit(main())
