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


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {},
            "chapter.md:27: WARNING: the file includes 'chapters/chapter.md', which includes it (chapters/ch",
        ),
        ({"a.txt": "a.txt"}, "a.txt:3: WARNING: the file includes 'a.txt', which includes it (a.txt -> a.txt)"),
        (
            {"a.txt": "b.md", "b.md": "a.txt"},
            "b.md:3: WARNING: the file includes 'a.txt', which includes it (a.txt -> b.md",
        ),
        (
            {"a.txt": "0.txt", **{f"{number}.txt": f"{number + 1}.txt" for number in range(50)}},
            "38.txt:3: WARNING: more than 40 files include each other",
        ),
    ],
    ids=["itself", "a part itself", "two", "too many"],
)
def test_a_file_that_includes_what_includes_it(small: SmallVolume, files: dict[str, str], told: str) -> None:
    """Nothing else is told: the rest of the chapter is read."""
    (small.folder / "conf.py").write_text("extensions = ['bilateral_sphinx']\nexclude_patterns = ['b.md']\n", "utf-8")
    for name, other in files.items():
        (small.folder / name).write_text(f"Words.\n\n```{{include}} ../{other}\n```\n", "utf-8")
    small.append("chapters/chapter.md", f"\n```{{include}} {'../a.txt' if files else 'chapter.md'}\n```\n")
    built = small.build()
    warnings = [line for line in built.said.splitlines() if "WARNING: " in line]
    assert built.status == 1
    assert len(warnings) == 1, built.said
    assert told in warnings[0]


def test_a_file_may_be_included_twice(small: SmallVolume) -> None:
    (small.folder / "a.txt").write_text("Words.\n", "utf-8")
    small.append("chapters/chapter.md", 2 * "\n```{include} ../a.txt\n```\n")
    small.append("chapters/chapter.md", "\n```{include} chapter.md\n:literal:\n```\n")
    built = small.build()
    assert built.status == 0, built.said
    assert built.page("chapters/chapter.html").count(">Words.<") == 2
