"""Reading YAML: every scalar stays text, every value has its exact place, and nothing makes the reader fall over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bilateral.document import Document, read_document
from bilateral.problems import KeyPath
from properties import example, given, st

PLACES = """\
volume:
  name: north
  parties: [XN, "XS"]
visits:
- id: visit-1
  date:   1900
  sources:
  - {source: gazette, locator: 'p. 1'}
-
  id: visit-2
  note: |
    Žemaitė,
    ąč
"""

# YAML forbids control characters and lone surrogates; a quoted text may hold all others.
_texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
_keys = _texts.filter(lambda text: text != "<<")
_values = st.recursive(_texts, lambda inner: st.lists(inner) | st.dictionaries(_keys, inner), max_leaves=10)


def _read(path: Path, content: str | bytes) -> Document:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document, problems = read_document(path)
    assert not problems
    assert document is not None
    return document


def _paths(value: object, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the path of ``value`` and of all values in it."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(inner, (*path, key))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("volume",), (1, 1)),
        (("volume", "name"), (2, 3)),
        (("volume", "parties"), (3, 3)),
        (("volume", "parties", 0), (3, 13)),
        (("volume", "parties", 1), (3, 17)),
        (("visits", 0), (5, 3)),
        (("visits", 0, "date"), (6, 3)),
        (("visits", 0, "sources", 0), (8, 5)),
        (("visits", 0, "sources", 0, "locator"), (8, 23)),
        (("visits", 1, "id"), (10, 3)),
        (("visits", 1, "note"), (11, 3)),
    ],
)
def test_a_key_or_item_has_its_exact_place(tmp_path: Path, path: KeyPath, place: tuple[int, int]) -> None:
    assert _read(tmp_path / "a.yaml", PLACES).positions[path] == place


@pytest.mark.parametrize("variant", ["\ufeff" + PLACES, PLACES.replace("\n", "\r\n")], ids=["BOM", "CR LF"])
def test_places_do_not_depend_on_how_an_editor_saves(tmp_path: Path, variant: str) -> None:
    plain, other = _read(tmp_path / "a.yaml", PLACES), _read(tmp_path / "b.yaml", variant)
    assert (plain.data, plain.positions) == (other.data, other.positions)


def test_a_problem_at_a_value_that_is_not_there_stands_at_the_nearest_place_above(tmp_path: Path) -> None:
    document = _read(tmp_path / "a.yaml", PLACES)
    problem = document.problem(("visits", 1, "sources", 0, "stance"), "MOD002", "it is missing")
    assert (problem.line, problem.column) == (10, 3)


def test_every_value_has_a_place(tmp_path: Path) -> None:
    document = _read(tmp_path / "a.yaml", PLACES)
    assert set(document.positions) == set(_paths(document.data, ()))


@pytest.mark.parametrize(
    "scalar",
    ["NO", "yes", "true", "null", "~", "1938-05-31", "2002", "0x1F", "0o17", "017", "1e3", "1_000", ".inf", "12:30:45"],
)
def test_a_scalar_stays_the_text_that_was_typed(tmp_path: Path, scalar: str) -> None:
    assert _read(tmp_path / "a.yaml", f"{scalar}: {scalar}\nlist: [{scalar}]\n").data == {
        scalar: scalar,
        "list": [scalar],
    }


def test_a_key_without_a_value_has_the_empty_text(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.yaml", "a:\nb: ''\n").data == {"a": "", "b": ""}


@given(data=st.dictionaries(_keys, _values, min_size=1), flow=st.booleans(), width=st.integers(10, 200))
def test_quoted_data_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any], *, flow: bool, width: int
) -> None:
    text = yaml.safe_dump(data, default_style='"', default_flow_style=flow, width=width, allow_unicode=True)
    assert _read(tmp_path_factory.mktemp("yaml") / "a.yaml", text).data == data


@given(content=st.binary() | st.text("ab:-?[]{},&*!|>'\"%@`#\n\t <1~\x07\xa0\u2028").map(str.encode))
@example(content=b"a: *a")
@example(content=b"&a a: *a")
@example(content=b"? {a: b}\n: c")
@example(content=b"%YAML 3.0\n---\na: b")
@example(content=b"a: !<tag:x> b")
@example(content=b"a: \xff")
@example(content="a: \ud7ff\ue000\ufffe".encode())
@example(content=b"\xff\xfea\x00:\x00 \x00b\x00")
def test_any_bytes_give_data_or_problems_with_a_place(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.yaml"
    path.write_bytes(content)
    document, problems = read_document(path)
    assert (document is None) == bool(problems)
    last = len(content.decode(errors="replace").splitlines()) + 1
    assert all(1 <= problem.line <= last and problem.column >= 1 for problem in problems)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_values_nested_without_end_are_a_problem_and_no_crash(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("a: " * (opening != "- ") + opening * 100_000, "utf-8")
    program = (
        "import pathlib, sys; from bilateral.document import read_document as r; print(r(pathlib.Path(sys.argv[1])))"
    )
    run = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "DAT0" in run.stdout


def test_a_billion_laughs_are_not_told(tmp_path: Path) -> None:
    levels = ["l0: &l0 [ha, ha]"] + [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(levels), "utf-8")
    document, problems = read_document(path)
    assert document is None
    assert {problem.code for problem in problems} == {"DAT008"}
    aliases = [problem for problem in problems if "alias" in problem.message]
    assert [problem.line for problem in aliases] == [line for line in range(2, 11) for _ in range(9)]
