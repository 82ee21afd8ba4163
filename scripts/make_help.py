"""Print what ``make`` can do: the targets of a Makefile, below its headings, and the formats, which are targets too.

It runs on the machine's own Python, before anything is installed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bilateral.formats import FORMATS

LINE = re.compile(r"##@ (?P<heading>.+)|(?P<target>[a-z-]+):.*## (?P<help>.+)")


def lines(makefile: str) -> list[str]:
    """Return the lines of the help."""
    found: list[str] = []
    for match in filter(None, map(LINE.fullmatch, makefile.splitlines())):
        found += (
            ["", match["heading"]] if match["heading"] else [f"  make {match['target']:10} {match['help'].strip()}"]
        )
    found += ["", "Formats, each a target; latexpdf is the same as latex, and installs TeX through apt where it may"]
    found += [f"  make {name:10} {kind.title}: build/{name}/{kind.book('<name>')}" for name, kind in FORMATS.items()]
    return [*found, "", "Another volume: make SOURCE=path/to/volume BUILD=build/volume"]


if __name__ == "__main__":
    print("\n".join(lines(Path(sys.argv[1]).read_text("utf-8"))))
