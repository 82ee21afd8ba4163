"""Pages of the web book: light, closed to whatever is not theirs, and described for those who find them elsewhere."""

from __future__ import annotations

import gzip
import re
import shutil
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from book.browsing import PAGES, Reader, Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BYTES, REQUESTS = 45_000, 8
LONG = {
    "chapters/sources.html": 55_000,  # 133 entries, each with its address and the places that cite it
    "cite/chapters/sources.html": 60_000,  # each of them in four styles and five formats
}
"""Pages that may weigh more: what they list is as long as it is."""
QUESTION = 115_000
"""What the answer to a question may weigh: the index and the text of the book are brought for it."""
LOADED = "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src"


def pages_of(book: Path) -> list[Path]:
    return [*book.glob("*.html"), *book.glob("chapters/*.html")]


def weight_of(page: Path) -> tuple[int, int]:
    """Return what a first visit asks for: bytes, compressed as a server that only has files does, and requests."""
    tree = html.parse(str(page)).getroot()
    own = {urlsplit(address).path for address in tree.xpath(LOADED) if not address.startswith("data:")}
    files = [page, *(page.parent / unquote(path) for path in own)]
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files), len(files)


def test_a_first_visit_to_any_page_is_light(html_book: Path) -> None:
    pages = [*pages_of(html_book), *html_book.glob("cite/**/*.html")]
    weights = {path.relative_to(html_book).as_posix(): weight_of(path) for path in pages}
    assert {page: size for page, (size, _) in weights.items() if size > LONG.get(page, BYTES)} == {}
    assert {page: number for page, (_, number) in weights.items() if number > REQUESTS} == {}
    assert {page for page in LONG if weights[page][0] <= BYTES} == set()  # one that has become light is none of them


@pytest.mark.parametrize("page", ["index", "chapters/visits", "chapters/sources", "search", "cite/chapters/visits"])
def test_a_browser_asks_for_what_was_counted(page: str, reader: Reader, site: Site) -> None:
    """Scripts may bring more, but not before a reader asks for something."""
    site.sent.clear()
    reader.open(f"{page}.html").wait_for_load_state("networkidle")
    assert site.sent[0][0] == f"/{page}.html"
    size, number = weight_of(site.folder / f"{page}.html")
    assert len(site.sent) == number, site.sent
    assert sum(sent for _, sent in site.sent) == pytest.approx(size, abs=100)  # each has a name or none in its head


def test_the_answer_to_a_question_is_light(reader: Reader, site: Site) -> None:
    site.sent.clear()
    reader.open("search.html?q=visit").wait_for_load_state("networkidle")
    assert sum(size for _, size in site.sent) <= QUESTION, site.sent
    assert {"/searchindex.js", "/_static/passages.js"} <= {address for address, _ in site.sent}


def test_the_panel_is_brought_when_it_is_opened(reader: Reader, site: Site) -> None:
    tab = reader.open("chapters/visits.html")
    tab.wait_for_load_state("networkidle")
    site.sent.clear()
    tab.locator(".cite-line .cite").first.click()
    tab.wait_for_selector("dialog[open]")
    names = [address.rpartition("/")[2] for address, _ in site.sent]
    assert sorted(names) == ["panel.css", "panel.js", "visits.js"]
    assert tab.evaluate("getComputedStyle(document.querySelector('dialog.citing')).padding") == "0px"


def test_what_a_page_loads_is_counted(html_book: Path, browser: Browser, tmp_path: Path) -> None:
    copy = tmp_path / "book"
    shutil.copytree(html_book, copy, ignore=shutil.ignore_patterns("a", "downloads"))
    page = copy / "chapters/visits.html"
    page.write_text(page.read_text("utf-8").replace("</main>", '<img src="../_static/card.png"></main>'), "utf-8")
    with served(copy) as heavy:
        one = Reader(browser, heavy)
        one.open("chapters/visits.html").wait_for_load_state("networkidle")
        one.close()
        card = next(size for address, size in heavy.sent if "card.png" in address)
    assert card > 10_000


@pytest.mark.parametrize("disk", [False, True], ids=["from a server", "from the disk"])
def test_no_page_breaks_its_policy(reader: Reader, disk: bool) -> None:
    for page, tab in reader.tour(PAGES, disk=disk):
        assert tab.evaluate("getComputedStyle(document.querySelector('.bd-header')).position") == "sticky", page
        assert tab.locator("#mode").is_visible(), page  # the script has run
    assert reader.complaints == []


