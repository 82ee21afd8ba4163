"""The real book, built once for all tests that read it back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from filelock import FileLock

from book.browsing import Reader, Site, served
from tools import need, need_verapdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bilateral_workshop.readback import Element

ROOT = Path(__file__).parents[2]
NAME = "lithuania-mexico-relations"
BOOK = ("epub", "pdf", "html")
"""What is made from one reading; the web book comes last, for it offers the others."""
Validator = Callable[[Path, str], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Return a function that makes targets of the real book: once for all processes that run tests side by side."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def make(*targets: str) -> None:
        done = shared / f"made-{'-'.join(targets)}"
        with FileLock(shared / "book.lock"):
            if not done.exists():
                run = subprocess.run(["make", *targets], cwd=ROOT, capture_output=True, text=True, check=False)
                assert run.returncode == 0, run.stdout + run.stderr
                done.touch()

    return make


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """The data file as plain texts."""
    text = (ROOT / "source/data/relations.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


@pytest.fixture(scope="session")
def html_book(made: Callable[..., None]) -> Path:
    made(*BOOK)
    return ROOT / "build/html"


@pytest.fixture(scope="session")
def epub_book(made: Callable[..., None]) -> Path:
    made(*BOOK)
    return ROOT / f"build/epub/{NAME}.epub"


@pytest.fixture(scope="session")
def typst_book(made: Callable[..., None]) -> Path:
    made(*BOOK)
    return ROOT / f"build/pdf/{NAME}.pdf"


@pytest.fixture(scope="session")
def structure(typst_book: Path) -> Element:
    """The structure tree of the PDF, read once; nobody changes it."""
    from bilateral_workshop.readback import read_structure

    return read_structure(typst_book)


@pytest.fixture(scope="session")
def latex_book(made: Callable[..., None]) -> Path:
    need("xelatex", "latexmk", "xindy")
    made("latexpdf")
    return ROOT / f"build/latex/{NAME}.pdf"


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
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    one = Reader(browser, site)
    yield one
    one.close()
