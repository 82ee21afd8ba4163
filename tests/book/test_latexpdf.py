"""The PDF set by LaTeX as an archival file: what a validator says, and where its names lead."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pikepdf import Name, Pdf

import archive_pdf
from bilateral.archival import read_places
from book.conftest import NAME, ROOT, need
from book.plain import bib_keys
from book.test_tables import KINDS
from book.wanted import Wanted, directives

SOURCE = ROOT / "source"
Validator = Callable[[Path], "subprocess.CompletedProcess[str]"]


def test_a_label_has_its_name_before_the_ids_that_sphinx_makes_up(tmp_path: Path) -> None:
    notes = tmp_path / "book.aux"
    notes.write_text(
        r"""\newlabel{index::doc}{{}{1}{}{section*.2}{}}
\newlabel{a:first}{{1}{1}{The {\itshape title} of \foreignname {xx}{it}}{chapter.1}{}}
\newlabel{a:trade}{{1}{1}{Trade}{chapter.1}{}}
\newlabel{b:trade}{{2}{9}{Commerce}{chapter.2}{}}
\newlabel{b:commerce}{{2}{9}{Commerce}{chapter.2}{}}
\bibcite{c:source-x}{1}
""",
        "utf-8",
    )
    wanted = {"first": "chapter.1", "trade": "chapter.2", "commerce": "chapter.2", "source-x": "cite.c:source-x"}
    assert read_places(notes) == wanted


@pytest.fixture(scope="session")
def validate() -> Validator:
    """Return veraPDF. BOOK_VERAPDF is its command; the profile and the file are added, and 0 means that it passes."""
    command = shlex.split(os.environ.get("BOOK_VERAPDF", ""))
    need(*command[:1] or ["veraPDF (BOOK_VERAPDF is its command)"])
    return lambda book: subprocess.run([*command, "2u", book], capture_output=True, text=True, check=False)


@pytest.mark.latex
class TestArchive:
    def test_it_is_valid(self, validate: Validator, latex_book: Path) -> None:
        done = validate(latex_book)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_the_validator_finds_a_planted_fault(self, validate: Validator, latex_book: Path, tmp_path: Path) -> None:
        with Pdf.open(latex_book) as pdf:
            del pdf.Root[Name.OutputIntents]
            pdf.save(tmp_path / "broken.pdf")
        done = validate(tmp_path / "broken.pdf")
        assert done.returncode != 0
        assert "6.2.4.3" in done.stdout  # colours that depend on the device

    def test_it_says_what_it_is(self, latex_book: Path, data: dict[str, Any]) -> None:
        edition = data["volume"]
        with Pdf.open(latex_book) as pdf, pdf.open_metadata() as metadata:
            assert (metadata["dc:title"], metadata["dc:creator"]) == (edition["title"], edition["authors"])
            assert metadata["xmp:CreateDate"].startswith(edition["published"])
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
            assert set(pdf.docinfo) == {"/Author", "/CreationDate", "/Creator", "/Producer", "/Subject", "/Title"}
            assert str(pdf.docinfo[Name.CreationDate]).startswith(f"D:{edition['published'].replace('-', '')}000000")
            assert str(pdf.Root.Lang) == edition["language"]
            assert pdf.Root.ViewerPreferences.DisplayDocTitle

    def test_to_archive_it_again_changes_nothing(self, latex_book: Path, tmp_path: Path) -> None:
        """Make runs the program again where TeX had nothing to do."""
        copy = Path(shutil.copy(latex_book, tmp_path))
        shutil.copy(latex_book.with_suffix(".aux"), tmp_path)
        assert archive_pdf.main([str(SOURCE), str(copy)]) == 0
        assert copy.read_bytes() == latex_book.read_bytes()
        assert len(list(tmp_path.iterdir())) == 2

    def test_it_is_the_same_when_set_anew_elsewhere(self, latex_book: Path, tmp_path: Path) -> None:
        shutil.copytree(SOURCE, tmp_path / "text", ignore=shutil.ignore_patterns("_ext"))
        run = ["make", "latexpdf", f"SOURCE={tmp_path / 'text'}", f"BUILD={tmp_path / 'out'}"]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / f"out/latex/{NAME}.pdf").read_bytes() == latex_book.read_bytes()


def squash(text: str) -> str:
    """Keep letters, digits and brackets: lines, ligatures and typographic signs differ from the source."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum() or char in "[]")


