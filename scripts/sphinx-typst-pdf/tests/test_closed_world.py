"""What the builder does not know is named once, and its text is printed; no exception reaches a reader."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.projects import Project

Make = Callable[..., Project]
BESIDE = "import sys\nsys.path.insert(0, __file__.rpartition('/')[0])\nextensions.append('inventions')\n"
EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive

class drawing(nodes.General, nodes.Inline, nodes.Element): pass
class player(nodes.General, nodes.Element): pass
class card(nodes.General, nodes.Element): pass
class broken(nodes.General, nodes.TextElement): pass

class Drawing(Directive):
    has_content = True
    def run(self):
        figure = nodes.figure("", drawing(code="\\n".join(self.content), options={}), nodes.caption("", "Drawn."))
        return [figure]
class Player(Directive):
    has_content = True
    def run(self):
        return [player(alt="A film about bees", id="x")]
class Card(Directive):
    has_content = True
    def run(self):
        node = card()
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]
class Broken(Directive):
    has_content = True
    def run(self):
        return [nodes.paragraph("", "", nodes.Text("before "), broken("", "inside"), nodes.Text(" after"))]

def visit_broken(self, node):
    self.push()
    self.add("#emph[")
    raise KeyError("html only")

def setup(app):
    for kind in (drawing, player, card): app.add_node(kind)
    app.add_node(broken, typst=(visit_broken, None))
    for name, kind in (("drawing", Drawing), ("player", Player), ("card", Card), ("broken", Broken)):
        app.add_directive(name, kind)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


ODD = """
from pathlib import Path
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.domains import Domain, Index

class film(nodes.General, nodes.Element): pass
class icon(nodes.General, nodes.Element): pass
class uml(nodes.General, nodes.Element): pass

class Odd(Directive):
    def run(self):
        deep = nodes.line("", "", nodes.inline("", "", nodes.line("", "one"), nodes.line("", "two")))
        block = nodes.line_block("", nodes.line("", "", nodes.strong("", "zero")), deep)
        block.source, block.line = Path(self.state.document.current_source), 3
        words = [nodes.Text(word) for word in ("before ", " between ", " after")]
        icons = nodes.paragraph("", "", words[0], icon(), words[1], icon(), words[2])
        figure = nodes.figure("", uml(uml="a -> b\\nc -> d", caption="Drawn."), nodes.caption("", "Drawn."))
        return [block, icons, figure, film(id="b1", platform_url="https://example.org/film/", caption="Of bees")]

class Odds(Index):
    name, localname = "index", "Odd index"
    def generate(self, docnames=None):
        return [("g", [["get it", 0, "index", "book", "", "", ""]])], False

class Oddity(Domain):
    name = label = "odd"
    indices = [Odds]
    def get_objects(self): return [("get it", "get it", "x", "index", "book", 1)]

def setup(app):
    for kind in (film, icon, uml): app.add_node(kind)
    app.add_directive("odd", Odd)
    app.add_domain(Oddity)
