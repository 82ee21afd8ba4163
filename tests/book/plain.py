"""The data, the chapters and the bibliography as plain texts, and dates in words.

Nothing of the pipeline is imported here or in the modules that build on this one: a test that asked the renderer what
to expect would repeat its mistakes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
Data = dict[str, Any]
Row = tuple[str | None, dict[str, "Cell"]]
COLLECTIONS = [
    "countries",
    "organisations",
    "places",
    "people",
    "events",
    "visits",
    "consultations",
    "agreements",
    "missions",
    "memberships",
    "series",
    "products",
    "community",
]


@dataclass(frozen=True)
class Cell:
    text: str = ""
    marks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stances: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    """The sources by the words that they stand after: none, "against" or "see also"."""


@dataclass
class Directive:
    kind: str
    caption: str
    label: str
    options: dict[str, str] = field(default_factory=dict)


def directives(folder: Path, kinds: set[str]) -> list[Directive]:
    """Return the table directives of all chapters, read from the Markdown."""
    found = []
    for page in sorted(folder.rglob("*.md")):
        for block in re.finditer(r"^```\{([\w-]+)\} (.+)\n((?::.*\n)*)```$", page.read_text("utf-8"), re.MULTILINE):
            if block[1] in kinds:
                options = dict(re.findall(r"^:(\w+):[ ]?(.*)$", block[3], re.MULTILINE))
                found.append(Directive(block[1], block[2], options["name"], options))
    return found


def bib_keys(folder: Path) -> list[str]:
    return re.findall(r"^@\w+\{([^,]+),", (folder / "references.bib").read_text("utf-8"), re.MULTILINE)


def bib_fields(folder: Path) -> dict[str, dict[str, str]]:
    text = (folder / "references.bib").read_text("utf-8")
    entries = re.split(r"^@\w+\{", text, flags=re.MULTILINE)[1:]
    return {
        entry.split(",", 1)[0]: {
            name: " ".join(value.replace("{", "").replace("}", "").split())
            for name, value in re.findall(r"^\s*(\w+)\s*=\s*\{(.*?)\},?$", entry, re.MULTILINE | re.DOTALL)
        }
        for entry in entries
    }


# --- dates ---------------------------------------------------------------------------------------------------------


def day(text: str) -> str:
    """``2002-01-23`` → ``23 January 2002``, at its own precision."""
    plain = text.rstrip("?~%")
    about = "about " if text[-1] in "~%" else ""
    doubt = " (?)" if text[-1] in "?%" else ""
    if plain.endswith("X"):
        return f"{about}{plain[:3]}0s{doubt}"
    parts = plain.split("-")
    words = [str(int(parts[2]))] if len(parts) > 2 else []
    words += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return about + " ".join([*words, parts[0]]) + doubt


def date(text: str) -> str:
    if "/" not in text:
        return day(text)
    start, end = text.split("/")
    if end in ("..", ""):
        return f"{'since' if end else 'from'} {day(start)}"
    if start in ("..", ""):
        return f"until {day(end)}"
    first, last = start.split("-"), end.split("-")
    if len(first) == len(last) == 1 and "X" not in start + end:
        return f"{start}–{end}"
    if len(first) == len(last) and first[0] == last[0]:
        if len(first) == 3 and first[1] == last[1]:
            return f"{int(first[2])}–{day(end)}"
        return f"{day(start).rsplit(' ', 1)[0]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def bounds(text: str) -> tuple[str, str]:
    """The first and last possible day, as strings that compare."""
    start, _, end = text.partition("/")
    end = end if "/" in text else start
    low = "0000" if start in ("..", "") else start.rstrip("?~%").replace("X", "0")
    high = "9999" if end in ("..", "") else end.rstrip("?~%").replace("X", "9")
    return low + "-01-01"[len(low) - 4 :] if len(low) < 10 else low, high + "-12-31"[len(high) - 4 :] if len(
        high
    ) < 10 else high


def fold(text: str) -> str:
    return text.casefold().translate(str.maketrans("ąčęėįšųūžáéíóúüñö", "aceeisuuzaeiouuno"))
