"""Paragraphs of built books: one name in every format and in every edition."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from pikepdf import NameTree, Pdf

from bilateral_cli.commands import anchors
from pipeline.conftest import SmallVolume, copied_volume

ID = re.compile(r'\sid="([\w-]+\.p\d+)"')
FIRST = "The envoy carried a letter, a map of the river, and eleven barrels of salted herring to the harbour."
SECOND = "Nobody at the court could read the letter, for it had been written in the old alphabet of the monks."
THIRD = "So a teacher was sent for, who lived beyond the hills and came only when the snow had melted."
MORE = f"""

(third)=
## Third

{FIRST}

- {SECOND}
- One thing more.

  And another.

> {THIRD}

```{{list-table}} Barrels
:name: table-barrels
:header-rows: 1

* - Year
  - Barrels
* - 1901
  - eleven
* - 1902
  - a dozen
```
"""


@pytest.fixture
def longer(small: SmallVolume) -> SmallVolume:
    small.append("chapters/chapter.md", MORE)
    return small


def names(page: Path) -> list[str]:
    return ID.findall(page.read_text("utf-8"))


def test_every_format_has_the_same_names(longer: SmallVolume) -> None:
    built = longer.build()
    web = {name for page in [built.out / "index.html", *built.out.glob("chapters/*.html")] for name in names(page)}
    assert {name for name in web if name.startswith(("third.", "table-barrels."))} == {
        *(f"third.p{number}" for number in range(1, 6)),
        *("table-barrels.p1", "table-barrels.p2"),
    }
    [book] = longer.build("epub").out.glob("*.epub")
    with ZipFile(book) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")]
    assert {name for page in pages for name in ID.findall(page)} == web
    [printed] = longer.build("typst").out.glob("*.pdf")
    with Pdf.open(printed) as pdf:
        assert {name for name in map(str, NameTree(pdf.Root.Names.Dests)) if re.search(r"\.p\d+$", name)} == web
    [source] = longer.build("latex").out.glob("*.tex")
    labels = re.findall(r"\\label\{\\detokenize\{[^{}:]*:([\w-]+\.p\d+)\}\}", source.read_text("utf-8"))
    assert sorted(labels) == sorted(name for name in web if not name.startswith("home."))  # TeX does not set that page


def test_a_published_paragraph_is_found_again(longer: SmallVolume) -> None:
    """The second edition is built on the pages of the first, and is the same as one that is built anew."""
    built = longer.build()
    assert anchors.enter(longer.folder, built.out / "anchors.json", freeze=True) == 0
    ledger = (longer.folder / "paragraphs.txt").read_text("utf-8")
    listed = (built.out / "paragraphs.json").read_bytes()
    assert (longer.build().out / "paragraphs.json").read_bytes() == listed
    # One is reworded and another comes before it; one moves to another chapter; one is gone.
    longer.edit("chapters/chapter.md", FIRST, f"A sentence that is new.\n\n{FIRST.replace('eleven', 'twelve')}")
    longer.edit("chapters/chapter.md", f"> {THIRD}\n", "")
    longer.edit("chapters/chapter.md", "  And another.\n", "")
    longer.append("chapters/reference.md", f"\n{THIRD}\n")
    built = longer.build()
    assert built.status == 0, built.said
    page = (built.out / "chapters/chapter.html").read_text("utf-8")
    found = dict(re.findall(r'<p class="content" id="(third\.p\d)">(?:<[^>]*>)*([\w ]+)', page))
    assert found == {"third.p6": "A sentence that is new", "third.p1": "The envoy carried a letter"}
    reference = (built.out / "chapters/reference.html").read_text("utf-8")
    moved = re.search(r'<p class="content" id="([\w-]+\.p\d+)"><span id="third\.p5"></span>', reference)
    assert moved
    assert '<section id="third">' in page.replace("\n", "") or 'id="third.p4"' in page
    lead = (built.out / "a/third/p5/index.html").read_text("utf-8")
    assert f'url=../../../chapters/reference.html#{moved[1]}"' in lead
    gone = (built.out / "a/third/p4/index.html").read_text("utf-8")
    assert 'url=../../../chapters/chapter.html#third"' in gone
    anew = copied_volume(longer.folder.parent / "anew" / "small")
    for path in longer.folder.rglob("*"):
        if path.is_file():
            (anew.folder / path.relative_to(longer.folder)).write_bytes(path.read_bytes())
    again = anew.build().out
    for name in ("chapters/chapter.html", "chapters/reference.html", "paragraphs.json", "a/third/p5/index.html"):
        assert (built.out / name).read_bytes() == (again / name).read_bytes(), name
    # The third edition knows what the second has done.
    longer.edit("data/relations.yaml", "version: 0.1.0", "version: 0.2.0")
    built = longer.build()
    assert anchors.enter(longer.folder, built.out / "anchors.json", freeze=True) == 0
    lines = {
        line.split()[0]: line.split() for line in (longer.folder / "paragraphs.txt").read_text("utf-8").splitlines()
    }
    assert lines["third.p5"][-2:] == ["->", moved[1]]
    assert lines["third.p4"][-2:] == ["->", "third"]
    assert lines["third.p6"][1] == "0.2.0"
    assert lines["third.p1"][1] == "0.1.0"
    assert lines["third.p1"][2] not in ledger
    assert longer.build().status == 0


def test_the_name_of_a_published_paragraph_that_has_gone_is_that_of_its_table(longer: SmallVolume) -> None:
    """In the e-book too, where the caption has the name of the table."""
    built = longer.build()
    assert anchors.enter(longer.folder, built.out / "anchors.json", freeze=True) == 0
    longer.edit("chapters/chapter.md", "* - 1902\n  - a dozen\n", "")
    [book] = longer.build("epub").out.glob("*.epub")
    with ZipFile(book) as archive:
        [chapter] = [archive.read(name).decode() for name in archive.namelist() if name.endswith("chapter.xhtml")]
    assert re.search(r'<caption id="table-barrels"><span id="table-barrels\.p2"></span>', chapter)
