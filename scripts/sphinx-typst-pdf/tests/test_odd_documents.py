"""Documents that are odd and allowed: nothing of them is lost, and nothing runs off the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

from sphinx_typst_pdf.readback import Element, read_structure
from tests.projects import SHOWCASE, Project

Make = Callable[..., Project]
FILLER = "\n\n".join(f"Paragraph {number} of the filler, which goes on for a line or so." for number in range(60))
ROWS = "\n".join(f"* - {number}\n  - row" for number in range(90))
PNG = (SHOWCASE / "picture.png").read_bytes()


def off_the_page(pdf: Path) -> list[str]:
    """Return the characters that stand outside their page."""

    def characters(part: object) -> list[LTChar]:
        if isinstance(part, LTChar):
            return [part]
        return [char for child in part for char in characters(child)] if isinstance(part, LTContainer) else []

    found = []
    for page in extract_pages(pdf):
        for char in characters(page):
            inside = page.x0 <= char.x0 and char.x1 <= page.x1 and page.y0 <= char.y0 and char.y1 <= page.y1
            found += [] if inside else [char.get_text()]
    return found


def words(tree: Element) -> str:
    return " ".join(tree.text.replace("\u2060", "").replace("\u200b", "").split())


LONG_CELL = " ".join(f"word{number}" for number in range(3000))
ODD: dict[str, tuple[str, list[str]]] = {
    "a link in the title of a long chapter": (
        f"# Book\n\n## [Linked](https://x.org) title\n\n{FILLER}\n",
        ["Linked title"],
    ),
    "a note in a title": (
        f"# Title[^a]\n\n{FILLER}\n\nAgain[^a].\n\n[^a]: The note of the title.\n",
        ["The note of the title."],
    ),
    "a picture in a title": ("# Book\n\n## ![disc](p.png) pictured\n\nText.\n", ["pictured"]),
    "a link in the head of a long table": (
        f"# Book\n\n```{{list-table}}\n:header-rows: 1\n\n* - [Linked](https://x.org)\n  - Head\n{ROWS}\n```\n",
        ["Linked", "89"],
    ),
    "a note in the head of a long table": (
        f"# Book\n\n```{{list-table}}\n:header-rows: 1\n\n* - Noted[^a]\n  - Head\n{ROWS}\n```\n\n[^a]: The note.\n",
        ["The note."],
    ),
    "a cell taller than a page": (
        f"# Book\n\n```{{list-table}}\n:header-rows: 1\n\n* - Head\n* - {LONG_CELL}\n* - last\n```\n",
        ["word0", "word2999", "last"],
    ),
    "a listing in a cell": (
        "# Book\n\n````{list-table}\n\n* - ```python\n"
        + "".join(f"    line_{number} = {number}\n" for number in range(150))
        + "    ```\n````\n",
        ["line_0", "line_149"],
    ),
    "a table without a header": ("# Book\n\n```{list-table}\n:stub-columns: 1\n\n* - stub\n  - cell\n```\n", ["stub"]),
    "the end of a line": ("# Book\n\nHard  \nbreak and back\\\nslash.\n", ["Hard", "break", "back", "slash."]),
    "tabs in a listing": ("# Book\n\n```make\nall:\n\tif\tx\n```\n", ["if x"]),
    "a long word in a listing": (f"# Book\n\n```none\n{'x' * 300}\n```\n\n`{'y' * 300}`\n", ["x" * 300, "y" * 300]),
    "names of the list of thanks": (
        "# Book\n\n```{eval-rst}\n.. acks::\n\n   * Ada\n\n     Lovelace\n   * Bo\n```\n",
        ["Ada Lovelace, Bo."],
    ),
    "an entry that refers to another": (
        "# Book\n\n```{index} single: apples\n```\n```{index} see: pears; apples\n```\n\nText.\n",
        ["pears", "see apples"],
    ),
    "an entry that is not printed": ("# Book\n\n```{only} html\n{index}`hidden`\n```\n\nText.\n", ["Text."]),
    "lines that only Typst ends": ("# Book\n\nOne\u2028two\x85three.\n", ["One two three."]),
    "a long word in the text": (f"# Book\n\n{'W' * 200} and {'a' * 300}\n", ["W" * 200, "a" * 300]),
    "a named link in a title": (
        "# Book\n\n```{eval-rst}\nText.\n```\n\n## Head with [link](https://e.org) x\n\nText.\n",
        ["Head with link x"],
    ),
    "a cell that reaches over more rows than a page has": (
        "# Book\n\n```{eval-rst}\n+------+------+\n| head | head |\n+======+======+\n| tall | c0   |\n"
        + "".join(f"|      +------+\n|      | {f'c{number}':4} |\n" for number in range(1, 70))
        + "+------+------+\n```\n",
        ["tall", "c0", "c45", "c69"],
    ),
    "a caption taller than a page": (
        f"# Book\n\n```{{figure}} p.png\n:alt: square\n\n{LONG_CELL}\n```\n\nAfter.\n",
        ["word0", "word2999", "After."],
    ),
    "seven levels": (
        "".join(f"{'#' * level} Level {level}\n\nText {level}.\n\n" for level in range(1, 7)),
        ["Level 6", "Text 6."],
    ),
    "nothing at all": ("# Book\n", ["Book"]),
    "a table in a table": (
        """# Book

