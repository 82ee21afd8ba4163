"""Where pages turn is found in files that have the same words, and other markup, more text and fewer links."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from pathlib import Path

import pytest

from bilateral.text import letters
from bilateral_sphinx.pages import web
from bilateral_sphinx.pages.breaks import breaks
from bilateral_sphinx.pages.flow import read_flow
from bilateral_sphinx.pages.listed import Page, PageList
from bilateral_sphinx.pages.marks import mark_for_browsers, mark_for_readers, with_marks, without_marks

WORDS = "and a border of the treaty state was signed in spring by envoys who had met there once again".split()
MARK = re.compile(r'<span class="page-mark" id="page-(\d+)"[^>]*></span>')
SHOWN = (
    "{} ",
    "{} ",
    "{}\n",
    "{}, ",
    "<em>{}</em> ",
    '<a href="#x">{}</a> ',
    "({}) ",
    "{} <svg><text>drawn</text></svg>",
)
LONG = 60
"""Words of a page."""


def book(seed: int) -> tuple[list[list[str]], PageList, dict[str, str]]:
    """Return the words of each page, most of them common ones, the list of pages, and files with the words."""
    chance = random.Random(seed)
    words: list[str] = []
    texts: dict[str, str] = {}
    anchors: dict[str, dict[str, int]] = {}
    for chapter in ("one", "two", "three"):
        page = len(words) // LONG + 1
        anchors[chapter] = {"": page, chapter: page}
        html = f'<section id="{chapter}"><h1>'
        for number in range(chance.randint(3, 9)):
            if number:
                anchors[chapter][f"{chapter}-{number}"] = len(words) // LONG + 1
                html += f'<p id="{chapter}-{number}">'
            for _ in range(chance.randint(4, 90)):
                words.append(chance.choice(WORDS) if chance.random() < 0.8 else f"w{len(words)}")
                html += chance.choice(SHOWN).format(words[-1])
            html += "</p>" if number else '<a class="headerlink" href="#">link</a></h1>'
        texts[chapter] = f"<main>{html}</section></main>"
    pages = [words[begin : begin + LONG] for begin in range(0, len(words), LONG)]
    listed = [
        Page(str(number), [f"{word} " for word in page[:16]], [f"{word} " for word in page[-16:]])
        for number, page in enumerate(pages, 1)
    ]
    return pages, PageList(listed, [*texts], anchors), texts


def marked(listed: PageList, texts: dict[str, str]) -> dict[str, str]:
    found = breaks(listed, {name: read_flow(text) for name, text in texts.items()})
    return {name: with_marks(text, found[name], mark_for_readers) for name, text in texts.items()}


@pytest.mark.parametrize("seed", range(30))
def test_pages_turn_at_their_first_words(seed: int) -> None:
    pages, listed, texts = book(seed)
    files = marked(listed, texts)
    assert {name: without_marks(text) for name, text in files.items()} == texts
    whole = "".join(files.values())
    plain = re.sub(r"<svg>.*?</svg>|<a class=.*?</a>", "", MARK.sub("\ue000\\1\ue000", whole))
    _before, *parts = re.sub(r"<[^>]*>", "", plain).split("\ue000")
    assert parts[::2] == [page.label for page in listed.pages]
    assert [letters(unescape(text)) for text in parts[1::2]] == ["".join(page) for page in pages]


def test_a_mark_stands_where_html_allows_one() -> None:
    """Before a heading, a table and a list; in a cell and in an item, for before them it may not."""
    rows = "".join(f'<tr id="row-{n}"><th><p>Row {n}</p></th><td>Cell of {n}</td></tr>' for n in range(4))
    text = (
        '<body><section id="s"><h2>First <em>title</em></h2><p>Some text of it.</p>'
        '<div class="box"><table id="t"><caption>Table of rows</caption><tbody>' + rows + "</tbody></table></div>"
        "<ul><li>An item here</li><li>Another of them</li></ul>"
        '<div role="list"><div role="listitem"><p>Entry of one</p></div>'
        '<div role="listitem"><p>Entry of two</p></div></div>'
        "</section></body>"
    )
    begins = [
        "First title",
        "Table of rows",
        "Row 2 Cell of 2",
        "An item here",
        "Another of them",
        "Entry of one",
        "Entry of two",
    ]
    ends = [
        "Some text of it.",
        "Row 1 Cell of 1",
        "Row 3 Cell of 3",
        "An item here",
        "Another of them",
        "Entry of one",
        "Entry of two",
    ]
    anchors = {"": 1, "s": 1, "t": 2, "row-0": 2, "row-1": 2, "row-2": 3, "row-3": 3}
    pages = [Page(str(number), [one], [two]) for number, (one, two) in enumerate(zip(begins, ends, strict=True), 1)]
    file = marked(PageList(pages, ["d"], {"d": anchors}), {"d": text})["d"]
    after = [file[mark.end() :].partition(">")[0] for mark in MARK.finditer(file)]
    assert after == [
        '<section id="s"',
        '<div class="box"',
        "<p",
        "<ul",
        "Another of them</li",
        '<div role="list"',
        "<p",
    ]


def test_a_picture_of_the_page_comes_after_its_mark() -> None:
    text = (
        '<body><p>Before it.</p><figure id="f"><img alt="Drawn"/><figcaption>What it shows</figcaption></figure></body>'
    )
    pages = [Page("i", ["Before it."], ["Before it."]), Page("ii", ["What it shows"], ["What it shows"])]
    file = marked(PageList(pages, ["d"], {"d": {"f": 2}}), {"d": text})["d"]
    assert '</p><span class="page-mark" id="page-ii"' in file
    assert file.index("page-ii") < file.index("<figure")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("兩國於一九二一年建立外交關係並互派使節當時", "並在戰後恢復了往來以及貿易和文化交流"),
        ("二国は外交関係を樹立しました", "その後に大使が着任しました"),
        ("ทั้งสองประเทศสถาปนาความสัมพันธ์", "และแลกเปลี่ยนเอกอัครราชทูตกัน"),
        ("ប្រទេសទាំងពីរបានបង្កើតទំនាក់ទំនង", "ហើយបានដោះដូរឯកអគ្គរដ្ឋទូត"),
    ],
    ids=["Chinese", "Japanese", "Thai", "Khmer"],
)
def test_a_page_turns_within_a_text_without_spaces(before: str, after: str) -> None:
    text = f"<main><section><h1>A title</h1><p>{before}{after}</p></section></main>"
    pages = [Page("1", ["A title", before], ["A title", before]), Page("2", [after], [after])]
    file = marked(PageList(pages, ["d"], {"d": {}}), {"d": text})["d"]
    assert re.search(f'{before}<span class="page-mark" id="page-2"[^>]*></span>{after}</p>', file)


def test_what_only_print_has_at_the_head_of_a_page_is_passed_over() -> None:
    before, heading = "<h1>A title</h1><p>The end of it.</p>", "<h1>4. Later years</h1>"
    text = (
        f'<main><section>{before}<section id="c">{heading}<p>They met again (in spring).</p></section></section></main>'
    )
    pages = [
        Page("1", ["A title", "The end"], ["The end of it (p. 12)."]),
        Page("2", ["Part II", "History", "Chapter 4", "Later years", "They met"], ["They met again (in spring)."]),
    ]
    file = marked(PageList(pages, ["d"], {"d": {}}), {"d": text})["d"]
    assert '</p><span class="page-mark" id="page-2"' in file
    assert "</span><section" in file


def test_contents_are_no_text_in_which_pages_turn() -> None:
    """The first page lists the chapters: a page of print may begin with one of their names."""
    contents = {
        "web": '<div class="book-contents"><ol><li><a href="c.html"><span>At a glance</span></a></li></ol></div>',
        "e-book": '<div class="toctree-wrapper compound"><ul><li class="toctree-l1"><a>At a glance</a></li></ul></div>',
    }
    pages = [
        Page("1", ["A book", "What it has"], ["What it has.", "Contents"]),
        Page("2", ["At a glance", "Of the two"], ["Of the two countries."]),
    ]
    listed = PageList(pages, ["home", "c"], {"home": {"": 1}, "c": {"": 2}})
    for listing in contents.values():
        home = f"<main><section><h1>A book</h1><p>What it has.</p>{listing}</section></main>"
        chapter = "<main><section><h1>1 At a glance</h1><p>Of the two countries.</p></section></main>"
        files = marked(listed, {"home": home, "c": chapter})
        assert MARK.findall(files["home"]) == ["1"]
        assert files["c"].startswith('<main><span class="page-mark" id="page-2"')


def test_a_page_that_opens_a_chapter_begins_there_whatever_the_address_below_its_title_says() -> None:
    home = '<main><section><h1>Georgia-Japan</h1><p class="address">georgiajapan.example/a/home</p></section></main>'
    chapter = "<main><section><h1>1 At a glance</h1><p>Of the two countries.</p></section></main>"
    pages = [
        Page("1", ["Georgia-Japan"], ["Georgia-Japan", "Contents"]),
        Page("2", ["Part I", "Chapter 1", "At a glance", "georgiajapan.example/a/glance"], ["Of the two countries."]),
    ]
    listed = PageList(pages, ["home", "c"], {"home": {"": 1}, "c": {"": 2}})
    assert MARK.findall(marked(listed, {"home": home, "c": chapter})["c"]) == ["2"]


def test_of_pages_at_one_place_the_first_mark_shows_all_numbers() -> None:
    """They would stand upon each other in the margin."""
    pages = [Page("1", [], []), Page("2", [], []), Page("3", ["A title"], ["A title"])]
    listed = PageList(pages, ["d"], {"d": {"": 3}})
    text = "<main><section><h1>A title</h1></section></main>"
    found = breaks(listed, {"d": read_flow(text)})["d"]
    file = with_marks(text, found, lambda label, shown: mark_for_browsers(label, shown, f"Page {label}"))
    assert re.findall(r'id="(page-\d)"', file) == ["page-1", "page-2", "page-3"]
    assert re.findall(r'data-page="([^"]*)"', file) == ["1–3"]


def test_pages_stand_in_citations_and_in_the_script_that_holds_them_as_a_string(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_", lambda _words: 'In the "PDF" \\ print')
    empty = "<dl><!-- pages of visits --><!-- / --></dl>"
    page, script = tmp_path / "visits.html", tmp_path / "visits.js"
    page.write_text(empty, "utf-8")
    script.write_text(json.dumps({"visits": empty}), "utf-8")
    for pages in ("pp. 34–35", "p. 36"):
        for file in (page, script):
            web._cite(file, {"visits": pages})
        assert f'print</dt><dd class="pages">{pages}</dd>' in page.read_text("utf-8")
        assert json.loads(script.read_text("utf-8")) == {"visits": page.read_text("utf-8")}
    for file in (page, script):
        web._cite(file, {})
    assert json.loads(script.read_text("utf-8")) == {"visits": empty}
