"""Findings that are known and explained. One that no longer matches anything is a finding itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from bilateral_workshop.verification.findings import Finding, Report

FILE = Path(__file__).with_name("exemptions.toml")


@dataclass
class Exemption:
    """A finding that is let pass: of a tool, in files that match a pattern, whose code and message match."""

    tool: str
    file: str
    code: str
    message: str
    reason: str
    used: bool = field(default=False, compare=False)

    def covers(self, tool: str, finding: Finding) -> bool:
        """Tell whether the exemption is for this finding."""
        return (
            self.tool == tool
            and self.code == finding.code
            and fnmatch(finding.file, self.file)
            and re.search(self.message, finding.message) is not None
        )


def read(path: Path = FILE) -> list[Exemption]:
    """Read the exemptions; each must give a reason."""
    return [Exemption(**entry) for entry in tomllib.loads(path.read_text("utf-8")).get("exemption", [])]


def apply(reports: list[Report], exemptions: list[Exemption]) -> None:
    """Take out what is exempted, and add a finding for each exemption that its tool has not needed."""
    for report in reports:
        kept = []
        for finding in report.findings:
            covering = [exemption for exemption in exemptions if exemption.covers(report.tool, finding)]
            for exemption in covering:
                exemption.used = True
            kept += [] if covering else [finding]
        report.findings = kept
    for report in reports:
        idle = [exemption for exemption in exemptions if exemption.tool == report.tool and not exemption.used]
        if report.missing:
            continue
        report.findings += [
            Finding(FILE.name, 0, 0, "exemption", f"nothing matches {exemption.code} in {exemption.file}; remove it")
            for exemption in idle
        ]
