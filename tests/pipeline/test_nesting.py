"""Chapters nested more deeply than formats can set, and toctrees that lead back: told at their place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.conftest import SmallVolume


def fences(count: int) -> str:
    text = "deep"
    for number in range(count):
        text = f"{':' * (number + 3)}{{note}}\n{text}\n{':' * (number + 3)}"
    return text


def tables(count: int) -> str:
    text = "deep"
    for number in range(count):
        fence, body = "`" * (number + 3), "\n".join("    " + line for line in text.split("\n")).lstrip()
        text = f"{fence}{{list-table}} T\n:name: table-n{number}\n\n* - {body}\n{fence}"
    return text


def emphasis(count: int) -> str:
    marks = ["*" if number % 2 else "**" for number in range(count)]
    return "".join(f"{mark}a " for mark in marks) + "deep" + "".join(f" b{mark}" for mark in reversed(marks))


NESTED: dict[str, tuple[Callable[[int], str], int]] = {
    "quotes": (lambda count: "> " * count + "deep", 14),
    "notes": (fences, 29),
    "tables": (tables, 3),
    "emphasis": (emphasis, 58),
}
"""What may be nested, and how deep it may be."""


@pytest.mark.parametrize("kind", NESTED)
def test_as_deep_as_may_be_is_set(small: SmallVolume, kind: str) -> None:
    nest, deepest = NESTED[kind]
    small.append("chapters/chapter.md", f"\n{nest(deepest)}\n")
    built = small.build("typst")
    assert built.status == 0, built.said


@pytest.mark.parametrize("count", [1, 300])
@pytest.mark.parametrize("kind", NESTED)
def test_deeper_is_told_at_its_line(small: SmallVolume, kind: str, count: int) -> None:
    nest, deepest = NESTED[kind]
    small.append("chapters/chapter.md", f"\n{nest(deepest + (count if kind != 'tables' else min(count, 9)))}\n")
    built = small.build("html")
    assert built.status == 1
    told = [line for line in built.said.splitlines() if "WARNING: " in line]
    assert told
    assert all(re.search(r"chapter\.md:\d+: WARNING: this is nested too deeply to be set", line) for line in told)
    assert "Traceback" not in built.said


@pytest.mark.parametrize(
    ("page", "entry", "chain"),
    [
        ("chapters/chapter.md", "/index", "index -> chapters/chapter -> index"),
        ("chapters/reference.md", "/chapters/chapter", "chapters/chapter -> chapters/reference -> chapters/chapter"),
    ],
)
def test_a_toctree_that_holds_what_is_above_it(small: SmallVolume, page: str, entry: str, chain: str) -> None:
    if "reference" in page:
        small.edit("index.md", "\n```{toctree}\n:numbered:\n:caption: Part two\n\nchapters/reference\n```\n", "")
        small.append("chapters/chapter.md", "\n```{toctree}\n/chapters/reference\n```\n")
    small.append(page, f"\n```{{toctree}}\n{entry}\n```\n")
    built = small.build("html")
    assert built.status == 1
    assert "Traceback" not in built.said
    assert re.search(
        rf"{page}:\d+: WARNING: the toctree holds '[^']+', which is above it \({chain}\); remove", built.said
    )


def test_anchors_that_would_be_one_folder(small: SmallVolume) -> None:
    small.append("chapters/chapter.md", "\n```{glossary}\nEnvoy\n    Who is sent.\n```\n")
    small.append("chapters/chapter.md", "\n(term-envoy)=\n## Envoys\n\nText.\n\n(aux)=\n## Device\n\nText.\n")
    built = small.build("html")
    assert built.status == 1
    assert "'term-envoy' is already the anchor of a term in chapters/chapter, but for its capitals" in built.said
    assert "'aux' is no anchor" in built.said
