"""Judge the finished formats by every validator there is for them, and print one table."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bilateral_cli import options

NODE = Path(sys.prefix, "node")


@click.command()
@options.output()
@click.option(
    "--node",
    type=click.Path(file_okay=False, path_type=Path),
    default=NODE,
    help="Folder of the validators that come from npm; by default one that is made when it is missing.",
)
@click.option("--without", multiple=True, metavar="TOOL", help="Leave out a tool that this machine cannot have.")
def command(output: Path, node: Path, without: tuple[str, ...]) -> int:
    """Judge what is built by every validator.

    A tool that is missing is named, with the way to install it; with BOOK_REQUIRE_TOOLS in the environment that is a
    fault.
    """
    with options.needs_extra("verify"):
        from bilateral_workshop.verification import (  # late: see the docstring of the package
            exemptions,
            node_packages,
            table,
        )
        from bilateral_workshop.verification.checks import checks_for, run_all
        from bilateral_workshop.verification.tools import Tools

    if node == NODE:
        node_packages.install(node)
    checks = [check for check in checks_for(output.resolve()) if check.tool.split()[0] not in without]
    reports = run_all(checks, Tools(node.resolve()))
    exemptions.apply(reports, exemptions.read())
    for report in reports:
        for finding in report.findings:
            print(f"{report.tool}: {finding}")
    print(*table.lines(reports), sep="\n")
    if any(report.findings for report in reports):
        return 1
    missing = any(report.missing for report in reports)
    return 1 if missing and os.environ.get("BOOK_REQUIRE_TOOLS") else 0