````{list-table}
:header-rows: 1

* - outer
* - ```{list-table}
    :header-rows: 1

    * - inner
    * - cell
    ```
````
""",
        ["outer", "inner", "cell"],
    ),
    "breaks of their own in a listing": ("# Book\n\n```python\nx\u200b = 1  # a\u200bb\n```\n", ["x = 1 # ab"]),
    "a note and a formula in a parsed literal": (
        "# Book\n\n```{eval-rst}\n.. parsed-literal::\n\n   [#a]_ *x\n     y* :math:`a`\n\n.. [#a] The note.\n```\n",
        ["The note.", "x y"],
    ),
    "formulas without a text": ("# Book\n\n```{math}\n```\n\n{math}` ` after.\n", ["after."]),
    "terms in terms": (
        "# Book\n\n```{eval-rst}\n" + "".join(f"{'   ' * n}term{n}\n" for n in range(13)) + "```\n",
        ["term0", "term12"],
    ),
    "raw Typst in a line": (
        "# Book\n\n```{eval-rst}\n.. role:: t(raw)\n   :format: typst\n\nA wo\\ :t:`#[r]`\\ d.\n```\n",
        ["A word."],
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_documents_are_set_whole(odd: str, project: Make) -> None:
    text, wanted = ODD[odd]
    made = project(text)
    (made.folder / "p.png").write_bytes(PNG)
    built = made.build()
    assert built.status == 0, built.said
    assert "ERROR" not in built.said
    shown = words(built.structure)
    assert [word for word in wanted if word not in shown] == []
    assert off_the_page(built.pdf) == []


def test_a_block_may_stand_in_a_line(project: Make) -> None:
    """As MyST lets it, where a substitution within a paragraph is a directive."""
    conf = 'myst_enable_extensions = ["substitution"]\nmyst_substitutions = {"box": "```{note}\\nThe note.\\n```"}\n'
    built = project("# Book\n\nBefore {{ box }} after.\n", conf=conf).build("-W")
    assert built.status == 0, built.said
    assert "Before NoteThe note. after." in words(built.structure)


@pytest.mark.parametrize(
    "text",
    [
        "## Head {} x",
        "Term {} x\n: definition",
        "**bold {} x**",
        "[link {} x](https://x.org)",
        ":field {} x: body",
        "```{{figure}} p.png\n:alt: square\n\nCaption {} x\n```",
        "```{{rubric}} Rubric {} x\n```",
        "```{{epigraph}}\nWords\n\n-- who {} x\n```",
        "```{{list-table}} Caption {} x\n* - a\n```",
    ],
)
def test_a_block_within_words_is_printed_among_them(text: str, project: Make) -> None:
    conf = 'myst_enable_extensions = ["dollarmath", "deflist", "fieldlist", "substitution"]\n'
    conf += "myst_dmath_double_inline = True\n"
    conf += 'myst_substitutions = {"box": "```{note}\\nThe note.\\n```"}\n'
    for block, wanted in (("$$y^2$$", ""), ("{{ box }}", "The note. x")):
        made = project(f"# Book\n\nFine.\n\n{text.format(block)}\n", conf=conf)
        (made.folder / "p.png").write_bytes(PNG)
        built = made.build()
        assert built.status == 0, built.said
        assert wanted in words(built.structure)
        assert wanted or {formula.alt for formula in built.structure.all("Formula")} == {"y^2"}


def test_what_is_nested_too_deep_is_told_where_it_is(project: Make) -> None:
    deep = "".join(f"{'   ' * n}term{n}\n" for n in range(30))
    made = project("# Book\n", deep=f"# Deep\n\n```{{eval-rst}}\n{deep}```\n")
    built = made.build()
    (said,) = [row for row in built.said.splitlines() if "ERROR" in row]
    assert said.startswith(f"{made.folder / 'deep.md'}:"), said
    assert "write it less deep" in said


def test_what_runs_off_the_page_is_found(project: Make) -> None:
    made = project("# Book\n\n```{raw} typst\n#block(height: 900pt, breakable: false)[#v(880pt) lost]\n```\n")
    assert "".join(off_the_page(made.build().pdf)).strip() != ""


@pytest.mark.parametrize(
    "page",
    [
        "![alone](p.png)",
        "> ![alone](p.png)",
        "[![alone](p.png)](https://x.org)",
        "*![alone](p.png)*",
        "A ![alone](p.png) line.",
    ],
)
def test_a_picture_is_drawn_wherever_it_stands(page: str, project: Make) -> None:
    made = project(f"# Book\n\n{page}\n\nText.\n")
    (made.folder / "p.png").write_bytes(PNG)
    built = made.build("-W")
    assert built.status == 0, built.said
    assert [figure.alt for figure in built.structure.all("Figure")] == ["alone"]


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_picture_stands_where_it_is_told_to(align: str, project: Make) -> None:
    made = project(f"# Book\n\n```{{image}} p.png\n:alt: square\n:align: {align}\n:width: 5000px\n```\n")
    (made.folder / "p.png").write_bytes(PNG)
    built = made.build("-W")
    assert built.status == 0, built.said
    assert len(list(built.structure.all("Figure"))) == 1


@pytest.mark.parametrize(
    "name", ["base", "template", "settings", "über", "with space", "folder/ж", "index.toctree-0", "small"]
)
def test_a_document_may_be_called_anything(name: str, project: Make) -> None:
    made = project("# Book\n")
    made.write(f"{name}.md", "# Called so\n\nIts text.\n")
    made.write("index.md", f"# Book\n\n```{{toctree}}\n{name}\n```\n\nTo {{doc}}`{name}`.\n")
    for _ in range(2):
        built = made.build("-W")
        assert built.status == 0, built.said
        assert "Its text." in words(built.structure)
        made.write("index.md", (made.folder / "index.md").read_text("utf-8") + "\nMore.\n")


def test_a_named_link_in_a_title(project: Make) -> None:
    made = project("# Book\n\n```{toctree}\nhead\n```\n")
    made.write("head.rst", f"Head with `link <https://e.org>`_ x\n{'=' * 40}\n\nText.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert "Head with link x" in words(built.structure)


def test_an_unprintable_character_is_told_once_where_it_is_known(project: Make) -> None:
    made = project("# Book\n\n## Title \u0f00\n\nText.\n")
    said = [row for row in made.build().said.splitlines() if "could not be displayed" in row]
    assert [row.partition(": ")[0] for row in said] == [f"{made.folder / 'index.md'}:3"]


def test_a_footnote_in_a_heading_is_printed_once(project: Make) -> None:
    tree = project("# Book\n\n## Title[^a]\n\nText.\n\n[^a]: The only note.\n").build().structure
    assert len(list(tree.all("Note"))) == 1
    assert "Title" in [" ".join(element.text.split()) for element in tree.all("TOCI")][-1]


def test_each_book_has_depths_of_its_own(project: Make) -> None:
    conf = 'typst_documents = [("index", "all.pdf", "All", ""), ("part", "part.pdf", "Part", "")]\n'
    made = project("# Book\n", conf=conf, part="# Part\n\n## Section\n\nText.\n")
    built = made.build()
    assert built.status == 0, built.said
    kinds = {
        name: {e.text: e.kind for e in read_structure(built.out / name).all("H1", "H2")}
        for name in ("all.pdf", "part.pdf")
    }
    assert (kinds["all.pdf"]["Part"], kinds["all.pdf"]["Section"]) == ("H1", "H2")
    assert (kinds["part.pdf"]["Part"], kinds["part.pdf"]["Section"]) == ("H1", "H1")


def test_numbers_of_formulas_and_tags_are_never_stale(project: Make) -> None:
    made = project(
        "# Book\n",
        conf='myst_enable_extensions = ["dollarmath"]\n',
        first="# First\n\n$$a$$ (one)\n",
        second="# Second\n\nSee {eq}`one`.\n\n```{only} mytag\nTagged.\n```\n",
    )
    assert "See (1)." in words(made.build().structure)
    made.write("first.md", "# First\n\n$$b$$ (zero)\n\n$$a$$ (one)\n")
    assert "See (2)." in words(made.build().structure)
    assert "Tagged." in words(made.build("-t", "mytag").structure)


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ('typst_documents = [("index", "a.pdf")]\n', "is left out; write (start, target, title, author)"),
        ('typst_elements["date"] = "yesterday"\n', "write it as '2001-02-03'"),
        ('typst_elements["accent"] = "green"\n', "write it as '#1a4a40'"),
        ('typst_papersize = "b7"\n', "typst_papersize 'b7' is unknown; known: a4"),
    ],
)
def test_settings_that_cannot_be_used_are_named(conf: str, message: str, project: Make) -> None:
    said = project("# Book\n", conf=conf).build().said
    assert message in said
    assert "Traceback" not in said


def test_a_book_may_lie_in_a_folder_and_speak_its_own_words(project: Make) -> None:
    conf = 'language = "lt"\ntypst_elements["words"] = {"Chapter": "Skyrius"}\n'
    conf += 'typst_documents = [("index", "sub/a.pdf", "A", "")]\n'
    made = project("# Book\n\n```{toctree}\n:numbered:\n\nfirst\n```\n", conf=conf)
    made.write("first.md", "# Pirmas\n\nTekstas.\n")
    built = made.build()
    assert built.status == 0, built.said
    assert "Skyrius 1" in words(read_structure(built.out / "sub/a.pdf"))


@pytest.mark.parametrize("around", ["{}", "## {}", "`{}`", "| a |\n| - |\n| {} |", "*{}*", "[{}](https://x.org)"])
def test_a_word_of_any_length_is_set(around: str, project: Make) -> None:
    built = project(f"# Book\n\n{around.format('Verylong' * 2_000)}\n").build()
    assert built.status == 0, built.said[-500:]
    assert words(built.structure).count("Verylong") >= 2_000


def test_a_paragraph_has_any_number_of_long_words(project: Make) -> None:
    built = project("# Book\n\n" + f"{'Verylong' * 9}\n" * 200).build()
    assert built.status == 0, built.said[-500:]
    assert words(built.structure).count("Verylong") >= 9 * 200
