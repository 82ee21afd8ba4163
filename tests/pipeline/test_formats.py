"""One reading makes every format: the same bytes as from a builder of its own, and no page read or written in vain."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bilateral_cli.commands import anchors
from builds import sphinx_process
from pipeline.conftest import Built, SmallVolume

pytestmark = pytest.mark.process

NAME = "northland-southland"
PAGED = re.compile(
    rb'<span class="page-mark"[^>]*></span>|<form class="go-to-page".*?</form>'
    rb'|<dt>In the PDF</dt><dd class=\\?"pages\\?">[^<]*</dd>|(?:, "page(?:BreakMarkers|Navigation)")+'
)
"""What a web book has that names the pages of the PDF."""
COUNTED = """

def setup(app):
    from pathlib import Path

    import sphinx.environment.adapters.toctree as adapter

    def note(name, what):
        with Path(app.srcdir, "..", name).open("a", encoding="utf-8") as file:
            file.write(f"{what}\\n")

    def counted(*arguments, **options):
        note("resolved", "toctree")
        return resolve(*arguments, **options)

    resolve, adapter._resolve_toctree = adapter._resolve_toctree, counted
    app.connect("source-read", lambda app, docname, text: note("read", docname))
"""


class Press:
    """A small volume, and a folder in which its formats are made from one reading."""

    def __init__(self, small: SmallVolume) -> None:
        self.small = small
        self.folder = small.folder.parent / "press"
        self.out = self.folder / "work"

    def make(self, *formats: str) -> Built:
        words = ["-W", "-n", "-j", "2", "-b", "formats", "-D", f"formats={','.join(formats)}"]
        words += ["-d", str(self.folder / "doctrees/book"), str(self.small.folder), str(self.out)]
        return sphinx_process(*words, out=self.out, cwd=self.small.folder)

    def made(self, *formats: str) -> Built:
        built = self.make(*formats)
        assert built.status == 0, built.said
        return built


@pytest.fixture
def press(small: SmallVolume) -> Press:
    return Press(small)


def files(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, without the notes that Sphinx keeps for itself and without downloads."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".buildinfo") and "downloads" not in path.parts
    }


def noted(press: Press, name: str) -> Counter[str]:
    path = press.small.folder.parent / name
    found = Counter(path.read_text("utf-8").split()) if path.exists() else Counter[str]()
    path.unlink(missing_ok=True)
    return found


def test_each_format_is_what_its_own_builder_makes(press: Press, tmp_path: Path) -> None:
    press.made("html", "epub", "pdf")
    alone = tmp_path / "alone"
    for builder, folder in (("epub", "epub"), ("typst", "pdf"), ("html", "html")):  # the web book offers the others
        words = ["-q", "-W", "-n", "-b", builder, "-d", f"{alone}/doctrees/{builder}"]
        words += [str(press.small.folder), str(alone / folder)]
        assert sphinx_process(*words, out=alone / folder, cwd=tmp_path).status == 0
    # A builder by itself knows of no pages.
    pages = files(press.out / "html")
    assert pages.pop("pages.html")
    assert pages.pop("pages.json")
    single = files(alone / "html")
    for catalogue in ("onix.xml", "opds.json"):  # what they say of pages, a test below asks
        assert pages.pop(catalogue)
        assert single.pop(catalogue)
    assert {name: PAGED.sub(b"", content) for name, content in pages.items()} == single
    (press.out / f"pdf/{NAME}.pages.json").unlink()
    press.made("epub")
    assert files(press.out / "epub") == files(alone / "epub")
    assert len(files(press.out / "html")) > 20
    book = f"pdf/{NAME}.pdf"
    assert (press.out / book).read_bytes() == (alone / book).read_bytes()


def test_every_page_is_read_once_for_all_formats(press: Press) -> None:
    press.small.append("conf.py", COUNTED)
    press.made("html", "epub", "pdf")
    assert noted(press, "read") == {"index": 1, "chapters/chapter": 1, "chapters/reference": 1}


def test_no_page_of_the_web_book_resolves_the_contents(press: Press) -> None:
    """The theme does so for each page, and what that takes grows with the square of the chapters."""
    press.small.append("conf.py", COUNTED)
    press.made("html")
    assert noted(press, "resolved") == {}
    press.made("epub")  # an e-book does so for its navigation: the count counts
    assert noted(press, "resolved")["toctree"] > 0


def test_one_record_edited_rewrites_only_the_pages_that_show_it(press: Press) -> None:
    press.small.append("conf.py", COUNTED)
    press.made("html")
    html = press.out / "html"
    pages = [*html.glob("*.html"), *html.glob("chapters/*.html")]
    before = {path.relative_to(html).with_suffix("").as_posix(): path.read_bytes() for path in pages}
    times = {name: (html / f"{name}.html").stat().st_mtime_ns for name in before}
    noted(press, "read")
    press.small.edit("data/relations.yaml", "date: 1899", "date: 1898")
    press.made("html")
    shown = {name for name, page in before.items() if b"1899" in page} - {"search", "genindex"}
    assert shown
    assert set(noted(press, "read")) == shown
    changed = {name for name, page in before.items() if (html / f"{name}.html").read_bytes() != page}
    assert changed == shown
    rewritten = {name for name, time in times.items() if (html / f"{name}.html").stat().st_mtime_ns != time}
    assert rewritten <= shown | {"index", "genindex", "search"}  # what lists all pages is written, the same as it was


def test_nothing_changed_reads_and_writes_no_page(press: Press) -> None:
    press.small.append("conf.py", COUNTED)
    press.made("html", "epub")
    noted(press, "read")
    pages = [*(press.out / "html").glob("chapters/[cr]*.html"), *(press.out / "epub").glob("chapters/[cr]*.xhtml")]
    before = {path: path.stat().st_mtime_ns for path in pages}
    press.made("html", "epub")
    assert noted(press, "read") == {}
    assert {path: path.stat().st_mtime_ns for path in pages} == before
    assert len(before) == 4


def test_a_format_that_is_made_later_catches_up(press: Press) -> None:
    press.made("html", "epub")
    press.small.edit("data/relations.yaml", "date: 1899", "date: 1898")
    press.small.edit("chapters/chapter.md", "# A chapter", "# A chapter renamed")
    press.made("html")
    before = (press.out / "epub/chapters/chapter.xhtml").read_text("utf-8")
    after = (press.made("epub").out / "epub/chapters/chapter.xhtml").read_text("utf-8")
    assert "A chapter renamed" in after
    assert before.count("1898") < after.count("1898")


def test_a_chapter_that_has_gone_goes_from_every_format(press: Press) -> None:
    press.small.append("chapters/chapter.md", "\n")
    (press.small.folder / "more.md").write_text("(more)=\n# More\n\nMore words.\n", "utf-8")
    press.small.edit("index.md", "chapters/chapter\n", "chapters/chapter\nmore\n")
    press.made("html", "epub")
    assert (press.out / "html/more.html").exists()
    press.small.edit("index.md", "chapters/chapter\nmore\n", "chapters/chapter\n")
    (press.small.folder / "more.md").unlink()
    press.made("html")
    press.made("epub")
    assert not (press.out / "html/more.html").exists()
    assert not (press.out / "epub/more.xhtml").exists()


def test_a_fault_is_told_again_and_no_other_page_is_read(press: Press) -> None:
    press.small.append("conf.py", COUNTED)
    press.made("html")
    press.small.edit("chapters/chapter.md", "{fact}`F01`", "{fact}`F01` {rec}`nobody`")
    for _ in range(2):
        noted(press, "read")
        failed = press.make("html")
        assert failed.status != 0
        assert "no record 'nobody' in the data" in failed.said
        assert set(noted(press, "read")) == {"chapters/chapter"}
    press.small.edit("chapters/chapter.md", " {rec}`nobody`", "")
    press.made("html")
    noted(press, "read")
    press.made("html")
    assert noted(press, "read") == {}


def test_a_fault_that_one_format_finds_is_told_again(press: Press) -> None:
    """A warning that is given while a page is written is given again, though the page was written."""
    press.made("html", "pdf")
    press.small.append("conf.py", WARNED)
    press.small.append("chapters/chapter.md", "\nMore.\n")
    for _ in range(2):
        failed = press.make("html", "pdf")
        assert failed.status != 0
        assert "this page cannot be set" in failed.said


WARNED = """

