"""The real book, built once for all tests that read it back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from book.browsing import Reader, Site, served
from shared import Shared
from tools import need, need_verapdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from bilateral_workshop.readback import Element
    from book.printed import Printed

ROOT = Path(__file__).parents[2]
NAME = "lithuania-mexico-relations"
BOOK = ("epub", "pdf", "html")
"""What is made from one reading; the web book comes last, for it offers the others."""
Validator = Callable[[Path, str], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def made(shared: Shared) -> Callable[..., object]:
    """Return a function that makes targets of the real book: once for all processes that run tests side by side."""

    return lambda *targets: shared.folder(f"made-{'-'.join(targets)}", lambda _: _make(*targets))


@pytest.fixture(scope="session")
def made_elsewhere(shared: Shared) -> Callable[..., Path]:
    """Return a function that makes targets of a copy of the book in another folder, from nothing, and returns it."""

    def make(*targets: str) -> Path:
        folder = shared.folder("elsewhere", lambda folder: shutil.copytree(ROOT / "source", folder / "text"))
        words = (*targets, f"SOURCE={folder / 'text'}", f"BUILD={folder / 'out'}")
        shared.folder(f"elsewhere-{'-'.join(targets)}", lambda _: _make(*words))
        return folder / "out"

    return make


def _make(*words: str) -> None:
    done = subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """The data file as plain texts."""
    text = (ROOT / "source/data/relations.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


@pytest.fixture(scope="session")
def html_book(made: Callable[..., object]) -> Path:
    made(*BOOK)
    return ROOT / "build/html"


@pytest.fixture(scope="session")
def epub_book(made: Callable[..., object]) -> Path:
    made(*BOOK)
    return ROOT / f"build/epub/{NAME}.epub"


@pytest.fixture(scope="session")
def typst_book(made: Callable[..., object]) -> Path:
    made(*BOOK)
    return ROOT / f"build/pdf/{NAME}.pdf"


@pytest.fixture(scope="session")
def structure(typst_book: Path, shared: Shared) -> Element:
    """The structure tree of the PDF."""
    from bilateral_workshop.readback import read_structure

    return shared.read(read_structure, typst_book)


@pytest.fixture(scope="session")
def typst_printed(typst_book: Path, shared: Shared) -> Printed:
    from book.printed import read_printed

    return shared.read(read_printed, typst_book)


@pytest.fixture(scope="session")
def latex_book(made: Callable[..., object]) -> Path:
    need("xelatex", "latexmk", "xindy")
    made("latexpdf")
    return ROOT / f"build/latex/{NAME}.pdf"


@pytest.fixture(scope="session")
def latex_printed(latex_book: Path, shared: Shared) -> Printed:
    from book.printed import read_printed

    return shared.read(read_printed, latex_book)


@pytest.fixture(scope="session")
def validate() -> Validator:
    """Return veraPDF. BOOK_VERAPDF is its command; profile and file are added, and 0 means that the file passes."""
    command = need_verapdf()
    return lambda book, profile: subprocess.run([*command, profile, book], capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site(html_book: Path) -> Iterator[Site]:
    with served(html_book) as running:
        yield running


@pytest.fixture
def home(site: Site) -> str:
    """The address of the web book."""
    return f"{site.root}/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of a browser that may use the clipboard."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    one = Reader(browser, site)
    yield one
    one.close()
