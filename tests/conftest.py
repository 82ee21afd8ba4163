"""Volumes for tests: a copy of the small stock volume, and volumes made of a few records in memory."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shared import Shared
from tools import BY_FIXTURE, Running, need, watch_processes

if TYPE_CHECKING:  # one test is to begin at once: what takes time to load, only those load that use it
    from playwright.sync_api import Browser

    from bilateral.volume import Volume

# The warnings of the programs that tests start are errors too.
THEIRS = (
    "pkg_resources is deprecated",  # pip uses it
    "Creating a LegacyVersion",  # pip, where a package once had a release with a faulty requirement
    "'sphinx_book_theme",  # uses what Sphinx 11 drops
    "'myst_parser",  # likewise
)
os.environ["PYTHONWARNINGS"] = ",".join(
    ["error", *(f"ignore:{message}" for message in THEIRS), "ignore:'sphinx.environment::myst_parser.mocking"]
)

os.environ["STANDBY"] = "0"  # no build leaves a process, but where that is what is tested

STOCK = Path(__file__).parent / "volume"

EDITION = {
    "name": "northland-southland",
    "title": "Northland and Southland",
    "subtitle": "A small book",
    "authors": [{"name": "The testers"}],
    "edition": "Test edition",
    "version": "0.1.0",
    "published": "2001-02-03",
    "language": "en",
    "licence": "CC0 1.0",
    "identifier": "urn:uuid:6f1ed002-ab59-5f3f-8bd0-000000000001",
    "address": "https://northland.example/book/",
    "description": "A small volume for tests.",
    "parties": ["XN", "XS"],
}
COUNTRIES = [
    {"id": "country-xn", "code": "XN", "name": "Northland", "adjective": "Northern", "language": "lt"},
    {"id": "country-xs", "code": "XS", "name": "Southland", "adjective": "Southern", "language": "es"},
]


def pytest_configure() -> None:
    watch_processes()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that they use, so that no mark is forgotten."""
    for item in items:
        for fixture in BY_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            for mark in BY_FIXTURE[fixture]:
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    Running.item = item
    try:
        return (yield)
    finally:
        Running.item = None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send Hypothesis's plugin home where nothing has used it: it would load all of Hypothesis to say so."""
    if "hypothesis" not in sys.modules:
        session.config.pluginmanager.unregister(name="hypothesispytest")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    own = tmp_path_factory.getbasetemp()
    return Shared(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def stock_books(shared: Shared) -> Path:
    """A folder with the books of the stock volume, below ``html``, ``epub`` and ``pdf``; nobody changes them."""
    from builds import sphinx

    def build(folder: Path) -> None:
        shutil.copytree(STOCK, folder / "volume")
        words = ["-q", "-W", "-n", "-b", "formats", "-D", "formats=html,epub,pdf", "-d", "doctrees", "volume", "books"]
        built = sphinx(*words, out=folder / "books", cwd=folder)
        assert built.status == 0, built.said

    return shared.folder("stock-books", build) / "books"


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the stock volume and make the copy the working directory, so that problems name short paths."""
    copy = tmp_path / "volume"
    shutil.copytree(STOCK, copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def volume_of(tmp_path: Path) -> Callable[..., Volume]:
    """Return a function that makes a volume of the collections given, without reading a data file."""
    from bilateral.bibliography import read_bibliography
    from bilateral.document import Document
    from bilateral.kinds import file_model
    from bilateral.volume import Volume

    def make(bibliography: str = "", **collections: Any) -> Volume:
        path = tmp_path / "references.bib"
        path.write_text(bibliography, "utf-8")
        sources, problems = read_bibliography(path)
        assert not problems
        data = file_model().model_validate({"volume": EDITION, "countries": COUNTRIES, **collections})
        return Volume(data, sources, Document("data/relations.yaml", {}, {}))

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    from bilateral_workshop.verification.tools import chromium
    from browser import opened_browser

    need(Path(chromium() or "chromium").name)
    with opened_browser() as opened:
        yield opened
