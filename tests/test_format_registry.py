"""One registry of formats: what is entered there is built, published, offered, listed and judged without more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bilateral.formats import FORMATS, STANDARD, Format
from bilateral_workshop.verification.checks import JUDGES
from pipeline.conftest import ROOT, SmallVolume, copied_volume
from pipeline.test_make import environment_of_its_own

pytestmark = pytest.mark.process

INVENTED = '''"""Plain text, invented for a test."""

from bilateral.formats.format import Format

FORMAT = Format(
    name="text",
    title="the book as plain text",
    builder="text",
    file="index.txt",
    media_type="text/plain",
    rank=35,
    label="Plain text",
)
'''


class Press:
    """A copy of the press with one file more, and a small volume."""

    def __init__(self, folder: Path, small: SmallVolume) -> None:
        shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy2(ROOT / "Makefile", folder)
        for name in ("pyproject.toml", "requirements.lock"):
            shutil.copy2(ROOT / name, folder)
            os.utime(folder / name, (0, 0))  # older than the environment, which is not to be made again from here
        (folder / "scripts/bilateral/formats/text.py").write_text(INVENTED, "utf-8")
        self.folder, self.small, self.build = folder, small, folder / "build"

    def run(self, *words: str | Path) -> str:
        path = os.pathsep.join(str(self.folder / name) for name in ("scripts", "scripts/sphinx-typst-pdf"))
        done = subprocess.run(
            [*map(str, words)],
            cwd=self.folder,
            env={**environment_of_its_own(), "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def bilateral(self, *words: str | Path) -> str:
        return self.run(sys.executable, "-m", "bilateral_cli", *words)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    folder = tmp_path_factory.mktemp("press")
    made = Press(folder, copied_volume(folder / "small"))
    made.bilateral("build", made.small.folder, "--format", "text", "--format", "html")
    return made


def test_it_is_built_and_published(press: Press) -> None:
    assert "A chapter" in (press.build / "text/chapters/chapter.txt").read_text("utf-8")
    assert (press.build / "text/index.txt").stat().st_mtime_ns == (press.build / "html/index.html").stat().st_mtime_ns
    assert "Nothing to be done: text, html are up to date." in press.bilateral(
        "build", press.small.folder, "-f", "text", "-f", "html"
    )


def test_it_is_offered_for_download(press: Press) -> None:
    page = (press.build / "html/chapters/chapter.html").read_text("utf-8")
    assert '<a href="../downloads/text/index.txt">Plain text</a>' in page
    book = (press.build / "text/index.txt").read_bytes()
    assert (press.build / "html/downloads/text/index.txt").read_bytes() == book


def test_it_is_listed(press: Press) -> None:
    assert "text     text/index.txt     text/plain            the book as plain text" in press.bilateral("formats")
    assert press.bilateral("formats").index("the book as plain text") < press.bilateral("formats").index("tablet")
    assert "|text|" in press.bilateral("build", "--help")


def test_make_knows_it(press: Press) -> None:
    assert "  make text       the book as plain text: build/text/index.txt" in press.run("make", "help")
    words = [f"VENV={ROOT / '.venv'}", f"SOURCE={press.small.folder}", "BUILD=made"]
    (press.folder / "Makefile").touch()
    assert "text: made/text/index.txt" in press.run("make", *words, "text")


def test_it_is_judged_by_none(press: Press) -> None:
    program = "from pathlib import Path; from bilateral_workshop.verification import checks, table, tools; "
    program += "found = [check for check in checks.checks_for(Path('build')) if check.format == 'text']; "
    program += "print(*table.lines(checks.run_all(found, tools.Tools(Path('none')))), sep='\\n')"
    assert press.run(sys.executable, "-c", program).splitlines()[1].split()[:2] == ["text", "none"]


def test_nothing_else_of_the_project_knows_it(press: Press) -> None:
    """The copy has one file more, and no other that differs."""
    for path in (press.folder / "scripts").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and path.name != "text.py":
            assert path.read_bytes() == (ROOT / path.relative_to(press.folder)).read_bytes()


@pytest.mark.parametrize("kind", FORMATS.values(), ids=list(FORMATS))
def test_every_validator_of_a_format_is_one(kind: Format) -> None:
    assert {validator.split()[0] for validator in kind.validators} <= JUDGES.keys()
    assert kind.validators


def test_the_registry_is_in_order() -> None:
    assert STANDARD == ("html", "epub", "pdf")
    assert list(FORMATS) == ["html", "epub", "pdf", "tablet", "latex", "data"]
    assert [kind.name for kind in FORMATS.values() if kind.offers_downloads] == ["html"]
    assert len({kind.label for kind in FORMATS.values()}) == len(FORMATS)


def test_the_workflow_names_no_format_but_asks_for_all() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text("utf-8"))["jobs"]
    steps = jobs["release"]["steps"]
    assert any("bilateral build --all" in step.get("run", "") for step in steps)
    kept = " ".join(step["with"]["path"] for step in steps if "upload" in step.get("uses", ""))
    assert [name for name in FORMATS if name != "html" and f"build/{name}" in kept] == []
