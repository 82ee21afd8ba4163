"""Formulas in every format: MathML on screens, without a script or another host, and one message for what is none."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pytest
from lxml import etree, html

from pipeline.conftest import SmallVolume

SPACE = {"x": "http://www.w3.org/1999/xhtml", "m": "http://www.w3.org/1998/Math/MathML"}
FORMULAS = {
    r"e^{i\pi} + 1 = 0": "msup",
    r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}": "mtable",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": "mtable",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": "mtable",
    r"\sum_{i=1}^n \frac{a_i}{b}": "mfrac",
    r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}": "mtable",
    r"x \text{ if $y$ is \textbf{so}} \atop z": "mtable",
}
CELLS = "| Sign | Meaning |\n|---|---|\n| $a < b$ | less |\n"
SEEN = "\n".join(f"$$\n{tex}\n$$\n" for tex in FORMULAS)
NUMBERED = "```{math}\n:label: %s\n%s\n```\n"
REFERRED = "See {eq}`euler` and {eq}`other`.\n"


def written(small: SmallVolume) -> None:
    labelled = NUMBERED % ("euler", r"e^{i\pi} = -1") + "\n" + NUMBERED % ("other", "a = b")
    text = f"\n## Of $a_1$ {{#formulas}}\n\nInline {{math}}`x^2`.\n\n{CELLS}\n{SEEN}\n{labelled}"
    small.append("chapters/chapter.md", text.replace("## Of $a_1$ {#formulas}", "(formulas)=\n## Of $a_1$"))
    small.append("chapters/reference.md", f"\n{REFERRED}")


def test_the_web_book_shows_formulas_without_a_script(small: SmallVolume) -> None:
    written(small)
    built = small.build()
    assert built.status == 0, built.said
    text = built.page("chapters/chapter.html")
    assert "mathjax" not in text.lower()
    page = html.fromstring(text)
    for tex, tag in FORMULAS.items():
        (formula,) = page.xpath("//math[@alttext=$tex]", tex=tex)
        assert formula.find(f".//{tag}") is not None
        assert formula.get("display") == "block"
    assert page.xpath("//h2//math[@alttext='a_1']")
    assert page.xpath("//td//math[@alttext='a < b']")
    numbers = {found.getparent().get("id"): found.text for found in page.iterfind(".//span[@class='eqno']")}
    assert numbers == {"equation-euler": "(1)", "equation-other": "(2)"}
    links = html.fromstring(built.page("chapters/reference.html")).xpath("//p/a[contains(@href, '#equation-')]")
    assert [(link.get("href"), link.text_content()) for link in links] == [
        ("chapter.html#equation-euler", "(1)"),
        ("chapter.html#equation-other", "(2)"),
    ]


def test_commands_that_a_formula_defines_hold_in_all_formats(small: SmallVolume) -> None:
    text = "\nFirst $\\newcommand{\\half}[1]{\\frac{#1}{2}} \\half{x}$, then $\\half{y} + 1$.\n"
    small.append("chapters/chapter.md", text)
    built = small.build()
    assert built.status == 0, built.said
    found = html.fromstring(built.page("chapters/chapter.html")).xpath("//math/@alttext")
    assert [tex for tex in found if "frac" in tex] == [r"\frac{x}{2}", r"\frac{y}{2} + 1"]


def test_the_e_book_holds_mathml_and_says_so(small: SmallVolume) -> None:
    written(small)
    built = small.build("epub")
    assert built.status == 0, built.said
    with ZipFile(next(built.out.glob("*.epub"))) as book:
        page = etree.fromstring(book.read("chapters/chapter.xhtml"))
        package = book.read("content.opf").decode()
    assert set(FORMULAS) <= set(page.xpath("//m:math/@alttext", namespaces=SPACE))
    assert 'href="chapters/chapter.xhtml" media-type="application/xhtml+xml" properties="mathml"' in package
    assert '<meta property="schema:accessibilityFeature">MathML</meta>' in package


def test_a_book_without_formulas_claims_none(small: SmallVolume) -> None:
    with ZipFile(next(small.build("epub").out.glob("*.epub"))) as book:
        assert "mathml" not in book.read("content.opf").decode().lower()


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\frac{a}", "Source incomplete"),
        ("{a", "something is opened and not closed"),
        (r"\left( a", "something is opened and not closed"),
        (r"a & b", "not a LaTeX formula: 'a & b'"),
    ],
)
def test_what_is_no_formula_is_named_once_with_its_line(small: SmallVolume, tex: str, said: str) -> None:
    """It is said when the page is read, and so once for all formats; what was written is printed."""
    line = len((small.folder / "chapters/chapter.md").read_text("utf-8").splitlines()) + 2
    small.append("chapters/chapter.md", f"\n$${tex}$$\n")
    for builder in ("html", "epub", "typst"):
        built = small.build(builder, "-E")
        assert built.status != 0
        (warning,) = [row for row in built.said.splitlines() if "WARNING" in row]
        assert f"chapters/chapter.md:{line}: WARNING: " in warning
        assert said in warning
        assert warning.endswith("[math.formula]")
    assert tex.replace("&", "&amp;") in small.build("html", "-E").page("chapters/chapter.html").replace(
        '<span class="pre">', ""
    ).replace("</span>", "")


def test_an_amount_of_dollars_is_no_formula(small: SmallVolume) -> None:
    small.append(
        "chapters/chapter.md", "\n## Amounts\n\nFrom US$5 million to US$6 million; $ 7 and $8–$9 and Mex$10.\n"
    )
    page = html.fromstring(small.build().page("chapters/chapter.html"))
    assert page.find(".//math") is None
    assert "From US$5 million to US$6 million; $ 7 and $8–$9 and Mex$10." in page.text_content()


def test_the_search_finds_titles_with_formulas(small: SmallVolume) -> None:
    written(small)
    assert json.dumps("Of a_1") in small.build().page("searchindex.js")
