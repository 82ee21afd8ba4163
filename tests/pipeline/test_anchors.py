"""Anchors of a small volume: what is lost, moved, claimed or unknown is told; what is retired leads on."""

from __future__ import annotations

import re

import pikepdf
import pytest

from bilateral_cli.commands import anchors
from pipeline.conftest import SmallVolume

LEDGER = """\
# anchor kind page edition
chapter    chapter   chapters/chapter  0.1.0
first      section   chapters/chapter  0.1.0
old-first  section   chapters/chapter  0.1.0
second     section   chapters/chapter  0.1.0
"""


def keep(small: SmallVolume, ledger: str = LEDGER, redirects: str = "old-first -> first\n") -> None:
    (small.folder / "anchors.txt").write_text(ledger, "utf-8")
    (small.folder / "redirects.txt").write_text(redirects, "utf-8")


def test_a_heading_without_a_label_is_refused_with_a_proposal(small: SmallVolume) -> None:
    small.edit("chapters/chapter.md", "(second)=\n## Second", "## The second one")
    small.edit("chapters/chapter.md", "{fact}`F02`", "")
    said = small.build().said
    assert "'The second one' has no label to be cited by; write (chapter-the-second-one)= on the line" in said
    assert "[anchor.unlabelled]" in said


def test_a_label_that_would_change_in_addresses_is_refused(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\n(Third_one)=\n## Third\n\nText.\n")
    assert "the label 'third_one' becomes 'third-one' in addresses; write it so" in small.build().said


def test_a_renamed_title_changes_no_anchor(small: SmallVolume) -> None:
    keep(small)
    assert small.build().status == 0
    small.edit("chapters/chapter.md", "## Second", "## Another title altogether")
    built = small.build()
    assert built.status == 0, built.said
    assert '<section class="content" id="second">' in built.page("chapters/chapter.html")
    assert "another-title" not in built.page("chapters/chapter.html")


def test_a_deleted_section_fails(small: SmallVolume) -> None:
    keep(small, LEDGER + "third section chapters/chapter 0.1.0\n")
    said = small.build().said
    assert "the published anchor 'third' is gone from chapters/chapter" in said
    assert "anchors.txt:6: WARNING" in said
    assert "[anchor.gone]" in said


def test_what_no_edition_has_published_may_go(small: SmallVolume) -> None:
    keep(small, LEDGER + "third section chapters/chapter next\n")
    assert small.build().status == 0


@pytest.mark.parametrize(
    ("ledger", "redirects", "said"),
    [
        (
            "second section chapters/reference 0.1.0\n",
            "",
            "'second' has moved from chapters/reference to chapters/chapter; write 'chapters/reference#second",
        ),
        ("second table chapters/chapter 0.1.0\n", "", "was published as the anchor of a table and names a section now"),
        ("second section lost 0.1.0\n", "lost#second -> second\n", "the page 'lost' is gone; write 'lost# -> anchor'"),
        (
            "second section chapters/chapter 0.1.0\n",
            "second -> first\n",
            "'second' is retired here, but is the anchor of a section",
        ),
        (
            "third section chapters/chapter 0.1.0\n",
            "third -> frist\n",
            "which the book does not have; did you mean 'first'?",
        ),
    ],
)
def test_a_fault_of_ledger_or_redirects_is_told_once(
    small: SmallVolume, ledger: str, redirects: str, said: str
) -> None:
    keep(small, ledger, redirects)
    built = small.build()
    assert built.status != 0
    assert built.said.count(said) == 1, built.said


def test_an_anchor_of_two_things_is_told(small: SmallVolume) -> None:
    small.append("chapters/reference.md", "\n(person-aaa-zoe)=\n## Zoe\n\nText.\n")
    said = small.build().said
    assert "'person-aaa-zoe' is already the anchor of a" in said
    assert "[anchor.twice]" in said


def test_an_anchor_that_pages_of_the_pdf_have_is_told(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\n(page-34)=\n## A page\n\nText.[^page-xii]\n\n[^page-xii]: A note.\n")
    small.append("chapters/chapter.md", "\n(page-mill)=\n## Other\n\n(page-three)=\nText.\n")
    said = small.build().said
    assert set(re.findall(r"'(page-\w+)' is the anchor of a page of the PDF; choose another", said)) == {
        "page-34",
        "page-xii",
    }


def test_an_unknown_target_is_told_with_a_proposal(small: SmallVolume) -> None:
    keep(small)
    small.append("chapters/chapter.md", "\nSee {ref}`secnod` and {ref}`words <old-first>`.\n")
    said = small.build().said
    assert "'ref': the book has no 'secnod'; did you mean 'second'?" in said
    assert "'ref': the book has no 'old-first'; it is retired, write 'first'" in said


def test_a_retired_anchor_stands_beside_the_one_that_took_its_place(small: SmallVolume) -> None:
    keep(small)
    built = small.build()
    assert built.status == 0, built.said
    assert '<section class="content" id="first">\n<span id="old-first"></span>' in built.page("chapters/chapter.html")
    assert "../../chapters/chapter.html#first" in built.page("a/old-first/index.html")
    pdf = small.build("typst")
    assert pdf.status == 0, pdf.said
    with pikepdf.open(next(pdf.out.glob("*.pdf"))) as book:
        names = pikepdf.NameTree(book.Root.Names.Dests)
        assert [repr(part) for part in names["old-first"]] == [repr(part) for part in names["first"]]


def test_a_retired_record_leaves_its_row_a_row(small: SmallVolume) -> None:
    keep(small, "visit-zzz-1900 visits chapters/chapter 0.1.0\n", "visit-zzz-1900 -> visit-aaa-1900\n")
    page = small.build().page("chapters/chapter.html")
    assert '<tr class="row-even" id="visit-aaa-1900">' in page
    row = page.partition('id="visit-aaa-1900"')[2].partition("</tr>")[0]
    assert '<span class="record-anchor target" id="visit-zzz-1900">' in row


def test_a_redirect_that_is_new_changes_only_its_page(small: SmallVolume) -> None:
    keep(small, redirects="old-first -> second\n")
    assert small.build().status == 0
    keep(small)
    page = small.build().page("chapters/chapter.html")
    assert '<section class="content" id="first">\n<span id="old-first"></span>' in page
    assert page.count("old-first") == 1


def test_old_pages_lead_on(small: SmallVolume) -> None:
    keep(
        small,
        LEDGER + "second section chapters/reference 0.1.0\nfirst section old/lost 0.1.0\n",
        "old-first -> first\nchapters/reference#second -> second\nold/lost# -> chapter\n",
    )
    built = small.build()
    assert built.status == 0, built.said
    script = built.page("_static/moved.js")
    assert '"chapters/reference": {"second": "chapters/chapter.html#second"}' in script
    assert '"old/lost": {"": "chapters/chapter.html#chapter", "first": "chapters/chapter.html#first"}' in script
    assert 'data-page="chapters/reference"' in built.page("chapters/reference.html")
    assert "moved.js" not in built.page("chapters/chapter.html")
    assert 'content="0; url=../chapters/chapter.html#chapter"' in built.page("old/lost.html")


def test_a_web_book_of_folders_has_every_page_that_its_pages_lead_to(small: SmallVolume) -> None:
    keep(
        small,
        LEDGER + "second section chapters/reference 0.1.0\nfirst section old/lost 0.1.0\n",
        "old-first -> first\nchapters/reference#second -> second\nold/lost# -> chapter\n",
    )
    built = small.build("dirhtml")
    assert built.status == 0, built.said
    assert 'content="0; url=../../chapters/chapter/#chapter"' in built.page("old/lost/index.html")
    assert 'data-root="../../"' in built.page("chapters/reference/index.html")
    controls = [
        (page, control)
        for page in sorted(built.out.glob("chapters/*/index.html"))
        for control in re.findall(r'class="cite" href="([^"#]+)#', page.read_text("utf-8"))
    ]
    assert controls
    assert [(page, control) for page, control in controls if not (page.parent / control).exists()] == []
    assert (built.out / "a/first/index.html").exists()


def test_make_anchors_adds_and_make_edition_freezes(small: SmallVolume) -> None:
    listing = small.build().out / "anchors.json"
    assert anchors.enter(small.folder, listing, freeze=False) == 0
    ledger = small.folder / "anchors.txt"
    assert "first section chapters/chapter next" in " ".join(ledger.read_text("utf-8").split())
    small.edit("anchors.txt", "first ", "frist ")
    assert anchors.enter(small.folder, listing, freeze=True) == 0
    lines = [line.split() for line in ledger.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert ["first", "section", "chapters/chapter", "0.1.0"] in lines
    assert not [line for line in lines if line[0] == "frist" or line[3] == "next"]
    assert anchors.enter(small.folder, listing, freeze=False) == 0
    assert [line.split() for line in ledger.read_text("utf-8").splitlines() if not line.startswith("#")] == lines
