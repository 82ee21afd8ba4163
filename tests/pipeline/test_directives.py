"""Directives and roles: what they print, and what they say of what they cannot print."""

from __future__ import annotations

import pytest
import yaml

from bilateral_cli.main import main
from pipeline.conftest import SmallVolume

FENCE = "```"


def table(kind: str, *options: str) -> str:
    return "\n".join([f"{FENCE}{{{kind}}} A caption", ":name: table-new", *options, FENCE, ""])


WRONG = {
    "unknown country": (table("visits", ":from: XX"), "'visits': option 'from': 'XX' is unknown"),
    "unknown column": (table("visits", ":columns: visiters"), "'visiters' is unknown; did you mean 'visitors'?"),
    "unknown record": (table("visits", ":ids: visit-aaa-1901"), "is unknown; did you mean 'visit-aaa-1900'?"),
    "unknown order": (table("visits", ":order: dat"), "option 'order': 'dat' is unknown; did you mean 'date'?"),
    "unknown register": (table("facts", ":register: G"), "option 'register': 'G' is unknown"),
    "unknown kind": (table("events", ":kind: recognitoin"), "did you mean 'recognition'?"),
    "option of another table": (table("people", ":register: F"), "option 'register' is not one of 'people'"),
    "an agreement that is none": (
        table("milestones", ":parent: visit-aaa-1900"),
        "option 'parent': 'visit-aaa-1900' is unknown; known: agreement-peace",
    ),
    "no name": (f"{FENCE}{{visits}} A caption\n{FENCE}\n", "needs a caption and a ':name: table-…'"),
    "no caption": (f"{FENCE}{{visits}}\n:name: table-new\n{FENCE}\n", "needs a caption and a ':name: table-…'"),
    "second home": (table("visits", ":canonical:"), "visit-aaa-1900 already has its home in"),
    "rec to nowhere": (
        "{rec}`visit-aaa-1901`",
        "no record 'visit-aaa-1901' in the data; did you mean 'visit-aaa-1900'?",
    ),
    "office at no date": ("{office}`person-aaa-zoe @ 1950`", "person-aaa-zoe holds no single office at 1950"),
    "office of two": ("{office}`person-aaa-zoe @ 1900`", "person-aaa-zoe holds no single office at 1900"),
    "office of a place": ("{office}`place-sud @ 1900`", "'place-sud' is not a person"),
    "office at nonsense": ("{office}`person-aaa-zoe @ then`", "'then' after '@' is neither a record nor a date"),
    "date of a place": ("{date}`place-sud`", "'place-sud' has no date"),
    "no such milestone": ("{date}`agreement-peace @ ratified`", "'agreement-peace' has no milestone 'ratified'"),
    "no such value": ("{value}`series-trade @ 1906`", "'series-trade' has no value at '1906'; values at: 1905"),
    "value of no series": ("{value}`place-sud @ 1906`", "'place-sud' is not a series"),
    "no such fact": ("{fact}`F09`", "no fact 'F09' in the data"),
    "fact told twice": ("Again.{fact}`F01`", "F01 is already stated in"),
    "no such mark": ("{mark}`confirmd`", "no standing 'confirmd'; did you mean 'confirmed'?"),
    "no such source": ("{source}`gazete`", "no source 'gazete' in the bibliography; did you mean 'gazette'?"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_at_its_line(wrong: str, small: SmallVolume) -> None:
    text, message = WRONG[wrong]
    line = len((small.folder / "chapters/reference.md").read_text("utf-8").splitlines()) + 2
    small.append("chapters/reference.md", f"\n{text}\n")
    built = small.build("dummy")
    said = [row for row in built.said.splitlines() if message in row]
    assert built.status != 0
    assert len(said) == 1, built.said
    assert said[0].startswith(
        (
            f"{small.folder / 'chapters/reference.md'}:{line}: WARNING",
            f"{small.folder / 'chapters/reference.md'}:1: WARNING",
        )
    )
    assert "[record." in said[0]
    assert "Traceback" not in built.said


@pytest.mark.parametrize("wrong", [name for name, (text, _) in WRONG.items() if text[0] == "{"])
def test_what_a_role_does_not_find_is_said_without_a_build(
    wrong: str, small: SmallVolume, capsys: pytest.CaptureFixture[str]
) -> None:
    text, message = WRONG[wrong]
    line = len((small.folder / "chapters/reference.md").read_text("utf-8").splitlines()) + 2
    small.append("chapters/reference.md", f"\n{text}\n")
    assert main(["check", str(small.folder)]) == 1
    said = capsys.readouterr().err
    assert f"/chapters/reference.md:{line}:{text.index('`') + 2}: PRO005 " in said
    assert message in said


def test_a_record_without_a_home_is_named(small: SmallVolume) -> None:
    small.edit("chapters/reference.md", ":name: table-places\n:canonical:", ":name: table-places")
    built = small.build("dummy")
    assert "place-nord has no home in the book; show it in a table with ':canonical:'" in built.said
    assert "relations.yaml:" in next(line for line in built.said.splitlines() if "place-nord has no home" in line)


def test_a_fact_that_is_told_nowhere_is_named(small: SmallVolume) -> None:
    small.edit("chapters/chapter.md", "{fact}`F03`", "")
    assert "F03 is stated nowhere; put {fact}`F03` into section 'second'" in small.build("dummy").said


def test_a_fact_told_in_another_section_is_named(small: SmallVolume) -> None:
    small.edit("chapters/chapter.md", "{fact}`F03`", "")
    small.edit("chapters/chapter.md", "{fact}`F01`", "{fact}`F01`{fact}`F03`")
    assert "F03 is stated in chapters/chapter (first), not in section 'second'" in small.build("dummy").said


def test_columns_and_order_are_the_authors_choice(small: SmallVolume) -> None:
    small.append("chapters/reference.md", "\n" + table("people", ":columns: country, name", ":order: -date"))
    built = small.build()
    part = built.page("chapters/reference.html").partition('id="table-new"')[2]
    assert built.status == 0, built.said
    assert part.index("col-country") < part.index("col-name")


def test_roles_print_what_the_data_says(small: SmallVolume) -> None:
    built = small.build()
    page = built.page("chapters/chapter.html")
    assert built.status == 0, built.said
    assert "Acting Queen <a" in page  # the term that covers 2 May 1900, not the later one
    assert ">2–4 May 1900</span>" in page
    assert ">about €12.5 million</span>" in page
    assert '<span class="lang-es" lang="es">Süd</span>' in page


def test_every_record_fact_and_source_is_in_the_inventory(small: SmallVolume) -> None:
    built = small.build()
    from sphinx.util.inventory import InventoryFile

    inventory = InventoryFile.loads((built.out / "objects.inv").read_bytes(), uri="").data
    assert "visit-aaa-1900" in inventory["record:visits"]
    assert inventory["record:visits"]["visit-aaa-1900"].uri == "chapters/chapter.html#visit-aaa-1900"
    data = yaml.load((small.folder / "data/relations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    records = {record["id"] for part in data.values() if isinstance(part, list) for record in part if "id" in record}
    found = {name for kind in inventory if kind.startswith("record:") for name in inventory[kind]}
    assert found == records | {"F01", "F02", "F03"} | {"story", "gazette"}


def test_chapters_are_numbered_through_all_parts(small: SmallVolume) -> None:
    built = small.build()
    assert '<span class="section-number">1 </span>A chapter' in built.page("chapters/chapter.html")
    assert '<span class="section-number">2 </span>Reference' in built.page("chapters/reference.html")
    assert "updating environment: 0 added, 0 changed" in small.build().said


READ = {
    "include": ("```{{include}} ../{}\n```\n", "part.xyz"),
    "literalinclude": ("```{{literalinclude}} ../{}\n```\n", "Makefile"),
    "csv-table": ("```{{csv-table}} T\n:name: table-t\n:file: ../{}\n```\n", "t.dat"),
}
"""Directives that read files, and names that do not say that a file is a text."""
NO_TEXT = {
    "Latin-1": (
        b"a,b\ncaf\xe9,d\n",
        "{}:2: WARNING: FIL003 byte 0xe9 is not UTF-8; save the file as UTF-8 [book.text]",
    ),
    "UTF-16": ("a,b\n".encode("utf-16"), "{}:1: WARNING: FIL003 byte 0xff is not UTF-8"),
    "NUL": (b"a,b\nc\0,d\n", "{}:2: WARNING: FIL004 the character U+0000 is no text; remove it"),
}


@pytest.mark.parametrize("directive", READ)
@pytest.mark.parametrize("damage", NO_TEXT)
def test_a_file_that_a_chapter_reads_is_text(small: SmallVolume, directive: str, damage: str) -> None:
    (typed, name), (content, told) = READ[directive], NO_TEXT[damage]
    (small.folder / name).write_bytes(content)
    small.append("chapters/chapter.md", f"\n{typed.format(name)}")
    built = small.build()
    assert built.status == 1
    assert told.format(small.folder / name) in built.said
    assert built.said.count("WARNING: ") == 1, built.said


def test_a_file_may_have_the_encoding_that_its_directive_names(small: SmallVolume) -> None:
    (small.folder / "t.dat").write_bytes(b"caf\xe9,b\n")
    typed = READ["csv-table"][0].format("t.dat\n:encoding: latin-1")
    small.append("chapters/chapter.md", f"\n{typed}")
    built = small.build()
    assert built.status == 0, built.said
    assert "café" in built.page("chapters/chapter.html")
