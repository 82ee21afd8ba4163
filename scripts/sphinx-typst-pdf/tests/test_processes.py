"""What is about processes: the one that sets a book knows no Sphinx, gives its memory back, and may be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sphinx_typst_pdf
from sphinx_typst_pdf.pages import write_list
from tests.projects import Project

pytestmark = pytest.mark.process

Make = Callable[..., Project]
PACKAGE = Path(sphinx_typst_pdf.__file__).parents[1]


@pytest.mark.parametrize("module", ["engine.__main__", "engine.finish_set", "readback"])
def test_engine_and_readback_import_no_sphinx(module: str) -> None:
    code = f"import sys, sphinx_typst_pdf.{module}; print(*{{'sphinx', 'docutils', 'pygments'}} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == ""


def test_the_package_imports_no_sphinx_before_setup() -> None:
    code = "import sys, sphinx_typst_pdf; print('sphinx' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "False"


def test_a_process_that_is_killed_is_named_and_the_last_book_stays(
    project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx_typst_pdf import compilation

    made = project("# Book\n\nText.\n")
    before = made.build().pdf.read_bytes()
    made.write("index.md", "# Book\n\nOther text.\n")
    suicide = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    monkeypatch.setattr(compilation, "COMMAND", suicide)
    failed = made.build()
    assert failed.status != 0
    assert ".pdf: the process that sets it has stopped with signal 9; is there memory enough?" in failed.said
    assert failed.pdf.read_bytes() == before
    assert [path.name for path in failed.out.glob(".*")] == []


def test_a_process_that_ends_before_it_has_read_is_named(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from sphinx_typst_pdf import compilation

    def encoded(_: object) -> str:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)  # until it has ended
        return "a message\n"

    monkeypatch.setattr(compilation, "COMMAND", ["false"])
    monkeypatch.setattr(compilation, "encode", encoded)
    failed = project("# Book\n\nText.\n").build()
    assert failed.status != 0
    assert ".pdf: the process that sets it has stopped with exit status 1" in failed.said
    assert "Broken pipe" not in failed.said


def test_several_processes_read_and_write(project: Make) -> None:
    pages = {f"page{number}": f"# Page {number}\n\nText {number}, see {{doc}}`page0`.\n" for number in range(12)}
    built = project("# Book\n", **pages).run("-j", "2", "-W")
    assert built.status == 0, built.said
    assert all(f"Text {number}," in built.structure.text for number in range(12))


def test_pages_are_listed_while_the_pdf_is_finished(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """To read what stands on them takes as long as to finish it."""
    from sphinx_typst_pdf import compilation

    said: list[str] = []
    answer = compilation.Compilation._answer

    def answered(*arguments: Any) -> Any:
        said.append("answer")
        return answer(*arguments)

    def written(*arguments: Any) -> None:
        said.append("list")
        write_list(*arguments)

    monkeypatch.setattr(compilation.Compilation, "_answer", answered)
    monkeypatch.setattr(compilation, "write_list", written)
    assert project("# Book\n\nText.\n", conf="typst_page_list = True\n").build("-W").status == 0
    assert said == ["answer", "answer", "list", "answer"]


def test_a_pdf_that_is_not_whole_leaves_no_list_of_its_pages(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from sphinx_typst_pdf import compilation

    conf = "typst_page_list = True\ntypst_verify_text = True\n"
    made = project("# Book\n\nText.\n", conf=conf)
    built = made.build("-W")
    assert built.status == 0
    (listed,) = built.out.glob("*.pages.json")
    monkeypatch.setattr(compilation.Compilation, "_verified", lambda *_: False)
    made.build("-E")
    assert not listed.exists()
