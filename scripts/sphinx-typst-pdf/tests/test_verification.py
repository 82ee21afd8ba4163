"""``typst_verify_text`` finds what is lost and what stands outside its column, at the line of its document."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_typst_pdf import highlighting
from sphinx_typst_pdf.readback.comparison import missing, squashed
from tests.projects import SHOWCASE, Project

Make = Callable[..., Project]
VERIFIED = "typst_verify_text = True\n"
PAGE = "# Book\n\nA first paragraph of words.\n\n```console\n$ pip install x\ndone\n```\n\nDone with it, as is said.\n"


def test_the_showcase_is_whole(tmp_path: Path) -> None:
    shutil.copytree(SHOWCASE, tmp_path / "project")
    built = Project(tmp_path / "project").build("-W", "-D", "typst_verify_text=1")
    assert built.status == 0, built.said


def test_a_lost_line_is_found(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(PAGE, conf=VERIFIED)
    assert made.build().status == 0
    whole = highlighting.coloured_lines
    monkeypatch.setattr(
        "sphinx_typst_pdf.translator.media.coloured_lines", lambda *given: [*whole(*given)[:1], *["[]"] * 9]
    )
    failed = made.build("-E", "-a")
    assert failed.status != 0
    errors = [row for row in failed.said.splitlines() if "ERROR" in row]
    assert errors == [f"{made.folder / 'index.md'}:5: ERROR: text is not in small.pdf: 'done' [typst.text]"]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("#let literal(source) = box(width: 900pt, raw(source))", f"A `{'long_name.' * 12}` word."),
        (
            "#let literal(source) = box(width: 900pt, raw(source))",
            f"| a | b |\n| - | - |\n| `{'name.' * 20}` | {'word ' * 20} |",
        ),
        ("#let code(source, ..rest) = box(width: 900pt, raw(source))", f"```none\n{'word ' * 30}\n```"),
    ],
)
def test_text_outside_its_column_is_found(template: str, text: str, project: Make) -> None:
    made = project(f"# Book\n\nFine.\n\n{text}\n", conf=f'{VERIFIED}typst_template = "own.typ"\n')
    made.write("own.typ", f'#import "/base.typ": *\n{template}\n')
    failed = made.build()
    assert failed.status != 0
    errors = [row for row in failed.said.splitlines() if "ERROR" in row]
    assert errors
    assert all(row.startswith(f"{made.folder / 'index.md'}:5: ERROR: text stands outside") for row in errors), errors


def test_what_several_books_have_is_verified_in_each(project: Make) -> None:
    conf = VERIFIED + 'typst_documents = [("index", "a.pdf", "A", ""), ("first", "b.pdf", "B", "")]\n'
    built = project("# Book\n\nOf the book.\n", conf=conf, first="# First\n\nOf the first.\n").build("-W")
    assert built.status == 0, built.said


BOOK = squashed("Use. Then install it as is said. done. And read the whole page below. done? A note of several words.")


@pytest.mark.parametrize(
    ("texts", "lost"),
    [
        (["Use", "Then install it as is said", "done", "And read the whole page below"], []),
        (["Use", "done", "Then install it as is said"], [1]),  # it stands later
        (["Then install it as is said", "gone", "And read the whole page below"], [1]),
        (["A note of several words", "Then install it as is said"], []),
        (["Then install it as was said"], [0]),
    ],
)
def test_short_texts_stand_between_long_ones(texts: list[str], lost: list[int]) -> None:
    assert missing(texts, BOOK) == lost


@pytest.mark.parametrize(
    ("text", "book", "lost"),
    [
        ("a\u200dsmall\u2060 \u202eword\u202c", "a small word", []),  # joiners and marks of direction
        ("\u263a\ufe0e smiles a\u3164b", "\u263a\ufe0f smiles ab", []),  # selectors and fillers
        ("see \u05e9\u05dc\u05d5\u05dd \u05db\u05df ok", "see \u05df\u05db \u05dd\u05d5\u05dc\u05e9 ok", []),
        (
            "\u0627\u0644\u0633\u0644\u0627\u0645",
            "\u0645\u0644\u0627\u0633\u0644\u0627",
            [],
        ),  # lam and alef are one sign
        ("see \u05e9\u05dc\u05d5\u05dd", "see \u05df\u05db", [0]),
    ],
)
def test_texts_are_known_by_what_is_seen_of_them(text: str, book: str, lost: list[int]) -> None:
    assert missing([text], squashed(book)) == lost
