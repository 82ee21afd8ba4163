"""Long lines, names, addresses and words break or shrink: no text leaves its column, and none is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinx_typst_pdf.syntax import BREAK, breakable
from tests.projects import CONF as BASE
from tests.projects import Built, Project

CONF = 'myst_enable_extensions = ["dollarmath"]\ntypst_verify_text = True\n'
NAME = "a_module.a_class_with_a_long_name." * 4 + "method"
TERMS = " + ".join(f"a_{{{number}}} x^{{{number}}}" for number in range(60))


def rst(text: str) -> str:
    return f"```{{eval-rst}}\n{text}\n```"


def table(heads: list[str], *options: str) -> str:
    rows = ["\n".join(f"{'* ' if not x else '  '}- {cell}" for x, cell in enumerate(cells)) for cells in (heads, heads)]
    return "```{list-table}\n" + "\n".join((":header-rows: 1", *options)) + "\n\n" + "\n".join(rows) + "\n```"


WIDE = {
    "code of many tokens": f"```python\nx = call({', '.join(f'argument{n}={n}' for n in range(12))})\n```",
    "code without a space": f"```python\nx = [{','.join(str(n) for n in range(90))}]\n{{'a': {NAME}}}\n```",
    "code with a space before a closing sign": rst(
        '.. code-block:: pycon\n\n   >>> env.from_string("{{ func.__code__.co_code }}").render(func=func)'
    ),
    "one long word of code": f"```none\n{'x' * 130}\n```",
    "numbered code": f"```{{code-block}} python\n:linenos:\n\nx = '{'word ' * 30}'\n```",
    "signature": rst(f".. py:function:: {NAME}(a, b={NAME}, *, {'c' * 70}: {NAME} = None) -> {NAME}\n\n   Text."),
    "option": rst(f".. option:: --{'a-long-option-' * 6}name={'VALUE' * 12}\n\n   Text."),
    "option of a list": rst(f"--{'a-long-option-' * 8}x  Text."),
    "literal in a heading": f"## Title `{NAME}`",
    "literal": f"Text `{NAME}` and `{'y' * 130}`.",
    "literal of two lines": rst(f"{'word ' * 16}``(source,\nfilename, {'up_to_date' * 4})`` after."),
    "address": f"See <https://example.org/{'a' * 150}> and <https://example.org/{'path/' * 30}>.",
    "address as a name": f"See [`{NAME}`](https://example.org).",
    "displayed sum": f"$$\n{TERMS}\n$$",
    "numbered sum": f"$$\n{TERMS}\n$$ (label)",
    "matrix": "$$\n\\begin{pmatrix} " + " & ".join(f"abc_{{{n}}}" for n in range(30)) + " \\end{pmatrix}\n$$",
    "fraction": f"$$\n\\frac{{{TERMS}}}{{2}}\n$$",
    "index": rst(
        ".. index:: single: mdit_to_docutils.sphinx_.MystReferenceResolver; a_very_long_name_of_something_else"
    ),
    "heads in narrow columns": table(["Deprecated", "Removed", "Alternatives to it"], ":widths: 10 10 80"),
    "literals in narrow columns": table(["`sphinx.util.inspect`", "Removed", "`a`"], ":widths: 10 10 80"),
    "thirty columns": table([f"Head{n}" for n in range(30)]),
    "thirty columns of long heads": table([f"Averylonghead{n}" for n in range(30)]),
    "twelve columns of words": table([f"Alternative{n}" for n in range(12)]),
    "parsed literal": rst(f".. parsed-literal::\n\n   {'abc.def-' * 25}\n   {'word ' * 40}"),
    "production": rst(f".. productionlist::\n   rule: {'alternative | ' * 20}"),
    "field": rst(f":{'A long field ' * 6}: text\n:{'f' * 90}: text"),
    "term": rst(f"{NAME}\n   Text."),
    "code in a list": f"- a\n\n  - below\n\n    ```python\n    x = [{', '.join(str(n) for n in range(50))}]\n    ```",
    "nested table": rst(
        f".. list-table::\n\n   * - .. list-table::\n\n          * - {NAME}\n            - {'x' * 99}\n     - b"
    ),
    "keys": rst(f":kbd:`{'Ctrl+' * 40}x` :menuselection:`{'A --> ' * 40}B`"),
    "abbreviation": rst(f":abbr:`{'x' * 120} ({'y' * 120})`"),
    "signature of many parts": rst(f".. js:function:: $.{'property.' * 20}call(a, b)"),
    "label of a citation": rst(f"See [{'Long' * 20}]_.\n\n.. [{'Long' * 20}] Text {NAME}"),
    "fraction in a line": f"A $\\frac{{{TERMS}}}{{2}}$ and $\\text{{{'word ' * 60}}}$.",
    "address in a heading": f"## <https://example.org/{'a' * 150}>",
    "words in a heading": f"## {'Antidisestablishmentarianism' * 5} {'word ' * 60}",
    "admonition": f"```{{admonition}} {NAME}\n`{NAME}`\n\n- {'x' * 130}\n```",
    "note": f"A note.[^a]\n\n[^a]: `{NAME}` <https://example.org/{'a' * 150}>",
    "caption": f"```{{code-block}} python\n:caption: {NAME} `{NAME}`\n\nx\n```",
    "code in a cell": table(
        ["```python\n    x = call(a, b, c, d, e, f, g, h, i, j, k)\n    ```", "b"], ":widths: 10 90"
    ),
}


PAGES = {wide: f"page{number}" for number, wide in enumerate(WIDE)}


@pytest.fixture(scope="module", params=["a4", "a5"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A page of each, set at once."""
    made = Project(tmp_path_factory.mktemp(request.param) / "project")
    made.write("conf.py", f'{BASE}{CONF}typst_papersize = "{request.param}"\n')
    made.write("index.md", "# Book\n\n```{toctree}\n" + "\n".join(PAGES.values()) + "\n```\n")
    for wide, page in PAGES.items():
        made.write(f"{page}.md", f"# {page}\n\n{WIDE[wide]}\n\nAfter.\n")
    return made.build()


