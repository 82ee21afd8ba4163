"""Whatever Typst refuses is told at the line of a document, with what to do; never at a line of the template."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from tests.projects import Project

Make = Callable[..., Project]
CMYK = base64.b64decode(
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwBQNzxGPDJQRkFGWlVQX3jIgnhubnj1r7mRyP///////////////////////////////////////////////////"
    "8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNR"
    "YQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeY"
    "mZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwC7VKrtXa//2Q=="
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A `日` word.", 5),
        ("```python\nx = 1\ny = '日'\n```", 5),
        ("*日*", 5),
        ("## Title `日`", 5),
        ("| a |\n| - |\n| `日` |", 5),
        ("- item `日`", 5),
        ("```{figure} p.svg\n:alt: a\n\nCaption `日`\n```", 5),
        ("Note.[^a]\n\n[^a]: `日`", 5),
        ("```{list-table} Fine\n* - a\n  - `日`\n```", 7),
        ("```{list-table} Caption `日`\n* - a\n```", 5),
        ("```{code-block} python\n:caption: Caption `日`\n\nx\n```", 5),
        ("```{index} single: 日; second\n```\n\nText.", 8),
    ],
)
def test_a_missing_character_is_told_at_its_line(text: str, line: int, project: Make) -> None:
    made = project(f"# Book\n\nFine.\n\n{text}\n")
    made.write("p.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>')
    failed = made.build()
    assert failed.status != 0
    errors = [row for row in failed.said.splitlines() if "ERROR" in row]
    assert [row.partition(": ")[0] for row in errors] == [f"{made.folder / 'index.md'}:{line}"]
    assert '"日"' in errors[0]
    assert "typst_font_paths" in errors[0]


def test_a_missing_character_of_a_toctree_is_told_at_its_place(project: Make) -> None:
    made = project("# Book\n\nFine.\n\n```{toctree}\n:caption: 日\n\nfirst\n```\n")
    made.write("first.md", "# First\n")
    (error,) = [row for row in made.build().said.splitlines() if "ERROR" in row]
    assert error.startswith(f"{made.folder / 'index.md'}:5: ERROR: ")


@pytest.mark.parametrize("setting", ["author", "release", "copyright"])
def test_a_missing_character_of_a_setting_is_told_at_its_line(setting: str, project: Make) -> None:
    made = project("# Book\n", conf=f'{setting} = "日"\n')
    line = made.read("conf.py").splitlines().index(f'{setting} = "日"') + 1
    (error,) = [row for row in made.build().said.splitlines() if "ERROR" in row]
    assert error.startswith(f"{made.folder / 'conf.py'}:{line}: ERROR: ")


def test_what_typst_does_not_draw_of_a_picture_is_told_at_its_line(project: Make) -> None:
    made = project("# Book\n\nFine.\n\n![words](foreign.svg)\n")
    inside = '<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">Lost</p></foreignObject>'
    made.write("foreign.svg", f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>')
    built = made.build()
    assert built.status == 0, built.said
    (warning,) = [row for row in built.said.splitlines() if "WARNING" in row]
    assert warning.startswith(f"{made.folder / 'index.md'}:5: WARNING: picture foreign.svg may be set wrong: ")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cmyk.jpg", CMYK, "CMYK"),
        ("broken.png", b"\x89PNG\r\n\x1a\nbroken", "failed to decode image"),
        ("empty.png", b"", "failed to decode image"),
        ("picture.bmp", b"BM1234567890", "unknown image format"),
        ("faulty.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "failed to parse SVG"),
        ("text.gif", b"no picture", "failed to decode image"),
    ],
)
def test_a_picture_that_cannot_be_set_is_told_at_its_line(
    name: str, content: bytes, reason: str, project: Make
) -> None:
    made = project(f"# Book\n\nFine.\n\nAnother ![one](fine.svg).\n\n![words]({name})\n")
    (made.folder / name).write_bytes(content)
    made.write("fine.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>')
    failed = made.build()
    assert failed.status != 0
    (error,) = [row for row in failed.said.splitlines() if "ERROR" in row]
    assert error.startswith(f"{made.folder / 'index.md'}:7: ERROR: picture {name} cannot be set: ")
    assert reason in error
    assert "save it anew as PNG, JPEG in RGB, or SVG" in error


@pytest.mark.parametrize(("setting", "value"), [("typst_logo", '"%s"'), ("typst_additional_files", '["%s"]')])
@pytest.mark.parametrize(
    ("name", "content"), [("cmyk.jpg", CMYK), ("broken.png", b"\x89PNG\r\n\x1a\n"), ("faulty.svg", b"<svg xmlns=")]
)
def test_a_picture_of_a_setting_that_cannot_be_set_is_told_at_the_setting(
    setting: str, value: str, name: str, content: bytes, project: Make
) -> None:
    made = project("# Book\n\nFine.\n", conf=f'{setting} = {value % name}\ntypst_template = "own.typ"\n')
    own = '#import "/base.typ": *\n'
    made.write("own.typ", own if setting == "typst_logo" else f'{own}#let rubric(body) = image("/{name}", alt: "a")\n')
    (made.folder / name).write_bytes(content)
    made.write("index.md", "# Book\n\n```{rubric} Title\n```\n")
    failed = made.build()
    assert failed.status != 0
    line = made.read("conf.py").splitlines().index(f"{setting} = {value % name}") + 1
    (error,) = [row for row in failed.said.splitlines() if "ERROR" in row]
    assert error.startswith(f"{made.folder / 'conf.py'}:{line}: ERROR: picture {name} ({setting}) cannot be set: "), (
        error
    )


def test_what_typst_would_leave_out_is_an_error(project: Make) -> None:
    made = project(
        "# Book\n\nFine.\n\n```{eval-rst}\n.. role:: t(raw)\n   :format: typst\n\nA :t:`#block[lost]` word.\n```\n"
    )
    failed = made.build()
    assert failed.status != 0
    (error,) = [row for row in failed.said.splitlines() if "ERROR" in row]
    assert "block may not occur inside of a paragraph and was ignored" in error
    assert error.startswith(f"{made.folder / 'index.md'}:")


@pytest.mark.parametrize("text", ["Before $$a^2$$ after.", "$$a^2$$ first.", "last $$a^2$$", "*in* $$a^2$$ $$b$$ list"])
@pytest.mark.parametrize("around", ["{}", "- {}", "> {}"])
def test_a_displayed_formula_within_a_paragraph_is_printed(text: str, around: str, project: Make) -> None:
    conf = 'myst_enable_extensions = ["dollarmath"]\nmyst_dmath_double_inline = True\n'
    built = project(f"# Book\n\n{around.format(text)}\n", conf=conf).build("-W")
    assert built.status == 0, built.said
    tree = built.structure
    assert [formula.alt for formula in tree.all("Formula")] == [part for part in ("a^2", "b") if f"${part}$" in text]
    words = [word for word in text.replace("*", "").split() if "$" not in word]
    assert [word for word in words if word not in tree.text] == []
