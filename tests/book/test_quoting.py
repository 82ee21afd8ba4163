"""What a reader selects in the web book can be cited: the words, their page, and a link that leads to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from book.browsing import served as opened
from engines import Job, Report, firefox, webkit

pytestmark = pytest.mark.browser

SELECT = """
([selector, from, to]) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  const place = (words, after) => {
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at >= 0) return [walker.currentNode, at + (after ? words.length : 0)];
    }
    throw new Error(words);
  };
  range.setStart(...place(from, false));
  if (range.startContainer.data.indexOf(to, range.startOffset) >= 0) {
    range.setEnd(range.startContainer, range.startContainer.data.indexOf(to, range.startOffset) + to.length);
  } else range.setEnd(...place(to, true));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
"""
DIRECTIVE = re.compile(
    r":~:text=(?:(?P<prefix>[^,-]+)-,)?(?P<start>[^,-]+)(?:,(?P<end>[^,-]+))?(?:,-(?P<suffix>[^,-]+))?"
)
PAGE = "chapters/visits.html"


def selected(context: BrowserContext, address: str, selector: str, begins: str, ends: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.evaluate(SELECT, [selector, begins, ends])
    expect(page.get_by_role("button", name="Cite this")).to_be_visible()
    return page


def told(dialog: Locator) -> dict[str, str]:
    names, texts = (dialog.locator(f"dl.facts {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, texts, strict=True))


def link_in(dialog: Locator) -> tuple[str, dict[str, str]]:
    """Return the address in front of the directive, and its parts."""
    link = str(dialog.locator("dl.facts a.cited").nth(1).get_attribute("href"))
    address, sign, directive = link.partition(":~:")
    match = DIRECTIVE.fullmatch(sign + directive)
    assert match is not None, link
    return address, {name: unquote(text) for name, text in match.groupdict().items() if text}


def test_the_script_is_brought_with_the_first_selection(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}{PAGE}")
    page.locator("h1").click()
    page.wait_for_timeout(400)
    assert not [address for address in asked if "quoting" in address]
    page.evaluate(SELECT, ["#visits-2004", "It was the first", "first"])
    expect(page.get_by_role("button", name="Cite this")).to_be_visible()
    assert len([address for address in asked if address.endswith("/_static/quoting.js")]) == 1
    page.evaluate("getSelection().removeAllRanges()")
    expect(page.get_by_role("button", name="Cite this")).to_be_hidden()


def test_by_keyboard_alone(context: BrowserContext, home: str, data: dict[str, Any]) -> None:
    page = selected(context, f"{home}{PAGE}", "#visits-2004", "It was the first", "members")
    expect(page.get_by_role("status").filter(has_text="can be cited")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Cite this")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Guadalajara, 2004")
    expect(dialog.get_by_role("tab", name="APA")).to_be_focused()
    words = "It was the first of these summits that the Union attended with twenty-five members"
    expect(dialog.get_by_role("blockquote")).to_have_text(words)
    facts = told(dialog)
    address = f"{data['volume']['address']}a/visits-2004/"
    printed = facts["In the PDF"]
    assert re.fullmatch(r"p\. \d+", printed)
    paragraph = facts["Paragraph"].removeprefix("¶ ")
    assert facts["Permanent address"].partition("\n")[0].strip() == f"{address}p{paragraph}/"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("APA copied")
    author = data["volume"]["authors"][0]["name"]
    quotation, reference = str(page.evaluate("navigator.clipboard.readText()")).splitlines()
    assert quotation.startswith(f"“{words}” ({author}, 2026, Section 5.4, {printed}")
    assert reference.startswith(f"{author}. (2026). Guadalajara, 2004. In ")
    assert reference.endswith(address)
    dialog.get_by_role("tab", name="Chicago").click()
    expect(dialog.get_by_role("tabpanel", name="Chicago")).to_contain_text(f"sect. 5.4, {printed}")
    dialog.get_by_role("button", name="Copy link").nth(1).click()
    expect(dialog.get_by_role("status")).to_have_text("Link copied")
    assert ":~:text=It%20was" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Cite this")).to_be_focused()


SELECTIONS = {
    "within a paragraph": ("#visits-2004 p", "It was the first", "of these"),
    "within a word": ("#visits-2004 p", "wenty", "five"),
    "words that other places have too": ("#visits-2004 h2", "Guadalajara", "2004"),
    "words around a note": ("#visits-2004", "met in", "attended with"),
    "words of two paragraphs": ("#visits-2004", "attended", "was represented"),
    "words in a row": ("#visit-paulauskas-2004", "Artūras", "Paulauskas"),
}


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_a_link_leads_to_these_words_alone(
    context: BrowserContext, home: str, data: dict[str, Any], selection: tuple[str, str, str]
) -> None:
    selector, begins, ends = selection
    page = selected(context, f"{home}{PAGE}", selector, begins, ends)
    text = str(page.evaluate("document.body.innerText"))
    page.get_by_role("button", name="Cite this").click()
    address, found = link_in(page.get_by_role("dialog"))
    anchor = selector.removeprefix("#").partition(" ")[0]
    assert address == f"{data['volume']['address']}{PAGE}#{anchor}"
    wanted = page.get_by_role("dialog").get_by_role("blockquote").inner_text()
    between = ".*?" if "end" in found else r"\s*"
    order = [re.escape(found[name]) for name in ("prefix", "start") if name in found]
    tail = [re.escape(found[name]) for name in ("end", "suffix") if name in found]
    pattern = r"\s*".join(order) + (between + r"\s*".join(tail) if tail else "")
    spaced = " ".join(text.split())
    (match,) = re.finditer(rf"(?<!\w){pattern}(?!\w)".replace(r"\ ", " "), spaced)
    assert {begins.split()[0], ends.split()[-1]} <= set(re.findall(r"[\w-]*\w", match[0])) | {"wenty", "five"}
    assert wanted.split()[0] in match[0]
    shown = context.new_page()
    shown.set_viewport_size({"width": 1280, "height": 400})
    shown.goto(f"{home}{PAGE}#:~:{link_directive(page)}")
    shown.wait_for_function("scrollY > 100")
    expect(shown.locator(selector).first).to_be_in_viewport()


def link_directive(page: Page) -> str:
    return str(page.locator("dialog a.words").get_attribute("href")).partition(":~:")[2]


def test_what_is_no_text_of_the_book_is_not_cited(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(f"{home}{PAGE}")
    page.evaluate(SELECT, ["footer", "version", "version"])
    page.evaluate("getSelection().selectAllChildren(document.body)")
    page.wait_for_timeout(600)
    assert page.get_by_role("button", name="Cite this").count() == 0


def test_words_over_the_turn_of_a_page_have_both_numbers(context: BrowserContext, home: str, html_book: Path) -> None:
    page = context.new_page()
    turning = r'<p\b(?:(?!</p>|\n\n).)*\w <span class="page-mark"'
    pages = sorted((html_book / "chapters").glob("*.html"))
    page.goto(f"{home}chapters/{next(each.name for each in pages if re.search(turning, each.read_text('utf-8')))}")
    number = page.evaluate("""
      () => {
        const within = (mark) => / $/.test(mark.previousSibling?.data ?? "");
        const mark = [...document.querySelectorAll('p > .page-mark')].find(within);
        const range = document.createRange();
        range.selectNodeContents(mark.closest('p'));
        getSelection().addRange(range);
        return mark.dataset.page;
      }
    """)
    page.get_by_role("button", name="Cite this").click()
    expect(page.get_by_role("dialog").locator("dd.pages")).to_have_text(f"pp. {int(number) - 1}–{number}")
    expect(page.get_by_role("tabpanel", name="APA")).to_contain_text(f", pp. {int(number) - 1}–{number}")


@pytest.mark.parametrize("engine", [firefox, pytest.param(webkit, marks=pytest.mark.weekly)], ids=["Firefox", "WebKit"])
@pytest.mark.parametrize("width", [390, 1280])
def test_in_other_engines(engine: Callable[[list[Job]], list[Report]], width: int, html_book: Path) -> None:
    wait = "() => new Promise((done) => setTimeout(done, 900))"
    steps = (
        f"() => ({SELECT})(['#visits-2004', 'attended', 'was represented'])",
        wait,
        """() => {
          const place = document.querySelector('button.quoting').getBoundingClientRect();
          return [place.left >= 0 && place.right <= innerWidth, place.height > 30];
        }""",
        "() => { document.querySelector('button.quoting').click(); }",
        wait,
        "() => document.querySelector('dialog[open] a.words').href.split(':~:')[1]",
    )
    with opened(html_book) as home:
        (report,) = engine([Job(f"{home.root}/{PAGE}", width, steps)])
    assert report.results[2] == [True, True]
    start, end = unquote(str(report.results[5]).removeprefix("text=")).split(",", 1)[0], str(report.results[5])
    assert start.startswith("attended with")
    assert end.endswith(",Lithuania%20was%20represented")
    assert report.complaints == []
