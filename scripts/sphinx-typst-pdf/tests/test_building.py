"""Building with Typst: what is written again, what is said of faults, and what the settings do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.projects import Project

Make = Callable[..., Project]
TWO = {"first": "(one)=\n# First\n\nText of the first. See {ref}`two`.\n", "second": "(two)=\n# Second\n\nText.\n"}


def names(pdf: Path) -> set[str]:
    with pikepdf.open(pdf) as book:
        return set(pikepdf.NameTree(book.Root.Names.Dests).keys())


# Faults


def test_an_unknown_node_is_named_and_its_text_is_printed(project: Make) -> None:
    extension = """
from docutils import nodes
class riddle(nodes.General, nodes.TextElement): pass
def role(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [riddle("", "", nodes.strong("", text))], []
def setup(app):
    app.add_role("riddle", role)
"""
    conf = "import sys\nsys.path.insert(0, __file__.rpartition('/')[0])\nextensions.append('riddles')\n"
    made = project("# Book\n\nText.\n\nA {riddle}`what am I` here.\n", conf=conf)
    made.write("riddles.py", extension)
    built = made.build()
    found = built.said_at(made.folder / "index.md", 5)
    assert len(found) == 1, built.said
    assert "riddle' is unknown to Typst; its text is printed plainly" in found[0]
    assert "[typst.unknown_node]" in found[0]
    assert "A what am I here." in built.structure.text


def test_typsts_errors_are_told_at_the_line_of_the_chapter(project: Make) -> None:
    """All of them at once; the last good PDF stays."""
    made = project("# Book\n", **TWO)
    good = made.build()
    assert good.status == 0, good.said
    before = good.pdf.read_bytes()
    made.write("first.md", TWO["first"] + "\nFine.\n\nNo font has \u0f00 this.\n")
    made.write("second.md", "# Second\n\n| a |\n| - |\n| \u1800 |\n")
    failed = made.build()
    assert failed.status != 0
    assert "Traceback" not in failed.said
    assert len(failed.said_at(made.folder / "first.md", 8)) == 1, failed.said
    assert "could not be displayed" in failed.said_at(made.folder / "first.md", 8)[0]
    assert any(f"{made.folder / 'second.md'}:" in row and "\u1800" in row for row in failed.said.splitlines()), (
        failed.said
    )
    assert failed.pdf.read_bytes() == before
    made.write("second.md", TWO["second"])
    made.write("first.md", TWO["first"])
    assert made.build().status == 0


def test_typsts_warnings_are_told_at_the_line_of_the_chapter(project: Make) -> None:
    raw = '# Book\n\nText.\n\n```{raw} typst\n#text(font: "Nowhere")[x]\n```\n'
    made = project(raw)
    built = made.build()
    found = built.said_at(made.folder / "index.md", 5)
    assert len(found) == 1, built.said
    assert "unknown font family: nowhere" in found[0]


def test_a_picture_needs_an_alternative(project: Make) -> None:
    made = project("# Book\n\n```{image} a.svg\n```\n\n![](a.svg) ornament\n\n![words](https://example.org/x.png)\n")
    made.write("a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>')
    built = made.build()
    assert "image a.svg has no alternative text" in built.said_at(made.folder / "index.md", 3)[0]
    assert "x.png is not in the book; its alternative text is printed instead" in built.said
    assert [element.alt for element in built.structure.all("Figure")] == ["a"]
    assert "words" in built.structure.text


def test_a_formula_that_is_not_understood_is_printed_as_it_is_written(project: Make) -> None:
    conf = 'myst_enable_extensions = ["dollarmath"]\n'
    made = project("# Book\n\nText.\n\nA formula $\\nosuchcommand{x}$.\n", conf=conf)
    built = made.build()
    assert "nosuchcommand" in built.said_at(made.folder / "index.md", 5)[0]
    assert r"\nosuchcommand{x}" in built.structure.text


def test_a_book_that_begins_nowhere_is_named(project: Make) -> None:
    conf = 'typst_documents = [("index", "a.pdf", "A", ""), ("nowhere", "b.pdf", "B", "")]\n'
    built = project("# Book\n", conf=conf).build()
    assert built.status != 0
    assert "there is no document 'nowhere'; the book b.pdf is not written" in built.said
    assert [path.name for path in built.out.glob("*.pdf")] == ["a.pdf"]


def test_a_setting_that_typst_cannot_hold_is_named(project: Make) -> None:
    built = project("# Book\n", conf='typst_elements["own"] = {1, 2}\n').build()
    assert built.status == 0
    assert "typst_elements['own'] is left out: set has no counterpart in Typst" in built.said


def test_titles_have_the_accent_that_a_project_gives(project: Make) -> None:
    def paints(conf: str) -> bool:
        with pikepdf.open(project("# Book\n\nText.\n", conf=conf).build().pdf) as book:
            streams = [page.Contents.read_bytes() for page in book.pages]
        return any(b"0.2 0.4 0.6 scn" in stream for stream in streams)

    assert paints('typst_elements["accent"] = "#336699"\n')
    assert not paints("")


# What is written again


def test_only_what_changed_is_written_again(project: Make) -> None:
    made = project("# Book\n", **TWO)
    first = made.build()
    assert first.status == 0, first.said
    code = {path.name: path.stat().st_mtime_ns for path in (first.out / "typst/documents").glob("*.typ")}
    made.write("second.md", "(two)=\n# Second\n\nText, corrected.\n")
    again = made.build()
    now = {path.name: path.stat().st_mtime_ns for path in (first.out / "typst/documents").glob("*.typ")}
    changed = {name for name in now if now[name] != code.get(name)}
    assert changed == {"second.typ"}
    assert "corrected" in again.structure.text


@pytest.mark.parametrize("edit", ["order", "removed", "title", "setting", "moved_label"])
def test_edited_and_set_again_is_set_anew(edit: str, project: Make, tmp_path: Path) -> None:
    made = project("# Book\n", **TWO, third="# Third\n\nSee {ref}`one`.\n")
    assert made.build().status == 0
    index = made.folder / "index.md"
    if edit == "order":
        made.write("index.md", index.read_text("utf-8").replace("first\nsecond", "second\nfirst"))
    elif edit == "removed":
        made.write("index.md", index.read_text("utf-8").replace("third\n", ""))
        (made.folder / "third.md").unlink()
    elif edit == "title":
        made.write("second.md", TWO["second"].replace("# Second", "# The second"))
    elif edit == "setting":
        conf = made.folder / "conf.py"
        made.write("conf.py", conf.read_text("utf-8") + "typst_show_pagerefs = False\n")
    else:
        made.write("first.md", "# First\n\nText.\n")
        made.write("second.md", TWO["second"] + "\n(one)=\n## Moved\n\nHere.\n")
    again = made.build("-W", "--keep-going")
    assert again.status == 0, again.said
    fresh = Project(made.folder.rename(tmp_path / "anew")).build()
    assert again.pdf.read_bytes() == fresh.pdf.read_bytes()


@pytest.mark.process
def test_equal_sources_give_equal_bytes(project: Make, tmp_path: Path) -> None:
    """In another folder, on another day, with another number of processes."""
    made = project("# Book\n", **TWO, **{f"page{n}": f"# Page {n}\n\nText {n}.\n" for n in range(8)})
    one = made.run("-j", "1", TZ="Asia/Tokyo")
    elsewhere = Project(made.folder.rename(tmp_path / "elsewhere"))
    two = elsewhere.run("-j", "2", TZ="America/Mexico_City", LC_ALL="C")
    assert one.pdf.read_bytes() == two.pdf.read_bytes()
    epoch = elsewhere.run("-E", "-a", SOURCE_DATE_EPOCH="86400")
    with pikepdf.open(epoch.pdf) as book:
        assert str(book.docinfo["/CreationDate"]).startswith("D:19700102")


def test_no_path_and_no_day_is_in_the_file(project: Make) -> None:
    made = project("# Book\n", **TWO)
    built = made.build()
    with pikepdf.open(built.pdf) as book:
        assert str(book.docinfo["/CreationDate"]).startswith("D:20010203")
        raw = b"".join(bytes(item.read_bytes()) for item in book.objects if isinstance(item, pikepdf.Stream))
    assert str(made.folder).encode() not in raw + built.pdf.read_bytes()
    notes = "".join(path.read_text("utf-8") for path in (built.out / "typst").rglob("*.json"))
    assert str(made.folder.parent) not in notes


# What stands where


def test_numbers_are_those_of_html(project: Make) -> None:
    table = "\n```{list-table} A table\n:name: table-x\n:header-rows: 1\n\n* - a\n* - b\n```\n\n{numref}`table-x`\n"
    made = project(
        "# Book\n\n```{toctree}\n:numbered:\n\nfirst\nsecond\n```\n",
        conf="numfig = True\n",
    )
    made.write("first.md", TWO["first"] + "\n## Below\n\nText.\n" + table)
    made.write("second.md", TWO["second"])
    built, web = made.build(), made.build(builder="html")
    page = (web.out / "first.html").read_text("utf-8")
    headings = [element.text for element in built.structure.all("H1", "H2")]
    assert "1.1. " in page
    assert "1.1\u00a0Below" in headings
    assert ">Table 1.1 </span>" in page
    assert any("Table 1.1" in element.text for element in built.structure.all("Caption"))
    assert "Table 1.1 (p." in " ".join(built.structure.text.replace("\u00a0", " ").split())


def test_a_reference_says_the_page_that_it_leads_to(project: Make) -> None:
    made = project("# Book\n", **TWO)
    built = made.build()
    said = re.search(r"See Second\s\(p\.\s(\d+)\)", built.structure.text)
    assert said is not None
    with pikepdf.open(built.pdf) as book:
        target = pikepdf.NameTree(book.Root.Names.Dests)["two"]
        pages = [page.obj.objgen for page in book.pages]
        assert pages.index(target[0].objgen) + 1 == int(said[1])


def test_the_index_names_pages_once_and_rightly(project: Make) -> None:
    entry = "```{index} single: apples\n```\n\nText.\n\n"
    made = project("# Book\n", first="# First\n\n" + entry * 2, second="# Second\n\n" + entry)
    built = made.build()
    headings = {element.text: element.page for element in built.structure.all("H1")}
    line = next(element.text for element in built.structure.all("P") if element.text.startswith("apples"))
    first, second = headings["First"], headings["Second"]
    assert re.sub(r"\s+", " ", line) == f"apples, {first}, {second}"


def test_pages_of_the_index_that_follow_each_other_are_a_range_unless_one_is_the_main_one(project: Make) -> None:
    chapter = "# {0}\n\n```{{index}} single: apples\n```\n\n```{{index}} {1}single: pears\n```\n\nText.\n"
    names = ["One", "Two", "Three", "Four"]
    made = project("# Book\n", **{name.lower(): chapter.format(name, "! " if name == "Two" else "") for name in names})
    built = made.build()
    pages = sorted(element.page or 0 for element in built.structure.all("H1") if element.text in names)
    lines = [re.sub(r"\s+", " ", element.text) for element in built.structure.all("P")]
    one, two, three, four = pages
    assert pages == list(range(one, four + 1))
    assert f"apples, {one}–{four}" in lines
    assert f"pears, {one}, {two}, {three}, {four}" in lines


def test_an_entry_that_only_refers_is_one_line(project: Make) -> None:
    text = "# Book\n\n```{index} single: apples\n```\n```{index} see: pears; apples\n```\n\nText.\n"
    lines = [re.sub(r"\s+", " ", element.text) for element in project(text).build().structure.all("P")]
    assert "pears, see apples" in lines


def test_a_footnote_stands_on_the_page_of_its_reference(project: Make) -> None:
    filler = "\n\n".join(f"Paragraph {n} of many words that fill the page line by line." for n in range(60))
    made = project(f"# Book\n\nHere.[^a]\n\n{filler}\n\nThere.[^b]\n\n[^a]: The first note.\n[^b]: The second note.\n")
    tree = made.build().structure
    notes = {note.text.strip(): page_of(note) for note in tree.all("Note")}
    where = {p.text[:5]: p.page for p in tree.all("P") if p.text.startswith(("Here.", "There"))}
    assert [text.lstrip("12 ") for text in notes] == ["The first note.", "The second note."]
    assert list(notes.values()) == [where["Here."], where["There"]]
    assert where["Here."] != where["There"]


def page_of(element: object) -> int | None:
    from sphinx_typst_pdf.readback import Element

    assert isinstance(element, Element)
    return element.page or next((child.page for child in element.all() if child.page), None)


def test_an_id_of_two_documents_is_named_with_its_document(project: Make) -> None:
    same = "# {}\n\n## Introduction\n\nText.\n"
    built = project("# Book\n", first=same.format("First"), second=same.format("Second")).build()
    found = names(built.pdf)
    assert {"first#introduction", "second#introduction", "first", "second"} <= found
    assert "introduction" not in found


def test_a_document_stands_where_it_is_named_first(project: Make) -> None:
    """In two toctrees, or in a circle."""
    made = project("# Book\n", first="# First\n\n```{toctree}\nsecond\n```\n\nAfter.\n", second="# Second\n\nOnce.\n")
    made.write("third.md", "# Third\n\n```{toctree}\nsecond\nthird\n```\n")
    made.write("index.md", (made.folder / "index.md").read_text("utf-8").replace("second\n", "third\n"))
    built = made.build()
    assert built.status == 0, built.said
    text = " ".join(built.structure.text.split())
    assert text.count("Once.") == 1
    assert [element.kind for element in built.structure.all() if element.text == "Second"] == ["H2"]
    assert text.index("Once.") < text.index("After.")


def test_only_the_toctrees_where_that_is_wished(project: Make) -> None:
    conf = 'typst_documents = [("index", "a.pdf", "A", "", True)]\n'
    built = project("(home)=\n# Book\n\nNot printed.\n", conf=conf, **TWO).build()
    assert built.status == 0, built.said
    assert "Not printed" not in built.structure.text
    assert "Text of the first" in built.structure.text
    assert "home" in names(built.pdf)


def test_links_to_what_is_not_in_the_book_are_words(project: Make) -> None:
    conf = 'typst_documents = [("first", "a.pdf", "A", "")]\n'
    built = project("# Book\n", conf=conf, **TWO).build()
    assert built.status == 0, built.said
    assert "See Second." in built.structure.text.replace("\n", " ")
    assert "Text of the first" in built.structure.text


def test_a_second_size_by_one_setting(project: Make) -> None:
    made = project("# Book\n", **TWO)
    sizes = {}
    for size in ("a4", "tablet"):
        built = made.build("-D", f"typst_papersize={size}")
        with pikepdf.open(built.pdf) as book:
            sizes[size] = [round(float(side)) for side in book.pages[0].mediabox[2:]]
    assert sizes["a4"] == [595, 842]
    width, height = sizes["tablet"]
    assert width < 450
    assert height / width == pytest.approx(4 / 3, abs=0.01)


def test_a_link_says_where_it_leads(project: Make) -> None:
    built = project("# Book\n", **TWO).build()
    with pikepdf.open(built.pdf) as book:
        links = [link for page in book.pages for link in page.get("/Annots", []) if str(link.get("/Dest", "")) == "two"]
        said = {str(link.Contents) for link in links}
    assert len(links) == 2  # in the contents and in the text; the title and the page are one link
    assert len(said) == 1
    assert re.fullmatch(r"Second, p\. \d+", said.pop())


def test_languages_are_told_to_who_listens(project: Make) -> None:
    conf = 'myst_enable_extensions = ["attrs_inline", "attrs_block"]\n'
    text = "# Book\n\nThe town [Šiauliai]{.language-lt} lies far.\n\n{.language-es}\nTodo en español.\n"
    tree = project(text, conf=conf).build().structure
    spoken = {(element.language, " ".join(element.text.split())) for element in tree.all() if element.language}
    assert ("lt", "Šiauliai") in spoken
    assert ("es", "Todo en español.") in spoken


def test_a_template_of_ones_own(project: Make) -> None:
    own = '#import "/base.typ": *\n#let literal(source) = raw("<" + source + ">")\n'
    made = project("# Book\n\nA `word`.\n", conf='typst_template = "own.typ"\ntypst_pdf_standards = ["a-2u"]\n')
    made.write("own.typ", own)
    built = made.build("-W")
    assert built.status == 0, built.said
    assert "<word>" in built.structure.text


def test_it_is_a_builder_like_others(project: Make) -> None:
    """Its settings may be given on the command line, and a page may say something to it alone."""
    made = project("# Book\n\n```{only} typst\nFor print.\n```\n\n```{only} html\nFor the web.\n```\n")
    text = made.build().structure.text
    assert "For print." in text
    assert "For the web." not in text