def test_every_page_has_a_policy_and_no_script_of_its_own_text(html_book: Path) -> None:
    for path in html_book.rglob("*.html"):
        tree = html.parse(str(path)).getroot()
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "'unsafe-inline'" not in policy.replace("style-src-attr 'unsafe-inline'", "")
        inline = [script for script in tree.iter("script") if not script.get("src")]
        assert [script for script in inline if script.get("type") != "application/ld+json"] == [], path
        assert not tree.xpath("//@onclick | //@onload | //@style"), path


def test_the_policy_stops_what_is_not_of_the_book(html_book: Path, browser: Browser, tmp_path: Path) -> None:
    copy = tmp_path / "book"
    shutil.copytree(html_book, copy, ignore=shutil.ignore_patterns("a", "downloads"))
    page = copy / "genindex.html"
    planted = "<script>document.title = 'taken'</script><script src='https://other.example/x.js'></script></main>"
    page.write_text(page.read_text("utf-8").replace("</main>", planted), "utf-8")
    with served(copy) as running:
        one = Reader(browser, running)
        assert one.open("genindex.html").title() != "taken"
        one.close()
    assert len([complaint for complaint in one.complaints if "Content Security Policy" in complaint]) == 2


def test_the_policy_lets_the_book_load_and_save_its_own(reader: Reader) -> None:
    tab = reader.open("chapters/visits.html")
    loaded = tab.evaluate(
        """() => new Promise((done) => {
          const script = Object.assign(document.createElement("script"), { src: "../_static/mode.js" });
          script.onload = () => done(true);
          script.onerror = () => done(false);
          document.head.append(script);
        })"""
    )
    assert loaded
    for made in ("URL.createObjectURL(new Blob(['x']))", "'data:text/plain,x'"):
        with tab.expect_download() as waiting:
            tab.evaluate(f"Object.assign(document.createElement('a'), {{href: {made}, download: 'x.txt'}}).click()")
        assert Path(waiting.value.path()).read_text("utf-8") == "x"
    assert reader.complaints == []


def test_nothing_is_published_that_no_page_uses(html_book: Path) -> None:
    static = html_book / "_static"
    texts = [path.read_text("utf-8") for path in html_book.rglob("*.html")]
    files = {path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file()}
    assert {"book.css", "book.js", "mode.js", "card.png", "icon.svg", "passages.js"} <= files
    texts.append((static / "search.js").read_text("utf-8"))
    scripts = [path.read_text("utf-8") for path in static.glob("*.js")]  # what one of them brings lies beside it
    unused = {name for name in files if not any(f"_static/{name}" in text for text in texts)}
    assert {name for name in unused if not any(f'URL("{name}"' in script for script in scripts)} == set()


def test_each_page_says_what_it_is(html_book: Path) -> None:
    told: dict[str, Path] = {}
    for path in pages_of(html_book):
        tree = html.parse(str(path)).getroot()
        if tree.xpath("//meta[@http-equiv='refresh'] | //body[@data-page]"):
            continue  # a page that has gone leads on
        named = {meta.get("name") or meta.get("property"): meta.get("content") for meta in tree.iter("meta")}
        assert 20 < len(named["description"]) <= 300, path
        assert named["og:title"]
        assert named["og:image"].endswith("/_static/card.png")
        assert len(tree.xpath("//meta[@name='viewport']")) == 1
        assert len(tree.xpath("//h1")) == 1
        (title,) = tree.xpath("//head/title/text()")
        assert title not in told, (path, told[title])
        told[title] = path


def test_the_picture_for_shared_addresses_is_as_large_as_it_says(html_book: Path) -> None:
    head = (html_book / "_static/card.png").read_bytes()[:24]
    assert struct.unpack(">II", head[16:24]) == (1200, 630)
    page = (html_book / "index.html").read_text("utf-8")
    assert re.search(r'og:image:width" content="1200"', page)


def test_the_home_page_is_a_cover_with_contents(html_book: Path) -> None:
    tree = html.parse(str(html_book / "index.html")).getroot()
    chapters = tree.xpath("//div[@class='book-contents']//a")
    assert [link.get("href") for link in chapters[:2]] == ["chapters/at-a-glance.html", "chapters/introduction.html"]
    numbers = ["".join(link.xpath("span[@class='number']/text()")) for link in chapters]
    assert numbers == [*map(str, range(1, len(chapters))), ""]  # the index has none
    assert "Second edition" in tree.xpath("string(//div[@class='masthead'])")
    assert tree.xpath("//div[@class='book-downloads']//a[contains(@href, '.epub')]")
