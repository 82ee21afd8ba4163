"""The builder's code and the template: each calls and defines the same functions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sphinx_typst_pdf
from tests.projects import Built

BASE = Path(sphinx_typst_pdf.__file__).with_name("base.typ").read_text("utf-8")
STANDARD = {
    "emph",
    "strong",
    "sub",
    "super",
    "par",
    "text",
    "linebreak",
    "include",
    "import",
    "show",
    "h",
    "box",
    "hide",
}
"""What is Typst's own."""


def called(folder: Path) -> set[str]:
    """Return the functions that the fragments of a project call; string literals are taken out."""
    code = "".join(
        path.read_text("utf-8") for path in folder.rglob("*.typ") if path.name not in ("base.typ", "template.typ")
    )
    code = re.sub(r'"(?:\\.|[^"\\])*"', '""', code)
    return set(re.findall(r"#([a-z][a-z-]*)[(\[]", code))


def test_what_is_called_is_defined(showcase: Built) -> None:
    found = called(showcase.out / "typst")
    assert len(found) > 35
    assert {name for name in found - STANDARD if f"#let {name}" not in BASE} == set()


@pytest.mark.parametrize("size", ["a4", "a5", "us-letter", "tablet"])
def test_every_size_has_its_measures(size: str) -> None:
    from sphinx_typst_pdf.settings import SIZES

    assert size in SIZES
    row = re.search(rf"^  {size}: \(([^)]*)\)", BASE, re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"(\w+):", row[1])) == {"width", "height", "top", "bottom", "left", "right", "hang", "text"}


def test_the_template_loads_nothing_from_outside() -> None:
    assert re.search(r'@preview|import "@|https?://', BASE) is None
