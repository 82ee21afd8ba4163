"""Volumes for tests: a copy of the small stock volume, and volumes made of a few records in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from bilateral.bibliography import read_bibliography
from bilateral.document import Document
from bilateral.model import DataFile
from bilateral.volume import Volume
from bilateral_workshop.verification.tools import chromium
from browser import opened_browser
from tools import need

settings.register_profile("volume", deadline=None)  # a busy machine is no fault
settings.load_profile("volume")

STOCK = Path(__file__).parent / "volume"

EDITION = {
    "name": "northland-southland",
    "title": "Northland and Southland",
    "subtitle": "A small book",
    "authors": ["The testers"],
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

    def make(bibliography: str = "", **collections: Any) -> Volume:
        path = tmp_path / "references.bib"
        path.write_text(bibliography, "utf-8")
        sources, problems = read_bibliography(path)
        assert not problems
        data = DataFile.model_validate({"volume": EDITION, "countries": COUNTRIES, **collections})
        return Volume(data, sources, Document("data/relations.yaml", {}, {}))

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    need(chromium() or "chromium")
    with opened_browser() as opened:
        yield opened
