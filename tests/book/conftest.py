"""The real book, built once for all tests that read it back."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from book.browsing import Reader, Site, served
from tools import need

ROOT = Path(__file__).parents[2]
NAME = "lithuania-mexico-relations"
Validator = Callable[[Path, str], "subprocess.CompletedProcess[str]"]


def make(*targets: str) -> None:
    done = subprocess.run(["make", *targets], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """The data file as plain texts."""
    text = (ROOT / "source/data/relations.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


@pytest.fixture(scope="session")
def html_book() -> Path:
    make("epub", "html")
    return ROOT / "build/html"


@pytest.fixture(scope="session")
def epub_book() -> Path:
    make("epub")
    return ROOT / f"build/epub/{NAME}.epub"


@pytest.fixture(scope="session")
def typst_book() -> Path:
    make("pdf")
    return ROOT / f"build/pdf/{NAME}.pdf"


@pytest.fixture(scope="session")
def latex_book() -> Path:
    need("xelatex", "latexmk", "xindy")
    make("latexpdf")
    return ROOT / f"build/latex/{NAME}.pdf"


@pytest.fixture(scope="session")
def validate() -> Validator:
    """Return veraPDF. BOOK_VERAPDF is its command; profile and file are added, and 0 means that the file passes."""
    command = shlex.split(os.environ.get("BOOK_VERAPDF", ""))
    need(*command[:1] or ["veraPDF (BOOK_VERAPDF is its command)"])
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
