"""Data files made to do harm: too long, too deep, turned around, leading elsewhere. They are refused, and quickly."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from bilateral.problems import Problem
from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.text import first_hidden
from bilateral_cli.main import main

HUGE = 10_000_000
SECONDS = 10.0
SAYS = "statement: A treaty was signed."


def problems(volume: Path) -> list[Problem]:
    start = time.process_time()
    with pytest.raises(FaultyVolumeError) as caught:
        read_volume(volume)
    assert time.process_time() - start < SECONDS
    assert max(len(str(problem)) for problem in caught.value.problems) < 1000
    return caught.value.problems


def edit(volume: Path, name: str, old: str, new: str) -> None:
    path = volume / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SAYS, "statement: " + "x" * HUGE),
        (SAYS, 'statement: "' + "\\u202e" * (HUGE // 6) + '"'),
        (SAYS, f"{'k' * HUGE}: A treaty was signed."),
        ("- id: event-recognition", "- id: event-" + "x" * HUGE),
        ("- id: event-recognition", "- id: ../../../../etc/cron.d/event"),
        ("date: 1899", "date: " + "1" * HUGE),
        ("date: 1899", "date: 1899" + "/.." * (HUGE // 3)),
        ("name: northland-southland", "name: ../../northland"),
        ("name: northland-southland", "name: $(touch executed)"),
        ("address: https://northland.example/book/", "address: javascript:alert(1)//"),
        ("address: https://northland.example/book/", "address: file:///etc/passwd/"),
    ],
    ids=lambda text: text[:40],
)
def test_a_value_of_any_size_or_shape_is_one_problem(old: str, new: str, stock: Path) -> None:
    edit(stock, "data/relations.yaml", old, new)
    found = problems(stock)
    assert len(found) >= 1
    assert {problem.code for problem in found} <= {
        "DAT003",
        "DAT011",
        "MOD001",
        "MOD002",
        "MOD004",
        "MOD005",
        "MOD006",
        "MOD008",
    }


@pytest.mark.parametrize(
    "code", ["202a", "202e", "2066", "2069", "200b", "feff", "0000", "001b", "e0041", "fffe", "00ad0000"]
)
def test_a_character_that_hides_something_is_told(code: str, stock: Path) -> None:
    escape = f"\\u{code}" if len(code) == 4 else f"\\U{code.zfill(8)}"
    edit(stock, "data/relations.yaml", SAYS, f'statement: "A treaty {escape} was signed."')
    (found,) = problems(stock)
    assert found.code in ("MOD008", "DAT003")
    assert (found.line, found.file) == (73, "data/relations.yaml")


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\ud800\\ud800"])
def test_half_a_character_is_told(half: str, stock: Path) -> None:
    edit(stock, "data/relations.yaml", SAYS, f'statement: "A treaty {half} was signed."')
    assert {problem.code for problem in problems(stock)} <= {"DAT003", "MOD008"}


def test_what_scripts_need_may_stand() -> None:
    from bilateral.text import first_hidden

    assert (
        first_hidden(
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u05d0\u200f ar\u00adbi\u00adtrary e\u0301\u00a0x"
        )
        is None
    )


@pytest.mark.parametrize(
    ("bomb", "code"),
    [
        ("a: &a [x,x]\nb: &b [*a,*a]\n" + "".join(f"c{n}: &c{n} [*b,*b]\n" for n in range(30)), "DAT008"),
        ("a: " + "[" * 100_000, "DAT003"),
        ("{" * 100_000, "DAT003"),
        ("? " * 100_000, "DAT003"),
        ("- " * 100_000, "DAT006"),
        ("a: !!python/object/apply:os.system ['touch executed']\n", "DAT010"),
        ("!!python/object/new:os.system [touch executed]\n", "DAT006"),
        ("a: !!binary aGVsbG8=\nb: !!timestamp 2001-01-01\n", "DAT010"),
        ("%TAG ! tag:evil.example,2000:\n---\na: !x y\n", "DAT010"),
        ("a: |\n  x\n" * 20_000, "DAT007"),
    ],
    ids=lambda text: text[:24] if isinstance(text, str) else "",
)
def test_bombs_do_not_go_off(bomb: str, code: str, stock: Path) -> None:
    (stock / "data/relations.yaml").write_text(bomb, "utf-8")
    assert code in {problem.code for problem in problems(stock)}
    assert not list(stock.rglob("executed"))


@pytest.mark.parametrize(
    ("bibliography", "code"),
    [
        ("@misc{a, title = {" + "x" * HUGE + "}}", "BIB004"),
        ("@misc{" + "a" * HUGE + ", title = {x}}", "BIB004"),
        ("@string{a0 = {xxxxxxxxxx}}\n" + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(60)), "BIB004"),
        ("@misc{a, title = {" + "\\emph{" * 99 + "}" * 99 + "}}", "BIB003"),
        ("@misc{a, title = {" + "$" * 9999 + "}}", "BIB007"),
        ("@misc{a, xdata = {b}}\n@xdata{b, xdata = {a}}\n" * 99, "BIB008"),
        ("@misc{a, title = " + "{" * 20_000 + "}" * 20_000 + "}", "BIB001"),
        ("@misc{a, url = {file:///etc/passwd}}", "BIB004"),
        ("@misc{a, url = {data:text/html,x}}", "BIB004"),
        ("@misc{a, archived = {//evil.example}}", "BIB004"),
    ],
    ids=lambda text: text[:24],
)
def test_a_bibliography_is_as_safe(bibliography: str, code: str, stock: Path) -> None:
    (stock / "references.bib").write_text(bibliography, "utf-8")
    assert code in {problem.code for problem in problems(stock)}


@pytest.mark.parametrize("field", ["title", "author", "note", "publisher"])
@pytest.mark.parametrize("char", "\u202a\u202e\u2069\u200b\x00\x1b\ufffe\U000e0041")
def test_a_source_hides_nothing(char: str, field: str, stock: Path) -> None:
    entry = f"@book{{a, {field} = {{A {char} b}}, grade = {{A}}, seen = {{all}}, langid = {{en}}}}\n"
    (stock / "references.bib").write_text(entry, "utf-8")
    assert {problem.code for problem in problems(stock)} & {"BIB004", "FIL004"}


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff"])
def test_half_a_character_of_a_source_is_told(half: str, stock: Path) -> None:
    content = f"@misc{{a, title = {{A {half} b}}}}".encode("raw_unicode_escape").decode("unicode_escape")
    (stock / "references.bib").write_bytes(content.encode("utf-8", "surrogatepass"))
    assert "BIB001" in {problem.code for problem in problems(stock)}


@pytest.mark.parametrize("key", ["=cmd", "-x", "../x", "a\x1b[2Jb", "a\u202eb", "</script>", "]]>", "a'b", "k" * 101])
def test_a_key_is_words_and_nothing_of_it_reaches_the_terminal(key: str, stock: Path) -> None:
    (stock / "references.bib").write_text(f"@misc{{{key}, title = {{A}}}}", "utf-8")
    found = problems(stock)
    assert {problem.code for problem in found} & {"BIB004", "FIL004"}
    assert not [problem for problem in found if first_hidden(str(problem))]


@pytest.mark.parametrize("part", ["=cmd", "a\\x1b[2Jb", "a\\u202eb", "</script>", "]]>", "{{ 7 }}", "a\\nb", "\\ud800"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- id: event-recognition", '- id: "event-{}"'),
        ("name: northland-southland", 'name: "{}"'),
        ("  name: northland-southland", 'vocabularies: {units: {"{}": x}}\n  name: northland-southland'),
    ],
)
def test_an_id_or_a_word_is_letters_and_nothing_of_it_reaches_the_terminal(
    part: str, old: str, new: str, stock: Path
) -> None:
    edit(stock, "data/relations.yaml", old, new.replace("{}", part))
    found = problems(stock)
    assert {problem.code for problem in found} & {"MOD004", "MOD005", "MOD001", "DAT003", "MOD003"}
    assert not [problem for problem in found if first_hidden(str(problem))]


@pytest.mark.parametrize(
    "name",
    [
        *("data/relations.yaml", "data/relations.schema.json", "references.bib"),
        *("anchors.txt", "redirects.txt", "pages.txt", "paragraphs.txt"),
    ],
)
def test_a_link_out_of_the_volume_is_not_followed(name: str, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = stock.parent / "secret.txt"
    secret.write_text("mullpomtirgqux: 1\n")
    (stock / name).unlink(missing_ok=True)
    (stock / name).symlink_to(secret)
    assert main(["check", "."]) == 1
    said = capsys.readouterr().err
    assert re.search(rf"^{name}:0:0: (DAT|BIB|ANC)001 the file is a link out of the volume", said, re.MULTILINE)
    assert "mullpomtirgqux" not in said
