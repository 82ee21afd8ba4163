"""Judge the finished formats by every validator there is for them, and print one table.

Ends with 1 where anything is found; where a tool is missing too, if BOOK_REQUIRE_TOOLS is set.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bilateral_workshop.verification import exemptions, table
from bilateral_workshop.verification.checks import checks_for, run_all
from bilateral_workshop.verification.tools import Tools


def main(argv: list[str] | None = None) -> int:
    """Verify what lies in a build folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="folder of the finished formats")
    parser.add_argument("--node", type=Path, required=True, help="folder of the validators that come from npm")
    parser.add_argument("--without", action="append", default=[], help="leave out a tool that this machine cannot have")
    arguments = parser.parse_args(argv)
    checks = [
        check for check in checks_for(arguments.build.resolve()) if check.tool.split()[0] not in arguments.without
    ]
    reports = run_all(checks, Tools(arguments.node.resolve()))
    exemptions.apply(reports, exemptions.read())
    for report in reports:
        for finding in report.findings:
            print(f"{report.tool}: {finding}")
    print(*table.lines(reports), sep="\n")
    if any(report.findings for report in reports):
        return 1
    missing = any(report.missing for report in reports)
    return 1 if missing and os.environ.get("BOOK_REQUIRE_TOOLS") else 0


if __name__ == "__main__":
    sys.exit(main())
