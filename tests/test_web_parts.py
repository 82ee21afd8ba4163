"""Parts of the web book that need no book: colours, the style sheet, and what is said of a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from docutils.core import publish_doctree
from rcssmin import cssmin

from bilateral_sphinx.citing.head import LONGEST, description_of
from bilateral_sphinx.web import assets
from bilateral_sphinx.web.assets import HERE, flag_variables, icon, variables
from bilateral_sphinx.web.contents import Item, Part, sections_of
from bilateral_sphinx.web.page import policy_for
from bilateral_sphinx.web.palette import CONTRAST, NIGHT, PAPER, accents, contrast
from bilateral_sphinx.web_fonts import RULES
from builds import sphinx
from properties import given, st

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COLOURS = st.lists(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), max_size=4)


def rgb(text: str) -> tuple[float, float, float]:
    return (int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255)


@given(COLOURS, COLOURS)
def test_any_two_countries_get_accents_that_can_be_read(one: list[str], other: list[str]) -> None:
    for day, night in accents([one, other]):
        assert contrast(rgb(day), rgb(PAPER)) > CONTRAST - 0.1  # a hair is lost where colours are rounded
        assert contrast(rgb(night), rgb(NIGHT)) > CONTRAST - 0.1


def test_two_countries_of_like_colours_get_unlike_accents() -> None:
    (first, _), (second, _) = accents([["#006a44", "#c1272d"], ["#006847", "#ffffff", "#ce1126"]])
    assert int(first[3:5], 16) > int(first[1:3], 16)  # green
    assert int(second[1:3], 16) > int(second[3:5], 16)  # red


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(rgb("#ffffff"), rgb("#000000")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_has_the_grounds_that_accents_were_made_for() -> None:
    palette = (HERE / "styles/palette.css").read_text("utf-8")
    assert f"--book-paper: light-dark({PAPER}, {NIGHT})" in palette


def test_a_shortened_sheet_has_no_comments() -> None:
    sheet = "/* a { } */\na:hover > b,\nc {\n  width: calc(1px + 2px);\n  color: red;\n}\n"
    assert cssmin(sheet) == "a:hover>b,c{width:calc(1px + 2px);color:red}"


def test_a_shortened_sheet_says_the_same(browser: Browser) -> None:
    """The browser reads the same rules from the sheet as it is written and as it is published."""
    sheet = "\n".join((HERE / f"styles/{name}.css").read_text("utf-8") for name in assets.SHEETS)
    read = """(sheet) => {
      const style = document.createElement("style");
      style.textContent = sheet;
      document.head.append(style);
      return [...style.sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ","));
    }"""
    tab = browser.new_page()
    rules = tab.evaluate(read, sheet)
    assert len(rules) > 100
    assert tab.evaluate(read, cssmin(sheet)) == rules
    assert tab.evaluate(read, cssmin(sheet).replace("flex", "grid")) != rules  # a sheet that says something else
    tab.close()


def test_every_sheet_is_bound() -> None:
    assert {path.stem for path in (HERE / "styles").iterdir()} == set(assets.SHEETS)


def test_every_variable_that_is_used_is_set() -> None:
    sheets = variables(TWO) + flag_variables([LYING, STANDING], FILES)
    sheets += "".join(path.read_text("utf-8") for path in (HERE / "styles").iterdir()) + RULES
    assert set(re.findall(r"var\((--[\w-]+)", sheets)) <= set(re.findall(r"(--[\w-]+):", sheets))


LYING = {"bands": ["#010203", "#0a0b0c"], "lie": "horizontal", "shape": 1.5}
STANDING = {"bands": ["#040506", "#070809"], "lie": "vertical", "shape": 1.5}
DRAWN = {"svg": "<svg/>", "shape": 2.0}
TWO = [["#010203"], ["#445566"]]
FILES = [Path("first.png"), Path("second.png")]


def test_flags_of_bands_are_drawn_as_they_lie_wherever_the_country_stands() -> None:
    sheet = flag_variables([STANDING, LYING], FILES)
    assert sheet.count("linear-gradient(90deg, #040506") == 1
    assert "--book-second-flag: linear-gradient(180deg, #010203 0.00% 50.00%, #0a0b0c" in sheet
    assert 'fill="#040506" d="M4.00 6.00h5.75v20.00' in icon(TWO, [STANDING, LYING])
    assert 'fill="#0a0b0c" d="M16.50 16.00h11.50v10.00' in icon(TWO, [STANDING, LYING])


def test_colours_alone_are_no_flag() -> None:
    """Bands of them would be the flag of another country: Mexico's without its arms are Italy's."""
    sheet = variables(TWO)
    assert "flag" not in sheet + flag_variables([], FILES)
    (day, _night), _ = accents(TWO)
    assert f"--book-first: light-dark({day}" in sheet
    assert day in icon(TWO, [])


def test_a_flag_that_has_a_file_is_its_picture(tmp_path: Path) -> None:
    (tmp_path / "second.png").write_bytes(b"drawn")
    sheet = flag_variables([LYING, DRAWN], [tmp_path / "first.png", tmp_path / "second.png"])
    assert '--book-second-flag: url("data:image/png;base64,ZHJhd24=");' in sheet
    assert "--book-second-shape: 2;" in sheet


def test_print_has_the_accent_of_the_web_book(stock_books: Path, stock: Path, tmp_path: Path) -> None:
    found = re.search(
        r"--book-first: light-dark\((#\w+)", (stock_books / "html/_static/colours.css").read_text("utf-8")
    )
    assert found
    red, green, blue = rgb(found[1])
    with pikepdf.open(next((stock_books / "pdf").glob("*.pdf"))) as book:
        painted = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) scn", b"".join(p.Contents.read_bytes() for p in book.pages))
    assert any(
        all(abs(float(one) - other) < 0.002 for one, other in zip(paint, (red, green, blue), strict=True))
        for paint in painted
    )
    done = sphinx("-q", "-b", "latex", ".", "../tex", out=tmp_path / "tex", cwd=stock)
    (tex,) = (tmp_path / "tex").glob("northland-*.tex")
    assert done.status == 0, done.said
    assert f"TitleColor={{HTML}}{{{found[1][1:].upper()}}}" in tex.read_text("utf-8")


def test_pages_of_citations_have_the_colours_of_the_book() -> None:
    """They have a style sheet of their own, beside the one with the colours."""
    sheet = (assets.HERE.parent / "citing/static/citing.css").read_text("utf-8")
    assert re.findall(r"--cite-accent: (.*);", sheet) == ["var(--pst-color-primary, var(--book-first))"]
    assert "_static/colours.css" in (assets.HERE.parent / "citing/templates/cite-page.html").read_text("utf-8")


def test_sections_are_the_contents_without_the_title() -> None:
    inner = '<ul>\n<li><a href="#b">B</a></li>\n</ul>'
    assert sections_of(f'<ul>\n<li><a href="#">A</a>{inner}\n</li>\n</ul>\n') == inner
    assert sections_of('<ul>\n<li><a href="#">A</a></li>\n</ul>\n') == ""


def test_a_description_ends_with_a_word() -> None:
    text = description_of(publish_doctree("Title\n=====\n\n" + "word " * 60))
    assert text.endswith("word…")
    assert 140 < len(text) <= LONGEST
    assert description_of(publish_doctree("Title\n=====\n\nShort *text*.")) == "Short text."


def test_style_attributes_are_allowed_only_where_some_are() -> None:
    assert "unsafe-inline" not in policy_for("<p>style=</p>")
    assert "; style-src-attr 'unsafe-inline'" in policy_for('<img src="a.png" style="width: 50%">')


def test_no_script_reaches_for_another_host() -> None:
    for path in Path(HERE / "scripts").iterdir():
        assert "//" not in re.sub(r"(^|\s)//\s.*$", "", path.read_text("utf-8"), flags=re.MULTILINE), path


def test_a_line_of_the_contents_is_written_once_for_a_folder() -> None:
    """Each page writes the line of its own chapter, which is marked, and none of the others."""
    written: list[tuple[str, str]] = []

    def item(name: str, *below: Item) -> Item:
        return Item(f"a/{name}", "", name, below, relative=lambda _, to: to)

    items = (item("one"), item("two", item("three")))
    part = Part("", items, folder_of=lambda page: page.rpartition("/")[0])

    def write(item: Item, page: str) -> str:
        written.append((item.docname, page))
        return f"[{item.docname}{'*' if item.holds(page) else ''}]"

    pages = ["a/one", "a/three", "a/two", "a/other", "b/last", "a/other"]
    lines = [part.lines_on(page, write) for page in pages]
    assert lines == ["[a/one*][a/two]", *["[a/one][a/two*]"] * 2, *["[a/one][a/two]"] * 3]
    assert [page for _, page in written] == [
        *["a/one"] * 2,
        *["a/three"] * 2,
        "a/two",
        *["b/last"] * 2,
        *["a/other"] * 2,
    ]
