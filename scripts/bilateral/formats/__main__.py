"""``python -m bilateral.formats`` prints the lines of ``make help``."""

from __future__ import annotations

from bilateral.formats import FORMATS

for kind in FORMATS.values():
    print(f"  make {kind.name:10} {kind.title}: build/{kind.name}/{kind.book('<name>')}")