class Printed:
    """The pages of a PDF as characters, and the places that have names."""

    def __init__(self, book: Path) -> None:
        with book.open("rb") as stream:
            document = PDFDocument(PDFParser(stream))
            numbers = {page.pageid: number for number, page in enumerate(PDFPage.create_pages(document))}
            entries = self._entries(resolve1(resolve1(document.catalog["Names"])["Dests"]))
            self.names = [name for name, _ in entries]
            found = [(name, resolve1(place)) for name, place in entries]
            self.places = {name.decode(): (numbers[page.objid], x, y) for name, (page, _, x, y, _) in found}
        self.pages = [list(self._characters(page)) for page in extract_pages(book)]

    def _entries(self, node: dict[str, Any]) -> list[tuple[bytes, Any]]:
        """Return names and places below a node of the tree; the node must say rightly where it begins and ends."""
        flat = [resolve1(item) for item in resolve1(node.get("Names", []))]
        entries = list(zip(flat[::2], flat[1::2], strict=True))
        entries += [entry for child in resolve1(node.get("Kids", [])) for entry in self._entries(resolve1(child))]
        assert resolve1(node.get("Limits", [entries[0][0], entries[-1][0]])) == [entries[0][0], entries[-1][0]]
        return entries

    def _characters(self, part: Any) -> Iterator[LTChar]:
        if isinstance(part, LTChar):
            yield part
        else:
            for child in part if hasattr(part, "__iter__") else ():
                yield from self._characters(child)

    def lines(self, name: str) -> list[list[LTChar]]:
        """Return the lines below a place, with their characters from left to right."""
        page, _, y = self.places[name]
        lines: dict[int, list[LTChar]] = defaultdict(list)
        for char in self.pages[page]:
            if char.matrix[5] < y - 1:  # a place is a line's height above its line: on the one before, give or take
                lines[round(char.matrix[5])].append(char)
        return [sorted(lines[baseline], key=lambda char: char.x0) for baseline in sorted(lines, reverse=True)]

    def below(self, name: str, reach: float = 30) -> str:
        """Return the text below a place. It begins at once, no farther down than ``reach``."""
        lines = self.lines(name)
        assert lines[0][0].matrix[5] > self.places[name][2] - reach, f"nothing just below {name}"
        return squash("".join(char.get_text() for line in lines for char in line))

    def around(self, name: str) -> tuple[str, str]:
        """Return the text of the line below a place, to its left and to its right."""
        x = self.places[name][1] - 1
        line = self.lines(name)[0]
        left, right = ([char.get_text() for char in line if (char.x0 >= x) is after] for after in (False, True))
        return squash("".join(left)), squash("".join(right))


@pytest.fixture(scope="session")
def printed(latex_book: Path) -> Printed:
    return Printed(latex_book)


@pytest.fixture(scope="session")
def chapters() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((SOURCE / "chapters").glob("*.md")))


@pytest.fixture(scope="session")
def wanted(data: dict[str, Any]) -> Wanted:
    return Wanted(data, SOURCE)


@pytest.mark.latex
class TestPlaces:
    def test_every_id_is_the_name_of_a_place(self, printed: Printed, chapters: str, wanted: Wanted) -> None:
        labels = re.findall(r"^\((.+)\)=$", chapters + (SOURCE / "index.md").read_text("utf-8"), re.MULTILINE)
        tables = [directive.label for directive in directives(SOURCE, KINDS)]
        facts = [f"fact-{fact['fact'].lower()}" for fact, _ in wanted.facts]
        sources = [f"source-{key}" for key in bib_keys(SOURCE)]
        assert len(labels) > 70
        assert len(facts) > 100
        assert {*labels, *tables, *wanted.records, *facts, *sources} - set(printed.places) == set()

    def test_names_are_sorted_and_single(self, printed: Printed) -> None:
        assert printed.names == sorted(set(printed.names))

    def test_home_leads_to_the_title_page(self, printed: Printed, data: dict[str, Any]) -> None:
        assert printed.places["home"][0] == 0
        assert printed.below("home", reach=400).startswith(squash(data["volume"]["title"]))

    def test_a_label_leads_to_its_heading(self, printed: Printed, chapters: str) -> None:
        headings = re.findall(r"^\((.+)\)=\n(#+) (.+)$", chapters, re.MULTILINE)
        assert len(headings) > 70
        for label, level, title in headings:
            number = r"Chapter\d+" if level == "#" else r"\d+"
            assert re.match(number + squash(title), printed.below(label, reach=60 if level == "#" else 30)), label

    def test_the_label_of_a_table_leads_to_its_caption(self, printed: Printed) -> None:
        for table in directives(SOURCE, KINDS):
            assert re.match(r"Table\d+" + squash(table.caption), printed.below(table.label)), table.label

    def test_a_record_leads_to_its_row(self, printed: Printed, wanted: Wanted) -> None:
        """The first line of the row has the first word of every cell."""
        shown: dict[str, list[set[str]]] = defaultdict(list)
        for table in directives(SOURCE, KINDS):
            for record, cells in wanted.rows(table) if "home" in table.options and table.kind in KINDS else ():
                words = {squash(cell.text.split()[0]) for cell in cells.values() if cell.text}
                shown[record or ""].append(words)
        for record in wanted.records:
            line = squash("".join(char.get_text() for char in printed.lines(record)[0]))
            assert any(all(word in line for word in words) for words in shown[record]), (record, line, shown[record])

    def test_a_fact_leads_to_its_sentence(self, printed: Printed, chapters: str) -> None:
        """Before the place stands the last word of the sentence, after it the sources."""
        told = re.findall(r"(\w+)[.,;:]?\{fact\}`([A-Z]\d+)", chapters)
        assert len(told) > 40
        for word, number in told:
            before, after = printed.around(f"fact-{number.lower()}")
            assert before.endswith(squash(word)) or squash(word).endswith(before), number
            assert re.match(r"\[\d+", after), number

    def test_a_source_leads_to_its_entry(self, printed: Printed) -> None:
        for number, key in enumerate(bib_keys(SOURCE), 1):
            assert printed.below(f"source-{key}").startswith(f"[{number}]"), key
