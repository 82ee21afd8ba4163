"""All of MyST's own syntax can be written in a chapter: none of it is taken for what a stranger may not do."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess

import pytest
from myst_parser.config.main import check_extensions

from bilateral_sphinx.markdown import UNFIT
from pipeline.conftest import ROOT, SmallVolume
from tools import need

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><title>One</title><rect width="4" height="2"/></svg>'
)
BREAK = {
    "html": "hard break<br />",
    "epub": "hard break<br />",
    "typst": "#linebreak()",
    "latex": "hard break \\newline",
}
OPTIONAL = """alert attrs_block attrs_inline colon_fence deflist dollarmath fieldlist gfm_autolink html_admonition
    html_image replacements smartquotes strikethrough tasklist""".split()
"""The optional extensions of MyST that a volume may ask for."""
SHOWN = {
    "html": ("<s>struck <em>words</em> out</s>", 'aria-label="not done">☐</span> to be done'),
    "epub": ("<s>struck <em>words</em> out</s>", 'aria-label="not done">☐</span> to be done'),
    "typst": ("#strike[", "#checkbox(false)"),
    "latex": ("\\struck{struck} \\sphinxstyleemphasis{\\struck{words}}", "\\standingmark{not done}{☐} to be done"),
}
WORDS = [
    "An alert.",
    "A field",
    "Its body",
    "An admonition in HTML.",
    "www.example.org",
    "©",
    "A paragraph with a name",
]


@pytest.mark.parametrize("builder", BREAK)
def test_the_syntax_of_myst(small: SmallVolume, builder: str) -> None:
    shutil.copy(ROOT / "tests/markdown/syntax.md", small.folder / "chapters/syntax.md")
    (small.folder / "one.svg").write_text(PICTURE, "utf-8")
    small.edit("index.md", "chapters/reference", "chapters/reference\nchapters/syntax")
    built = small.build(builder)
    assert built.status == 0, built.said
    paths = [path for path in built.out.rglob("*") if path.suffix in {".html", ".xhtml", ".typ", ".tex"}]
    pages = {path: path.read_text("utf-8") for path in paths}
    assert any(BREAK[builder] in text for text in pages.values())
    assert any("line break" not in text and "block break" not in text for text in pages.values())
    assert not any("an html comment" in text for text in pages.values())


@pytest.mark.parametrize(
    ("block", "shown"),
    {
        "A [#]_.\n\n.. [#] A numbered note": "A numbered note",
        "A [#f]_.\n\n.. [#f] A named note": "A named note",
        "A [*]_.\n\n.. [*] A note with a sign": "A note with a sign",
        "A [5]_.\n\n.. [5] A note five": "A note five",
        ".. |x| replace:: *y*\n```\n\n```{eval-rst}\nThe |x| of another block": "The <em>y</em> of",
        ".. class:: own\n\nA class": '<p class="own',
        ".. contents:: What is here": "What is here</p>",
        ".. sectnum::\n\nNumbered": "Numbered",
    }.items(),
)
def test_what_restructured_text_leaves_to_be_done_is_done(small: SmallVolume, block: str, shown: str) -> None:
    small.append("chapters/chapter.md", f"\nA note.[^n]\n\n[^n]: Of Markdown.\n\n```{{eval-rst}}\n{block}\n```\n")
    built = small.build()
    assert built.status == 0, built.said
    page = built.page("chapters/chapter.html")
    assert shown in page
    labels = re.findall(r'<span class="label"><span class="fn-bracket">\[</span>(.*?)<span', page)
    assert len(labels) == len(set(labels)) > 0, labels


def with_extensions(small: SmallVolume, *names: str) -> None:
    small.append("conf.py", f"myst_enable_extensions = {list(names)!r}\n")


@pytest.mark.parametrize("builder", BREAK)
def test_the_optional_syntax_of_myst(small: SmallVolume, builder: str) -> None:
    with_extensions(small, *OPTIONAL)
    shutil.copy(ROOT / "tests/markdown/optional.md", small.folder / "chapters/optional.md")
    (small.folder / "one.svg").write_text(PICTURE, "utf-8")
    small.edit("index.md", "chapters/reference", "chapters/reference\nchapters/optional")
    built = small.build(builder)
    assert built.status == 0, built.said
    paths = [path for path in built.out.rglob("*") if path.suffix in {".html", ".xhtml", ".typ", ".tex"}]
    text = "\n".join(path.read_text("utf-8") for path in paths)
    assert [words for words in (*SHOWN[builder], *WORDS) if words not in text] == []
    assert text.count("one.svg") + text.count("{one}.svg") > 0


def test_every_optional_extension_of_myst_is_tried_or_refused() -> None:
    known = {*OPTIONAL, *UNFIT, "attrs_image", "linkify"}  # MyST warns of these two itself
    assert set(re.findall(r'^ +"(\w+)",$', inspect.getsource(check_extensions), re.MULTILINE)) == known


def test_extensions_that_cannot_be_had_are_refused_in_plain_words(small: SmallVolume) -> None:
    with_extensions(small, "amsmath", "section_ref", "substitution")
    built = small.build()
    assert built.status != 0
    assert [line.split("'")[1] for line in built.said.splitlines() if line.startswith("conf.py: ")] == sorted(UNFIT)
    assert "Traceback" not in built.said


@pytest.mark.latex
def test_breaks_and_struck_words_are_set_by_tex(small: SmallVolume) -> None:
    """A break ends a line and not the row of its table, whatever the columns are."""
    need("xelatex", "pdftotext")
    with_extensions(small, *OPTIONAL)
    text = (ROOT / "tests/markdown/optional.md").read_text("utf-8")
    text = re.sub(r"^(?:!\[.*|<img.*)$", "", text, flags=re.MULTILINE)  # TeX reads no SVG
    (small.folder / "chapters/optional.md").write_text(text, "utf-8")
    small.edit("index.md", "chapters/reference", "chapters/reference\nchapters/optional")
    built = small.build("latex")
    assert built.status == 0, built.said
    words = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "northland-southland.tex"]
    set_by_tex = subprocess.run(words, cwd=built.out, capture_output=True, text=True, check=False)
    assert set_by_tex.returncode == 0, set_by_tex.stdout[-2000:]
    said = subprocess.run(
        ["pdftotext", built.out / "northland-southland.pdf", "-"], capture_output=True, text=True, check=True
    )
    lines = said.stdout.splitlines()
    assert {"first line", "second line", "emphasis", "broken", "head", "of two lines"} <= set(lines)


@pytest.mark.parametrize("address", ["/one.pdf#page=12", "path:/one.pdf#page=12"])
def test_a_link_to_a_place_in_a_file_keeps_the_place(small: SmallVolume, address: str) -> None:
    (small.folder / "one.pdf").write_bytes(b"%PDF-1.7")
    small.append("chapters/chapter.md", f"\nA [map]({address}) and the [whole](/one.pdf).\n")
    built = small.build()
    assert built.status == 0, built.said
    page = built.page("chapters/chapter.html")
    assert re.search(r'<a class="reference download internal" href="[^"]*/one\.pdf#page=12">', page)
    assert re.search(r'<a class="reference download internal" download="" href="[^"]*/one\.pdf">', page)


def test_a_paragraph_with_a_name_has_a_link_to_itself(small: SmallVolume) -> None:
    with_extensions(small, *OPTIONAL)
    small.append("chapters/chapter.md", "\n{#named}\nA paragraph.\n")
    page = small.build().page("chapters/chapter.html")
    assert re.search(r'<p[^>]* id="named">(?:<[^>]*>)*A paragraph\.<a class="headerlink" href="#named"', page)


@pytest.mark.parametrize("typed", ["A <br /> word", "<u>gone</u>", "<s>not closed", "<br />\n", "A<br />\nword"])
def test_what_the_author_types_is_refused_all_the_same(small: SmallVolume, typed: str) -> None:
    small.append("chapters/chapter.md", f"\n{typed}\n")
    built = small.build()
    assert built.status == 1
    assert "is markup of an output format" in built.said


@pytest.mark.parametrize(("typed", "hint"), [("visit", "; did you mean 'visits'?"), ("zzzzzz", "")])
def test_a_directive_that_is_unknown_is_told_with_the_closest(typed: str, hint: str, small: SmallVolume) -> None:
    small.append("chapters/chapter.md", f"\n```{{{typed}}}\n```\n")
    assert f"Unknown directive type: '{typed}'{hint} [myst.directive_unknown]" in small.build().said
