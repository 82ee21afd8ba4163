"""What tables say where they run over pages, and what a cell costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTCurve, LTTextContainer, LTTextLine

import sphinx_typst_pdf
from tests.projects import Project

ROWS = 12
FIRST = 3
"""A table has no fewer rows on its first page."""
CELLS = 5_000
MOST = 20
"""Kilobytes that a cell may cost. With insets, in tables that ask where they stand, it was 27; now it is 16."""
MEASURED = """
import re, sys
from sphinx_typst_pdf.engine.job import Job
from sphinx_typst_pdf.engine.typesetting import compiler_of, set_book
inputs = {"words": '{"continued": "continued"}'}
job = Job(sys.argv[1], sys.argv[2], "", [], inputs, ["ua-1", "a-2a"])
setting, pdf = set_book(job, compiler_of(job))
assert setting.whole, setting.reports
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
ABOUT = (
    '("title": "T", "subtitle": none, "authors": (), "description": none, "keywords": (), "edition": "", "imprint": (),'
    ' "language": "en", "region": none, "date": datetime(year: 2001, month: 2, day: 3))'
)


SPANS = """# Book

```{eval-rst}
+------+------+------+
| head | head | head |
+======+======+======+
| left | one  | end  |
|      +------+      |
|      | two  |      |
+------+------+------+
| wide        | last |
|             +------+
|             | row  |
+-------------+------+
```
"""
"""Cells that reach over rows: at both sides, and over columns too."""


def page(filler: int) -> str:
    rows = "\n".join(f"   * - row {row}\n     - text" for row in range(ROWS))
    lines = "\n".join(f"| line {line}" for line in range(filler))
    return f"# Chapter\n\n```{{eval-rst}}\n{lines}\n\n.. list-table:: Caption\n\n{rows}\n\nAfter it.\n```\n"


def test_no_line_goes_through_a_cell_that_reaches_over_rows(project: Callable[..., Project]) -> None:
    layout = list(extract_pages(project(SPANS).build("-W").pdf))[-1]
    words = {
        line.get_text().strip(): line
        for box in layout
        if isinstance(box, LTTextContainer)
        for line in box
        if isinstance(line, LTTextLine)
    }
    rules = [(rule.y0, rule.x0, rule.x1) for rule in layout if isinstance(rule, LTCurve) and rule.height < 1]
    for above, below, crossed in (("one", "two", ("left", "end")), ("last", "row", ("wide",))):
        between = [(x0, x1) for y, x0, x1 in rules if words[below].y0 < y < words[above].y1]
        assert any(x0 <= words[below].x0 and words[below].x1 <= x1 for x0, x1 in between), (below, between)
        for word in crossed:
            assert not [x for x in between if x[0] < words[word].x1 and words[word].x0 < x[1]], word
    whole = [(x0, x1) for y, x0, x1 in rules if words["wide"].y1 - 1 < y < words["two"].y0 + 1]
    assert min(x0 for x0, _ in whole) <= words["left"].x0
    assert max(x1 for _, x1 in whole) >= words["end"].x1


def test_continued_is_said_where_rows_are_and_nowhere_else(project: Callable[..., Project]) -> None:
    pages = {f"page{filler}": page(filler) for filler in range(1, 40)}
    built = project("# Book", "numfig = True\ntypst_papersize = 'a5'\n", **pages).build()
    found = [
        "".join(box.get_text() for box in layout if isinstance(box, LTTextContainer))
        for layout in extract_pages(built.pdf)
    ]
    begun, rows = ([text for text in found if said in text] for said in ("Caption", "row "))
    assert len(begun) == len(pages)
    assert min(text.count("row ") for text in begun) >= FIRST
    runs_on = [text for text in rows if "Caption" not in text]
    assert len(runs_on) > 3
    assert [text for text in found if "continued" in text] == runs_on
    assert any("After" in text and "row " not in text for text in found), "a table ends where its page does"


def peak(folder: Path, cells: int) -> int:
    """Return the kilobytes of a process that sets tables with so many cells, each with an anchor and a link."""
    folder.mkdir()
    base = Path(sphinx_typst_pdf.__file__).with_name("base.typ").read_text("utf-8")
    (folder / "base.typ").write_text(base, "utf-8")
    row = '[#anchor("{0}")#"A few words of {0}"], [#"17 May 1920"], [], [#to-label("0")[#"1"]], [#"p. 19"],'
    tables = "".join(
        f'#tabular(anchors: ("t{first}",), number: "Table", heads: 0, rows: 20, columns: (4fr, 2fr, 1fr, 1fr, 1fr),'
        f"{''.join(row.format(number) for number in range(first, first + 20))})\n"
        for first in range(0, cells // 5, 20)
    )
    book = f'#import "/base.typ": *\n#show: book.with({ABOUT}, front: ())\n#section(1, "1", "0#")[T]\n{tables}'
    (folder / "book.typ").write_text(book, "utf-8")
    command = [sys.executable, "-c", MEASURED, str(folder / "book.typ"), str(folder)]
    path = {**os.environ, "PYTHONPATH": str(Path(sphinx_typst_pdf.__file__).parents[1])}
    return int(subprocess.run(command, check=True, capture_output=True, text=True, env=path).stdout)


@pytest.mark.process
def test_a_cell_costs_little_memory(tmp_path: Path) -> None:
    grown = peak(tmp_path / "many", CELLS) - peak(tmp_path / "few", 100)
    assert grown / CELLS < MOST