def setup(app):
    from sphinx.util import logging

    def warn(app, docname):
        if docname == "chapters/chapter":
            logging.getLogger(__name__).warning("this page cannot be set", type="test")

    from sphinx_typst_pdf.builder import TypstBuilder

    write = TypstBuilder.write_doc
    TypstBuilder.write_doc = lambda self, docname, tree: (warn(app, docname), write(self, docname, tree))[1]
"""


def test_a_build_that_was_interrupted_while_it_read_is_begun_anew(press: Press) -> None:
    press.small.append("conf.py", COUNTED)
    press.made("html")
    noted(press, "read")
    (press.folder / "doctrees/book/reading").touch()  # as it lies there after a kill
    press.made("html")
    assert set(noted(press, "read")) == {"index", "chapters/chapter", "chapters/reference"}
    assert not (press.folder / "doctrees/book/reading").exists()


def test_a_broken_typesetter_is_told_without_a_traceback(press: Press) -> None:
    press.small.append("conf.py", "\nimport sphinx_typst_pdf.compilation as c\nc.COMMAND[:] = ['false']\n")
    failed = press.make("pdf")
    assert failed.status != 0
    assert f"{NAME}.pdf: the process that sets it has stopped with exit status 1" in failed.said


@pytest.mark.parametrize(("formats", "message"), [("html,paper", "there is no format 'paper'"), ("", "at least one")])
def test_an_unknown_format_is_refused_with_those_that_are_known(press: Press, formats: str, message: str) -> None:
    failed = press.make(*formats.split(","))
    assert failed.status != 0
    assert message in failed.said
    assert re.search(r"known: data, epub, html, latex, pdf, tablet", failed.said)


def test_the_number_of_processes_changes_no_byte(press: Press) -> None:
    many = {
        f"leaf-{number}": f"(leaf-{number})=\n# Leaf {number}\n\nWords, {{rec}}`org-league`.\n" for number in range(9)
    }
    for name, text in many.items():
        (press.small.folder / f"{name}.md").write_text(text, "utf-8")
    press.small.edit("index.md", "chapters/chapter\n", "chapters/chapter\n" + "".join(f"{name}\n" for name in many))
    press.made("html")
    two = files(press.out / "html")
    shutil.rmtree(press.folder)
    words = ["-q", "-W", "-n", "-b", "formats", "-D", "formats=html", "-j", "5"]
    words += ["-d", str(press.folder / "doctrees/book"), str(press.small.folder), str(press.out)]
    assert sphinx_process(*words, out=press.out, cwd=press.small.folder).status == 0
    assert files(press.out / "html") == two


def marks(folder: Path) -> list[str]:
    return re.findall(
        r'class="page-mark" id="page-(\w+)"', "".join(page.read_text("utf-8") for page in folder.rglob("*html"))
    )


def claims(out: Path) -> list[bool]:
    """Return what web book, e-book, feed and message say of pages, the last three of the e-book."""
    (feature,) = re.findall(
        r'"accessibilityFeature": (\[[^]]*\])', (out / "html/chapters/chapter.html").read_text("utf-8")
    )
    (book,) = (
        one["metadata"]["accessibility"]["feature"]
        for one in json.loads((out / "html/opds.json").read_text("utf-8"))["publications"]
        if one["links"][0]["type"] == "application/epub+zip"
    )
    (product,) = re.findall(
        r"<ProductFormDetail>E101<.*?</DescriptiveDetail>", (out / "html/onix.xml").read_text("utf-8"), re.DOTALL
    )
    return [
        "pageBreakMarkers" in json.loads(feature),
        "pageBreakMarkers" in (out / "epub/content.opf").read_text("utf-8"),
        "pageBreakMarkers" in book,
        "<ProductFormFeatureValue>19<" in product,
    ]


def test_pages_are_named_as_the_last_book_has_them_or_not_at_all(press: Press) -> None:
    """A list of pages that is out of date would be a wrong one."""
    web, ebook, listed = press.out / "html", press.out / "epub", press.out / f"pdf/{NAME}.pages.json"
    press.made("html", "epub")
    assert (marks(web), marks(ebook)) == ([], [])
    assert claims(press.out) == [False] * 4
    assert "it was made without the PDF" in (ebook / "content.opf").read_text("utf-8")
    unmarked = files(ebook)
    press.made("html", "epub", "pdf")
    pages = [page["label"] for page in json.loads(listed.read_text("utf-8"))["pages"]]
    assert sorted(marks(web), key=int) == sorted(marks(ebook), key=int) == pages
    assert claims(press.out) == [True] * 4
    marked = marks(web), files(ebook)
    press.made("html", "epub")  # the book is current
    assert (marks(web), files(ebook)) == marked
    press.small.append("chapters/chapter.md", "\nOne more sentence.\n")
    press.made("html", "epub")  # it is not
    assert (marks(web), marks(ebook)) == ([], [])
    assert claims(press.out) == [False] * 4
    press.small.edit("chapters/chapter.md", "\nOne more sentence.\n", "")
    press.made("epub")
    assert files(ebook) == unmarked
    press.made("html", "epub", "pdf")
    assert (marks(web), files(ebook)) == marked


def test_a_book_on_pages_that_fails_leaves_no_pages_and_nobody_waiting(press: Press) -> None:
    press.made("html", "epub", "pdf")
    press.small.append("chapters/chapter.md", "\nA letter that no font has: \U00012000.\n")
    assert press.make("html", "epub", "pdf").status
    assert (marks(press.out / "html"), marks(press.out / "epub")) == ([], [])


def test_the_pages_of_an_edition_are_kept_and_found_in_the_next(press: Press) -> None:
    web = press.out / "html"
    press.made("html", "pdf")
    assert anchors.enter(press.small.folder, web / "anchors.json", freeze=True) == 0
    frozen = [line.split() for line in (press.small.folder / "pages.txt").read_text("utf-8").splitlines()[2:]]
    labels = [page["label"] for page in json.loads((press.out / f"pdf/{NAME}.pages.json").read_text("utf-8"))["pages"]]
    assert [number for _edition, number, _anchor in frozen] == labels[: len(frozen)]
    assert len(frozen) > 4
    assert {edition for edition, _number, _anchor in frozen} == {"0.1.0"}
    press.made("html")
    assert "Pages of version" not in (web / "pages.html").read_text("utf-8"), "they are this edition's own"
    # In the next edition, a section of the first one is another's part.
    folder = press.small.folder
    renamed = {"anchors.txt": ("second ", "third "), "paragraphs.txt": ("second.p", "third.p")}
    for name, (old, new) in {**renamed, "pages.txt": (frozen[-1][2], "third")}.items():
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")
    (folder / "redirects.txt").write_text("third -> first\n", "utf-8")
    press.small.edit("data/relations.yaml", "version: 0.1.0", "version: 0.2.0")
    press.made("html")
    listed = (web / "pages.html").read_text("utf-8").partition("Pages of version 0.1.0")[2]
    for _edition, number, anchor in frozen:
        target = "first" if anchor == frozen[-1][2] else anchor
        assert re.search(rf'href="[^"]*#{target}">{number}</a>', listed), (number, anchor)
