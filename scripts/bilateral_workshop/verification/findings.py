"""What validators find, and what a run of one of them amounts to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Weight = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: where it is, its code in the words of the validator, and what it is. ``line`` 0 is not known."""

    file: str
    line: int
    column: int
    code: str
    message: str
    weight: Weight = "error"

    def __str__(self) -> str:
        """Write the finding as compilers do."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.code} {self.message}"


@dataclass
class Report:
    """The run of one validator over one format. ``missing`` says how to install it where it could not run."""

    format: str
    tool: str
    version: str = ""
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    missing: str = ""

    def count(self, weight: Weight) -> int:
        """Return how many findings have this weight."""
        return sum(finding.weight == weight for finding in self.findings)


class MissingToolError(Exception):
    """A validator is not on this machine; the message is the command that installs it."""


class BrokenToolError(Exception):
    """A validator did not do its work; the message is the end of what it said."""


def unique(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of their places, each once."""
    return sorted(set(findings))
