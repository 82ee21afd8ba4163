"""Each seam to Sphinx and docutils gives what the builder needs: where one is gone, its test names it."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from pygments import lex
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sphinx_typst_pdf import seams

PAGES = {
    "conf.py": 'extensions = ["sphinx_typst_pdf"]\nnumfig = True\n',
    "index.rst": """Book
====

.. toctree::
   :numbered:

   first
""",
    "first.rst": """.. _explicit:

First
=====

.. index:: single: apples; red
   see: pears; apples

.. _a-figure:

.. figure:: a.svg
   :alt: a

   Caption

.. math:: a
   :label: formula

.. math:: b
   :label: eq:Second_one

.. py:module:: shapes
.. py:module:: shapes.round
""",
    "a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    folder = tmp_path_factory.mktemp("seams")
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    with docutils_namespace():
        made = Sphinx(folder, folder, folder / "out", folder / "doctrees", "typst", status=None, warning=io.StringIO())
        made.build()
        yield made


def section_numbers(app: Sphinx) -> None:
    assert seams.section_numbers(app.env, "first") == {"": (1,)}


def figure_numbers(app: Sphinx) -> None:
    (anchor,) = next(app.env.get_doctree("first").findall(nodes.figure))["ids"][:1]
    assert seams.figure_numbers(app.env, "first", "figure") == {anchor: (1, 1)}


def numbered_kind(app: Sphinx) -> None:
    figure = next(app.env.get_doctree("first").findall(nodes.figure))
    assert seams.numbered_kind(app.env, figure) == "figure"
    assert not seams.numbered_kind(app.env, nodes.note())


def equation_number(app: Sphinx) -> None:
    assert seams.equation_number(app.env, "formula") == "1.1"
    assert seams.equation_number(app.env, "eq:Second_one") == "1.2"
    assert seams.equation_number(app.env, "no-formula") is None


def places(app: Sphinx) -> None:
    found = repr(list(seams.places(app.env)))
    assert all(word in found for word in ("explicit", "a-figure", "formula", "(1, 1)", "'': (1,)"))


def explicit_labels(app: Sphinx) -> None:
    assert {("first", "explicit"), ("first", "a-figure")} <= seams.explicit_labels(app.env)
    assert ("first", "first") not in seams.explicit_labels(app.env)


def included(app: Sphinx) -> None:
    assert seams.included(app.env, "index") == ["first"]
    assert seams.included(app.env, "first") == []


def pictures(app: Sphinx) -> None:
    assert seams.pictures(app.env) == [("a.svg", "a.svg")]


def index_groups(app: Sphinx) -> None:
    groups = dict(seams.index_groups(app.builder))
    assert list(groups) == ["A", "M", "P", "S"]
    (apples,), (pears,) = groups["A"], groups["P"]
    assert (apples.name, apples.locators, apples.refers) == ("apples", [], False)
    (red,) = apples.below
    assert (red.name, [place.main for place in red.locators]) == ("red", [False])
    assert red.locators[0].address.startswith("%first#")
    assert (pears.name, [line.name for line in pears.below]) == ("pears", ["see apples"])
    assert pears.below[0].refers


def domain_indices(app: Sphinx) -> None:
    assert "py-modindex" in dict(seams.domain_indices(app.env))


def domain_index_groups(app: Sphinx) -> None:
    index = dict(seams.domain_indices(app.env))["py-modindex"]
    ((letter, (shapes,)),) = seams.domain_index_groups(index, {"first"})
    assert (letter, shapes.name) == ("s", "shapes")
    assert [place.address for place in shapes.locators] == ["%first#module-shapes"]
    assert [line.name for line in shapes.below] == ["shapes.round"]
    assert list(seams.domain_index_groups(index, {"index"})) == []
    listed = type(index)(index.domain)
    rows: Any = [["get", 0, "first", "get-x", "", "", ""]]  # as those of sphinxcontrib.httpdomain
    listed.generate = lambda docnames=None: ([("g", rows)], False)  # type: ignore[method-assign]
    ((_letter, (get,)),) = seams.domain_index_groups(listed, {"first"})
    assert (get.name, get.locators[0].address) == ("get", "%first#get-x")


def admonition_title(app: Sphinx) -> None:
    assert seams.admonition_title("tip") == "Tip"
    assert seams.admonition_title("invented") == "Invented"


def highlighter(app: Sphinx) -> None:
    highlighter = seams.Highlighter("sphinx")
    lexer = highlighter.lexer("x = 1", "python", {}, nodes.literal_block(), force=False)
    tokens = list(lex("x = 1", lexer))
    assert tokens[0][1] == "x"
    assert highlighter.style.style_for_token(tokens[0][0])["bold"] is False


def mathematics(app: Sphinx) -> None:
    root = seams.mathml_elements.math()
    seams.latex2mathml.parse_latex_math(root, r"\frac{a}{b}")
    assert "mfrac" in {element.tag for element in root.iter()}
    inner = r"\begin{matrix} a \\ b \end{matrix}"
    assert r"\\" in inner
    assert r"\\" not in seams.docutils_math.toplevel_code(inner)
    assert "alpha" in seams.latex2mathml.letters


def fail(app: Sphinx) -> None:
    assert app.statuscode == 0
    seams.fail(app.builder)
    assert app.statuscode == 1


SEAMS: list[Callable[[Sphinx], None]] = [
    section_numbers,
    figure_numbers,
    numbered_kind,
    equation_number,
    places,
    explicit_labels,
    included,
    pictures,
    index_groups,
    domain_indices,
    domain_index_groups,
    admonition_title,
    highlighter,
    mathematics,
    fail,
]


@pytest.mark.parametrize("seam", SEAMS, ids=lambda seam: seam.__name__)
def test_a_seam_gives_what_is_needed(seam: Callable[[Sphinx], None], app: Sphinx) -> None:
    seam(app)


def test_each_seam_is_tested_and_says_what_breaks() -> None:
    functions = dict(inspect.getmembers(seams, lambda part: getattr(part, "__module__", "") == seams.__name__))
    public = {name.lower(): part for name, part in functions.items() if not name.startswith("_") and callable(part)}
    public = {name: part for name, part in public.items() if name not in ("indexline", "indexlocator")}
    assert {seam.__name__ for seam in SEAMS} == (set(public) - {"number"}) | {"mathematics"}


def test_nothing_else_touches_them() -> None:
    names = r"\b(toc_secnumbers|toc_fignumbers|anonlabels|toctree_includes|statuscode|_app|IndexEntries|PygmentsBridge"
    names += r"|get_enumerable_node_type|admonitionlabels|env\.images|docutils\.utils\.math)\b"
    folder = Path(seams.__file__).parent
    found = {
        path.name: touched
        for path in folder.rglob("*.py")
        if path.name != "seams.py" and (touched := re.findall(names, path.read_text("utf-8")))
    }
    assert found == {}
