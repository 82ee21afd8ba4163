"""Projects of pages, the showcase, set once for all tests, and veraPDF."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from sphinx.locale import translators

from tests.projects import CONF, SHOWCASE, Built, Project

# A busy machine is no fault. Chance is for a run in an order by chance: a daily one fails for a change alone.
settings.register_profile("typst", deadline=None, derandomize="pytest_randomly" not in sys.modules)
settings.load_profile("typst")

Validator = Callable[[Path, str], "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def no_language_left() -> None:
    """Forget the language of an earlier project: Sphinx keeps that of the first one of a process."""
    translators.clear()


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Return a function that makes a project of pages: names without ``.md`` and their texts."""

    def make(index: str, conf: str = "", **pages: str) -> Project:
        made = Project(tmp_path / "project")
        made.write("conf.py", CONF + conf)
        toctree = "\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n" if pages else ""
        made.write("index.md", index + toctree)
        for name, text in pages.items():
            made.write(f"{name}.md", text)
        return made

    return make


@pytest.fixture(scope="session")
def dejavu() -> Path:
    """A font of the machine: DejaVu Sans."""
    fonts = [*Path("/usr/share/fonts").rglob("DejaVuSans.ttf")]
    if not fonts:
        message = "DejaVu Sans is not installed (Debian's fonts-dejavu-core)"
        if os.environ.get("BOOK_REQUIRE_TOOLS"):
            pytest.fail(f"{message}, and BOOK_REQUIRE_TOOLS forbids to skip")
        pytest.skip(message)
    return fonts[0]


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The showcase, set once, with warnings as errors."""
    folder = tmp_path_factory.mktemp("showcase") / "project"
    shutil.copytree(SHOWCASE, folder)
    built = Project(folder).build("-W", "--keep-going")
    assert built.status == 0, built.said
    return built


@pytest.fixture(scope="session")
def validate() -> Validator:
    """Return veraPDF. BOOK_VERAPDF is its command; profile and file are added, and 0 means that the file passes."""
    command = shlex.split(os.environ.get("BOOK_VERAPDF", ""))
    if not command or shutil.which(command[0]) is None:
        message = "veraPDF is not installed (BOOK_VERAPDF is its command)"
        if os.environ.get("BOOK_REQUIRE_TOOLS"):
            pytest.fail(f"{message}, and BOOK_REQUIRE_TOOLS forbids to skip")
        pytest.skip(message)
    return lambda book, profile: subprocess.run([*command, profile, book], capture_output=True, text=True, check=False)
