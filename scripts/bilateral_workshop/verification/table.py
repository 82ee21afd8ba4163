"""Print the reports: findings first, then one line for each tool."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral_workshop.verification.findings import Report

_HEAD = ("format", "tool", "version", "errors", "warnings", "seconds")


def lines(reports: list[Report]) -> Iterator[str]:
    """Yield the lines of the table; a tool that is missing is named with the way to install it."""
    rows = [_HEAD, *(_row(report) for report in reports)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        left = [text.ljust(width) for text, width in zip(row[:3], widths[:3], strict=True)]
        right = [text.rjust(width) for text, width in zip(row[3:], widths[3:], strict=True)]
        yield "  ".join([*left, *right]).rstrip()
    for report in reports:
        if report.missing:
            yield f"{report.tool} is not on this machine. To install it: {report.missing}"


def _row(report: Report) -> tuple[str, ...]:
    counts = ("missing", "") if report.missing else (str(report.count("error")), str(report.count("warning")))
    return (report.format, report.tool, report.version, *counts, f"{report.seconds:.1f}")