"""


def test_what_extensions_make_otherwise_than_docutils_is_printed_all_the_same(project: Make) -> None:
    """Lines in lines and sources that are paths, as by sphinx-needs; rows of an index that are lists; films, icons."""
    made = project("# Book\n\nText.\n\n```{odd}\n```\n", conf=f"{BESIDE}typst_verify_text = True\n")
    made.write("inventions.py", ODD)
    built = made.build()
    assert built.status == 0, built.said
    said = [row for row in built.said.splitlines() if "WARNING" in row or "ERROR" in row]
    assert [re.findall(r"inventions\.(\w+)", row) for row in said] == [["icon"], ["uml"], ["film"]]
    text = " ".join(built.structure.text.replace("\u200b", "").split())
    for words in (
        "one",
        "two",
        "before",
        "after",
        "a -> b",
        "c -> d",
        "Of bees",
        "https://example.org/film/b1",
        "get it",
    ):
        assert words in text, text
    assert text.count("Drawn.") == 1


def invented(project: Make, text: str, **pages: str) -> Project:
    made = project(f"# Book\n\n{text}\n", conf=BESIDE, **pages)
    made.write("inventions.py", EXTENSION)
    return made


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("```{drawing}\ndigraph {\n  a -> b\n}\n```", ["digraph {", "a -> b", "Drawn."]),
        ("```{player}\n```", ["A film about bees"]),
        ("````{card}\nText of the *card*.\n\n- with a list\n````", ["Text of the card.", "with a list"]),
        ("```{broken}\n```", ["before inside after"]),
        ("- item\n\n  ```{drawing}\n  one\n  ```", ["item", "one", "Drawn."]),
        ("| a |\n| - |\n| b |\n\n```{drawing}\n```", ["Drawn."]),
    ],
)
def test_its_text_is_printed(text: str, wanted: list[str], project: Make) -> None:
    built = invented(project, text).build()
    assert built.status == 0, built.said
    assert "Traceback" not in built.said
    shown = " ".join(built.structure.text.replace("\u200b", "").split())
    assert [words for words in wanted if words not in shown] == []


@pytest.mark.parametrize("options", [(), ("-j", "2")])
@pytest.mark.process
def test_a_kind_is_named_once_in_all_documents(options: tuple[str, ...], project: Make) -> None:
    pages = {f"page{number}": "# Page\n\n```{player}\n```\n\n```{player}\n```\n" for number in range(8)}
    built = invented(project, "Text.", **pages).run(*options)
    assert built.status == 0, built.said
    assert built.said.count("inventions.player' is unknown to Typst") == 1


def test_what_is_said_in_html_and_in_latex_is_printed(project: Make) -> None:
    """As nbsphinx says what cells have printed; HTML alone is for the web alone."""
    html = (
        '```{raw} html\n<style>no</style><pre class="x">\n&lt;printed&gt;  words\nof <b>two</b> lines\n</pre>\n'
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table><p>four<br>five</p>six\n```\n\n"
    )
    latex = "```{raw} latex\n\\begin{x}\n```\n\n"
    text = f"# Book\n\n{html}{latex}Text.\n\n```{{raw}} html\n<p>only web</p>\n```\n"
    built = project(text).build("-W")
    assert built.status == 0, built.said
    shown = " ".join(built.structure.text.split())
    assert "<printed> words" in shown
    assert "of two lines" in shown
    code = next(built.out.rglob("documents/index.typ")).read_text("utf-8")
    assert r"1 2 \n3 \nfour\nfive\nsix" in code
    assert "only web" not in shown
    assert "no<" not in shown


def test_a_visitor_that_fails_is_named_with_its_line(project: Make) -> None:
    made = invented(project, "Text.\n\n```{broken}\n```")
    built = made.build()
    (said,) = [row for row in built.said.splitlines() if "cannot be written" in row]
    assert said.startswith(f"{made.folder / 'index.md'}:5: WARNING: 'inventions.broken' cannot be written (KeyError: ")
    assert said.endswith("its text is printed plainly [typst.node]")


@pytest.mark.parametrize("options", [(), ("-j", "2")])
@pytest.mark.process
def test_no_exception_reaches_a_reader(options: tuple[str, ...], project: Make) -> None:
    """Also not that of something which one process did not write and another misses."""
    pages = {f"page{number}": "# Page\n\n```{broken}\n```\n" for number in range(8)}
    made = invented(project, "Text.", **pages)
    made.write(
        "inventions.py", EXTENSION.replace("typst=(visit_broken, None)", "typst=(lambda s, n: None, visit_broken)")
    )
    failed = made.run(*options)
    assert failed.status != 0
    assert "page0.md cannot be written for Typst (KeyError: 'html only')" in failed.said, failed.said
    assert "FileNotFoundError" not in failed.said


def test_a_toctree_may_name_what_is_elsewhere(project: Make) -> None:
    made = project("# Book\n\n```{toctree}\nfirst\nNews <https://example.org/news>\nhttps://example.org\n```\n")
    made.write("first.md", "# First\n\n```{toctree}\n:hidden:\n\nHidden <https://example.org/hidden>\n```\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    links = [link.text for link in built.structure.all("Link")]
    assert {"News", "https://example.org"} <= set(links)
    assert "Hidden" not in built.structure.text


@pytest.mark.parametrize("name", ["genindex", "search", "modindex"])
def test_a_toctree_may_name_what_sphinx_generates(name: str, project: Make) -> None:
    made = project("# Book\n")
    made.write("index.md", f"# Book\n\n```{{toctree}}\nfirst\n{name}\n```\n\nAfter.\n")
    made.write("first.md", "# First\n\n```{index} single: apples\n```\n\nText.\n")
    built = made.build()
    assert built.status == 0, built.said
    assert "Text." in built.structure.text
    assert [element.text for element in built.structure.all("H1")][-1] == "Index"


def test_a_figure_without_a_picture_needs_no_alternative(project: Make) -> None:
    built = invented(project, "```{drawing}\ndigraph {\n}\n```").build()
    assert built.status == 0, built.said
    assert list(built.structure.all("Figure")) == []
    assert [element.text for element in built.structure.all("Caption")] == ["Drawn."]


def test_what_it_is_drawn_from_stays_in_its_column(project: Make) -> None:
    lines = f"chart {{ {'a-long-name: value, ' * 12} }}\n{'x' * 150}"
    made = project(f"# Book\n\n```{{drawing}}\n{lines}\n```\n", conf=f"{BESIDE}typst_verify_text = True\n")
    made.write("inventions.py", EXTENSION)
    built = made.build()
    assert built.status == 0, built.said
    assert "[typst.text]" not in built.said
