"""Another Sphinx project cites the book by its inventory: each link leads to the anchor, and an unknown name fails."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from bilateral.reading import read_volume
from bilateral_workshop.readback.anchors import html_anchors
from book.conftest import ROOT
from builds import Built, sphinx

CITED = {
    "a chapter": ("visits", "Visits and political dialogue since 1991"),
    "a section": ("visits-2002", "the visits of 2002"),
    "a table": ("table-sources", "The sources by their grade"),
    "a record": ("visit-adamkus-2002", "visit of President Valdas Adamkus to Mexico"),
    "a fact": ("fact-f25", "F25"),
    "a source": ("source-oikos-2014", "Lietuvos Respublikos ryšiai su Meksika XX a."),
    "a term": ("term-accreditation", "accreditation"),
}


@dataclass(frozen=True)
class Project:
    """A copy of the project that cites, and the web book that it cites."""

    folder: Path
    book: Path

    def build(self) -> Built:
        out = self.folder.parent / "out"
        known = {"BOOK_INVENTORY": str(self.book / "objects.inv")}
        words: list[str | Path] = ["-W", "-n", "-q", "--keep-going", "-E", self.folder, out]
        return sphinx(*words, out=out, cwd=self.folder, environment=known)

    def links(self, page: str) -> dict[str, tuple[str, str]]:
        """Return address and words of the link in each item."""
        tree = html.parse(str(self.folder.parent / "out" / page)).getroot()
        links = tree.xpath("//li//a[contains(@class, 'external')]")
        what = [link.getparent().text.strip().removesuffix(":") for link in links]
        return {name: (link.get("href"), link.text_content()) for name, link in zip(what, links, strict=True)}


@pytest.fixture
def citing(html_book: Path, tmp_path: Path) -> Project:
    folder = tmp_path / "citing"
    shutil.copytree(ROOT / "tests/citing", folder)
    return Project(folder, html_book)


@pytest.mark.parametrize("page", ["index.html", "restructured.html"])
def test_each_link_leads_to_its_anchor(page: str, citing: Project, data: dict[str, Any]) -> None:
    done = citing.build()
    assert done.status == 0, done.said
    pages = html_anchors(citing.book)
    wanted = {
        what: (f"{data['volume']['address']}{pages[anchor][0]}.html#{anchor}", words)
        for what, (anchor, words) in CITED.items()
    }
    assert citing.links(page) == wanted


@pytest.mark.parametrize("page", ["index.md", "restructured.rst"])
@pytest.mark.parametrize("name", ["visits-2002", "table-sources", "visit-adamkus-2002", "F25", "oikos-2014"])
def test_an_unknown_name_is_refused(page: str, name: str, citing: Project) -> None:
    path = citing.folder / page
    text, changed = re.subn(rf"(?<=[#<`]){name}(?=[)>`])", f"{name}-lost", path.read_text("utf-8"))
    assert changed == 1
    path.write_text(text, "utf-8")
    done = citing.build()
    assert done.status != 0
    (warning,) = [line for line in done.said.splitlines() if "WARNING" in line]
    assert page in warning
    assert f"{name}-lost" in warning


def test_the_project_knows_every_kind_of_record() -> None:
    conf = (ROOT / "tests/citing/conf.py").read_text("utf-8")
    named = re.findall(r'"(\w+)"', "".join(re.findall(r"^KINDS .*$", conf, re.MULTILINE)))
    assert named == sorted(set(read_volume(ROOT / "source").collections.values()))
