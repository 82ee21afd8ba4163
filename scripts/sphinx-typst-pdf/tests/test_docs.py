"""README and guide say what is so: settings, warnings, messages, and examples that work."""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_typst_pdf.settings import SETTINGS, default_documents
from tests.projects import SHOWCASE, Project

HERE = Path(__file__).parents[1]
GUIDE = HERE / "docs/guide.md"
README = HERE / "README.md"


def fences(page: Path, info: str) -> list[str]:
    """Return the fenced blocks of a page that have this info string."""
    return re.findall(rf"^```{info}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(typst_\w+)` \| (.+?) \|", GUIDE.read_text("utf-8"), re.MULTILINE))
    words = {"none": None, "the whole project": default_documents}
    shown = {name: words[text] if text in words else ast.literal_eval(text.strip("`")) for name, text in rows.items()}
    assert shown == {name: default for name, default, *_ in SETTINGS}


def test_every_kind_of_warning_is_documented() -> None:
    code = "".join(path.read_text("utf-8") for path in (HERE / "sphinx_typst_pdf").rglob("*.py"))
    given = set(re.findall(r'subtype="(\w+)"', code))
    given |= set(re.findall(r'self\.warn\(.*?, node, "(\w+)"[,)]', code, re.DOTALL))
    told = set(re.findall(r"`typst\.(\w+)`", GUIDE.read_text("utf-8")))
    assert told == given | {"warning", "error"}


def test_messages_are_worded_as_documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Project(tmp_path)
    made.write("conf.py", 'extensions = ["myst_parser", "sphinx_typst_pdf"]\nroot_doc = "chapter"\n')
    made.write("chapter.md", "# Book\n\nA.\n\nB.\n\n```{image} map.png\n```\nNo font has \u0f00.\n")
    shutil.copy(SHOWCASE / "picture.png", tmp_path / "map.png")
    monkeypatch.chdir(tmp_path)
    said = made.build().said.replace(f"{tmp_path}{os.sep}", "")
    expected = [line for block in fences(GUIDE, "text") for line in block.splitlines() if line.startswith("chapter")]
    assert len(expected) == 2
    assert [line for line in expected if line not in said] == [], said


def test_the_template_of_the_guide_works(project: Callable[..., Project]) -> None:
    made = project("# Book\n\nA `word`.\n", conf='typst_template = "own.typ"\n')
    made.write("own.typ", fences(GUIDE, "typst")[0])
    built = made.build("-W")
    assert built.status == 0, built.said
    tree = built.structure
    assert [element.page for element in tree.all("Title")] == [1]  # no half title
    assert [element.text for element in tree.all("Em")] == ["word"]


def test_rules_for_the_whole_book_stand_in_a_book_of_its_own(project: Callable[..., Project]) -> None:
    made = project(
        f"# Book\n\n[A link](https://example.org) {'and words ' * 60}\n", conf='typst_template = "own.typ"\n'
    )
    plain = made.build().pdf.read_bytes()
    made.write("own.typ", fences(GUIDE, "typst")[1])
    built = made.build("-W", "-E", "-a")
    assert built.status == 0, built.said
    assert built.pdf.read_bytes() != plain
    assert [element.page for element in built.structure.all("Title")] == [2]  # after the half title


def test_all_settings_of_the_guide_are_accepted(project: Callable[..., Project]) -> None:
    examples = fences(GUIDE, "python")
    conf = "".join(example for example in examples if example.startswith("typst_"))
    assert conf.count("typst_") >= 7
    pages = {"licence": "# Licence\n", "changes": "# Changes\n"}
    made = project("# Book\n", conf=conf + 'suppress_warnings = ["toc"]\n', **{"api/index": "# Interface\n"})
    for name, text in pages.items():
        made.write(f"{name}.md", f"{text}\nText.\n")
    (made.folder / "fonts").mkdir()
    built = made.build()
    assert built.status == 0, built.said
    said = [row.partition("WARNING: ")[2] for row in built.said.splitlines() if "WARNING" in row]
    assert said
    assert all(row.startswith("typst_fonts") for row in said), said  # the fonts are not there
    assert {path.name for path in built.out.glob("*.pdf")} == {"manual.pdf", "api.pdf"}


def test_the_readme_sets_up_a_project(tmp_path: Path) -> None:
    made = Project(tmp_path / "docs")
    made.write("conf.py", fences(README, "python")[0])
    made.write("index.rst", "Book\n====\n\nA word.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert "A word." in built.structure.text


def test_links_between_pages_lead_somewhere() -> None:
    pages = [README, *HERE.glob("docs/*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+\.md)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_the_changelog_begins_with_the_version() -> None:
    from sphinx_typst_pdf import __version__

    headings = re.findall(r"^## (\S+)", (HERE / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] in (__version__, "Unreleased")
    assert __version__ in headings