def test_it_is_set(book: Built) -> None:
    assert book.pdf.exists(), book.said
    assert BREAK not in book.structure.text


def test_stars_stay_with_the_name_of_their_parameter(project: Callable[..., Project]) -> None:
    signature = ".. py:class:: PoolManager(num_pools: int = 10, headers=None, **connection_pool_keywords)"
    built = project(f"# Book\n\n```{{eval-rst}}\n{signature}\n```\n").build()
    code = next(built.out.rglob("documents/index.typ")).read_text("utf-8")
    assert '"connection_' in code.partition('#"**"')[2][:30]


@pytest.mark.parametrize("wide", WIDE)
def test_nothing_leaves_its_column(wide: str, book: Built) -> None:
    assert [row for row in book.said.splitlines() if f"/{PAGES[wide]}.md:" in row and "[typst." in row] == []


@pytest.mark.parametrize(
    ("text", "longest", "parts"),
    [
        ("short", 10, ["short"]),
        ("a.module.with_names", 10, ["a.", "module.", "with_", "names"]),
        ("MystReferenceResolver", 10, ["Myst", "Reference", "Resolver"]),
        ("https://x.org/a?b=c", 10, ["https://", "x.", "org/", "a?", "b=", "c"]),
        ("x" * 50, 10, ["x" * 20, "x" * 20, "x" * 10]),
        ("two words.here", 20, ["two words.here"]),
        ("f(a,b,c,d,e,f)", 10, ["f(", "a,", "b,", "c,", "d,", "e,", "f)"]),
    ],
)
def test_where_a_line_may_be_broken(text: str, longest: int, parts: list[str]) -> None:
    assert breakable(text, longest).split(BREAK) == parts
