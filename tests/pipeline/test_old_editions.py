"""An old edition beside the newest: each of its pages says which it is, and leads to its counterpart there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from lxml import html

from bilateral_cli.commands.anchors import enter, keep
from pipeline.conftest import SmallVolume, copied_volume

ADDRESS = "https://northland.example/book/"
OLD = "editions/0.1.0/"
REFRESH = re.compile(r"0; url=(.+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the newest edition, in which a section, a chapter and an anchor have changed, and the one before."""
    folder = tmp_path_factory.mktemp("editions")
    small = copied_volume(folder / "small")
    built = small.build()
    assert built.status == 0, built.said
    enter(small.folder, built.out / "anchors.json", freeze=True)
    keep(small.folder)
    shutil.copytree(built.out, folder / "site" / OLD)
    small.edit("data/relations.yaml", "version: 0.1.0", "version: 0.2.0")
    change(small)
    built = small.build()
    assert built.status == 0, built.said
    shutil.copytree(built.out, folder / "site", dirs_exist_ok=True)
    return folder / "site"


def change(small: SmallVolume) -> None:
    """Rename a section, and move a chapter."""
    small.edit("chapters/chapter.md", "(second)=", "(later)=")
    data = small.folder / "data/relations.yaml"
    data.write_text(data.read_text("utf-8").replace("section: second", "section: later"), "utf-8")
    (small.folder / "chapters/reference.md").rename(small.folder / "chapters/tables.md")
    small.edit("index.md", "chapters/reference", "chapters/tables")
    moved = [line.split()[0] for line in ledger(small) if line.split()[2] == "chapters/reference"]
    redirects = ["second -> later", "chapters/reference# -> reference"]
    redirects += [f"chapters/reference#{anchor} -> {anchor}" for anchor in moved]
    (small.folder / "redirects.txt").write_text("\n".join(redirects) + "\n", "utf-8")


def ledger(small: SmallVolume) -> list[str]:
    lines = (small.folder / "anchors.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield each page of the old edition with its address; those that lead on have no edition to be told."""
    for path in sorted((site / OLD).rglob("*.html")):
        address = path.relative_to(site).as_posix()
        if not address.startswith((f"{OLD}a/", f"{OLD}cite/")):
            yield ADDRESS + address, html.parse(str(path)).getroot()


def file_of(site: Path, address: str) -> Path:
    path = site / urldefrag(address).url.partition("?")[0].removeprefix(ADDRESS)
    return path / "index.html" if address.endswith("/") or path.is_dir() else path


def followed(site: Path, address: str) -> str:
    """Return where an address leads at last."""
    for _ in range(5):
        page = html.parse(str(file_of(site, address))).getroot()
        found = REFRESH.search(" ".join(page.xpath("//meta[@http-equiv='refresh']/@content")))
        if found is None:
            return address
        address = urljoin(address, found[1])
    raise AssertionError(address)


def test_each_page_says_its_edition_and_leads_to_the_newest(site: Path) -> None:
    seen = 0
    for address, page in pages(site):
        (footer,) = page.xpath("//footer")
        assert "version 0.1.0" in footer.text_content(), address
        (link,) = footer.xpath(".//a[@rel='latest-version']/@href")
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        for led in (link, canonical):
            assert led.startswith(ADDRESS), address
            target = urldefrag(followed(site, led))
            newest = html.parse(str(file_of(site, target.url))).getroot()
            assert OLD not in target.url, address
            assert "version 0.2.0" in newest.xpath("//footer")[0].text_content()
            assert not target.fragment or newest.xpath(f"//*[@id='{target.fragment}']"), address
        seen += 1
    assert seen > 4


def test_the_home_page_leads_to_the_editions_before_it(site: Path) -> None:
    for home, wanted in (("index.html", [ADDRESS + OLD]), (f"{OLD}index.html", [])):
        links = html.parse(str(site / home)).xpath("//div[@class='book-downloads']//a[contains(@href, '/editions/')]")
        assert [link.get("href") for link in links] == wanted
        assert all(file_of(site, address).exists() for address in wanted)
        assert all("Version 0.1.0" in link.text_content() for link in links)


def test_the_old_edition_stays_within_itself(site: Path) -> None:
    for address, page in pages(site):
        for link in page.xpath("//main//a/@href | //nav//a/@href | //link[@rel='stylesheet']/@href | //script/@src"):
            led = urljoin(address, link)
            if led.startswith(ADDRESS) and not link.startswith(ADDRESS):
                assert led.startswith(ADDRESS + OLD), link
                assert file_of(site, led).exists(), led


def test_what_has_moved_or_got_another_name_is_found_from_the_old_edition(site: Path) -> None:
    for anchor, wanted in (("second", "chapters/chapter.html"), ("reference", "chapters/tables.html")):
        target = urldefrag(followed(site, f"{ADDRESS}a/{anchor}/"))
        assert target.url == f"{ADDRESS}{wanted}"
        newest = html.parse(str(file_of(site, target.url))).getroot()
        assert newest.xpath(f"//*[@id='{target.fragment}']")
    text = (site / OLD / "cite/chapters/chapter.html").read_text("utf-8")
    assert f"{ADDRESS}a/second/" in text
    assert "version 0.1.0" in text
