"""What the settings do, each as people know it from Sphinx's LaTeX builder."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_text

from sphinx_typst_pdf.engine.reading_order import reading_order
from sphinx_typst_pdf.readback import Element, page_edges, read_structure
from sphinx_typst_pdf.translator.links import letters
from tests.conftest import Validator
from tests.projects import Built, Project

Make = Callable[..., Project]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><circle cx="15" cy="15" r="14"/></svg>'
ORPHAN = 'suppress_warnings = ["toc.not_included"]\n'
MODULES = "# Book\n\n```{eval-rst}\n.. py:module:: one\n.. py:module:: one.two\n.. py:module:: three\n```\n\nText.\n"
LINKS = """# Book

See [a site](https://example.org/x) and <https://example.org/y>.

## A [linked](https://example.org/title) title

| a |
| - |
| [in a cell](https://example.org/cell) |
"""


def words(tree: Element) -> str:
    return " ".join(tree.text.replace("\u00a0", " ").split())


def headings(built: Built) -> list[str]:
    return [element.text for element in built.structure.all("H1")]


def test_appendices_come_after_the_chapters_and_before_the_index(project: Make) -> None:
    conf = f'{ORPHAN}typst_appendices = ["after"]\n'
    made = project("# Book\n", conf=conf, first="# First\n\n```{index} single: apples\n```\n\nText.\n")
    made.write("after.md", "# After\n\nSee {doc}`first`.\n\n```{toctree}\nbelow\n```\n")
    made.write("below.md", "# Below\n\nLast.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert headings(built) == ["Contents", "Book", "First", "After", "Index"]
    assert "Below" in [element.text for element in built.structure.all("H2")]
    assert "See First (p. 6)." in words(built.structure)


def test_appendices_stand_beside_parts(project: Make) -> None:
    made = project(
        "# Book\n\n```{toctree}\n:caption: One\n\nfirst\n```\n", conf=f'{ORPHAN}typst_appendices = ["after"]\n'
    )
    made.write("first.md", "# First\n\n```{index} single: apples\n```\n\nText.\n")
    made.write("after.md", "# After\n\nText.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert headings(built)[-3:] == ["Part I\xa0One", "After", "Index"]
    pages = extract_text(built.pdf).split("\f")
    assert not [page for page in pages if "First" in page and "After" in page and "Contents" not in page]


def test_what_is_left_blank_between_chapters_is_blank(project: Make) -> None:
    made = project(
        "# Book\n", conf="typst_two_sided = True\n", first="# First\n\nText.\n", second="# Second\n\nText.\n"
    )
    pages = [page.strip() for page in extract_text(made.build().pdf).split("\f")]
    opened = [number for number, page in enumerate(pages) if page.startswith(("Contents", "First", "Second"))]
    assert len(opened) == 3
    assert {pages[number + 1] for number in opened} == {""}


def test_an_appendix_that_is_not_there_is_named(project: Make) -> None:
    said = project("# Book\n", conf='typst_appendices = ["nowhere"]\n').build().said
    assert "typst_appendices: there is no document 'nowhere'" in said


@pytest.mark.parametrize(
    ("wanted", "printed"), [("True", True), ("False", False), ("['py-modindex']", True), ("['c-index']", False)]
)
def test_indices_of_domains(wanted: str, printed: bool, project: Make) -> None:
    built = project(MODULES, conf=f"typst_domain_indices = {wanted}\n").build("-W")
    assert built.status == 0, built.said
    assert ("Python Module Index" in headings(built)) is printed
    entries = [element.text.replace("\u00a0", " ") for element in built.structure.all("P")]
    assert entries.count("one.two, 5") == 1 + printed  # once in the general index


def test_the_index_of_a_domain_can_be_referred_to(project: Make) -> None:
    built = project(f"{MODULES}\nSee {{ref}}`py-modindex`.\n").build("-W")
    assert built.status == 0, built.said
    assert "See Python Module Index (p. 6)." in words(built.structure)


def test_a_logo_stands_on_the_title_page(project: Make) -> None:
    made = project("# Book\n", conf='typst_logo = "logo.svg"\n')
    plain = made.build().pdf.read_bytes()
    made.write("logo.svg", SVG)
    built = made.build("-E", "-a", "-W")
    assert built.status == 0, built.said
    assert built.pdf.read_bytes() != plain
    assert list(built.structure.all("Figure")) == []  # it says nothing that the title does not


def test_measures_of_the_page(project: Make) -> None:
    conf = 'typst_page = {"width": "140mm", "left": "20mm", "right": "20mm", "hang": "0mm"}\ntypst_verify_text = True\n'
    built = project(f"# Book\n\n{'word ' * 200}\n", conf=conf).build("-W")
    assert built.status == 0, built.said
    with pikepdf.open(built.pdf) as book:
        assert round(float(book.pages[0].mediabox[2])) == 397


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ('typst_page = {"left": "wide"}\n', "typst_page['left'] is left out; write lengths such as '25mm'"),
        ('typst_page = {"edge": "1mm"}\n', "typst_page['edge'] is left out"),
        ('typst_show_urls = "always"\n', "typst_show_urls 'always' is unknown; known: no, inline, footnote"),
        ('typst_fonts = {"serif": "Nowhere"}\n', "typst_fonts['serif']: there is no font 'Nowhere'; there are DejaVu"),
        ('typst_fonts = {"sans": "Libertinus Serif"}\n', "typst_fonts['sans'] is left out; write the name of a font"),
        ('typst_fonts = {"mono": 3}\n', "typst_fonts['mono'] is left out; write the name of a font"),
        ('typst_font_paths = ["nowhere"]\n', "typst_font_paths: there is no folder 'nowhere'"),
        ('typst_attachments = [("nowhere.csv", "data", "text/csv", "Rows")]\n', "nowhere.csv', 'data'"),
        ('typst_attachments = [("conf.py", "secret", "text/x-python", "Code")]\n', "write (path, source or data or"),
        ('typst_logo = "nowhere.png"\n', "typst_logo 'nowhere.png' is not there"),
        ('typst_logo = "conf.py"\n', "typst_logo 'conf.py' is left out; SVG, PNG"),
        ('typst_additional_files = ["nowhere.typ"]\n', "typst_additional_files: 'nowhere.typ' is not there"),
        ('typst_elements["subtitle"] = 5\n', "typst_elements['subtitle'] is left out; write a text"),
        ('typst_elements["authors"] = {}\n', "typst_elements['authors'] is left out; write a list of texts"),
        ('typst_elements["words"] = "Dalis"\n', "typst_elements['words'] is left out; write texts for texts"),
        ("typst_elements[1] = 2\n", "typst_elements[1] is left out"),
        ('typst_metadata = {"dc:rights": 5}\n', "typst_metadata['dc:rights'] is left out; write a text"),
        ('typst_metadata = {"foo:bar": "x"}\n', "typst_metadata['foo:bar'] is left out"),
        ("typst_documents = [(1, 2, 3, 4)]\n", "typst_documents: (1, 2, 3, 4) is left out"),
        ('typst_documents = [("index", "a.pdf", "A", "")] * 2\n', "is left out; another book has its name"),
        ('typst_fonts = "Libertinus Serif"\n', "The config value `typst_fonts' has type `str'"),
        ("typst_creator = None\n", "The config value `typst_creator' has type `NoneType'"),
    ],
)
def test_what_cannot_be_used_is_named(conf: str, message: str, project: Make) -> None:
    built = project("# Book\n", conf=conf).build()
    assert built.status == 0, built.said
    assert message in built.said


@pytest.mark.parametrize(
    ("conf", "place", "message"),
    [
        ('typst_pdf_standards = ["ua-9"]\n', "", "typst_pdf_standards: unknown pdf standard: ua-9"),
        ('project = ""\n', "", "say project in conf.py"),
        ('typst_template = "own.typ"\n', "own.typ:2: ", "unclosed delimiter"),
        ('typst_attachments = [("conf.py", "source", "text/x-python", "d")]\n', "conf.py:1: ", "attached file"),
        ('language = "zh_CN"\n', "conf.py:1: ", "could not be displayed"),
    ],
)
def test_what_stops_a_book_is_told_where_it_is_set(conf: str, place: str, message: str, project: Make) -> None:
    made = project("# Book\n", conf=conf)
    made.write("own.typ", '#import "/base.typ": *\n#let x = (\n')
    built = made.build()
    assert built.status != 0
    assert "Traceback" not in built.said
    said = next(row for row in built.said.splitlines() if "ERROR" in row and message in row)
    assert said.startswith(f"{made.folder}/{place}" if place else "ERROR: "), said


def test_a_text_is_a_list_of_one(project: Make) -> None:
    built = project("# Book\n", conf='typst_elements |= {"authors": "Ann", "imprint": "Of 2001"}\n').build("-W")
    assert built.status == 0, built.said
    assert {"Ann", "Of 2001"} <= {part for each in built.structure.all("P") for part in each.parts}


def test_on_two_sides_chapters_open_on_the_right(project: Make) -> None:
    conf = "typst_two_sided = True\ntypst_verify_text = True\n"
    text = "word " * 900
    built = project("# Book\n", conf=conf, first=f"# First\n\n{text}\n", second=f"# Second\n\n{text}\n").build("-W")
    assert built.status == 0, built.said
    pages = [element.page for element in built.structure.all("H1")]
    assert all(page and page % 2 for page in pages), pages


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("no", "See a site and https://example.org/y."),
        ("inline", "See a site (https://example.org/x) and https://example.org/y."),
    ],
)
def test_addresses_of_links(how: str, expected: str, project: Make) -> None:
    text = words(project(LINKS, conf=f'typst_show_urls = "{how}"\n').build("-W").structure)
    assert expected in text
    assert ("in a cell (https://example.org/cell)" in text) is (how == "inline")
    assert "example.org/title" not in text


def test_addresses_of_links_as_notes(project: Make) -> None:
    built = project(LINKS, conf='typst_show_urls = "footnote"\ntypst_verify_text = True\n').build("-W")
    assert built.status == 0, built.said
    notes = [" ".join(note.text.split()) for note in built.structure.all("Note")]
    assert notes == ["ahttps://example.org/x"]


def test_notes_are_counted_in_letters() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 703)] == ["a", "z", "aa", "az", "ba", "aaa"]


@pytest.mark.verapdf
def test_all_of_them_are_accessible_and_archival(project: Make, validate: Validator, tmp_path: Path) -> None:
    conf = ORPHAN + 'typst_logo = "logo.svg"\ntypst_two_sided = True\ntypst_show_urls = "footnote"\n'
    made = project(LINKS + MODULES.partition("\n")[2], conf=conf + 'typst_appendices = ["after"]\n')
    made.write("logo.svg", SVG)
    made.write("after.md", "# After\n\nText.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    done = validate(built.pdf, "ua1,2a")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_second_book_has_its_own_indices(project: Make) -> None:
    conf = 'typst_documents = [("index", "a.pdf", "A", ""), ("first", "b.pdf", "B", "")]\n'
    built = project(MODULES, conf=conf, first="# First\n\nText.\n").build("-W")
    assert built.status == 0, built.said
    found = {name: [h.text for h in read_structure(built.out / name).all("H1")] for name in ("a.pdf", "b.pdf")}
    assert "Python Module Index" in found["a.pdf"]
    assert "Python Module Index" not in found["b.pdf"]


def test_a_font_of_the_project_is_taken_for_what_the_others_lack(project: Make, dejavu: Path) -> None:
    made = project("# Book\n\nA word and `\U0001f600`, \U0001f600.\n", conf='typst_font_paths = ["fonts"]\n')
    (made.folder / "fonts").mkdir()
    assert '"\U0001f600"' in made.build().said
    shutil.copy(dejavu, made.folder / "fonts")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert "\U0001f600" in built.structure.text


def test_letters_of_the_font_for_code_alone_are_taken_from_the_project(project: Make, dejavu: Path) -> None:
    """Typst's only Arabic letters are those of its font for code, all of one width."""
    made = project("# Book\n\nA word: محمد.\n", conf='typst_font_paths = ["fonts"]\n')
    assert "DejaVuSansMono" in fonts_in(made.build("-W").pdf)
    (made.folder / "fonts").mkdir()
    shutil.copy(dejavu, made.folder / "fonts")
    found = fonts_in(made.build("-W").pdf)
    assert "DejaVuSans" in found
    assert "DejaVuSansMono" not in found


def fonts_in(pdf: Path) -> set[str]:
    with pikepdf.open(pdf) as book:
        used = {str(font.BaseFont) for page in book.pages for font in page.resources.get("/Font", {}).values()}
    return {name.partition("+")[2] for name in used}


def test_fonts_by_their_use(project: Make, dejavu: Path) -> None:
    conf = 'typst_font_paths = ["fonts"]\ntypst_fonts = {"serif": "DejaVu Sans", "mono": ["DejaVu Sans"]}\n'
    made = project("# Book\n\nA word, and `code`.\n", conf=conf)
    (made.folder / "fonts").mkdir()
    shutil.copy(dejavu, made.folder / "fonts")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert fonts_in(built.pdf) == {"DejaVuSans"}


PARTS = "# Book\n\n```{toctree}\n:caption: Part of it\n\nfirst\n```\n"


@pytest.mark.parametrize("parts", [True, False])
def test_captions_of_toctrees_are_parts(parts: bool, project: Make) -> None:
    made = project(PARTS, conf=f"typst_use_parts = {parts}\n")
    made.write("first.md", "# First\n\n```python\ndef one(): ...\n```\n\n```{index} apples\n```\n\nText.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert ("Part I Part of it" in words(built.structure)) is parts
    assert headings(built)[-1] == "Index"


def test_no_index_another_style_and_the_creator(project: Make) -> None:
    conf = 'typst_use_index = False\npygments_style = "monokai"\ntypst_creator = "Press 1.0"\n'
    text = "# Book\n\n```{index} apples\n```\n\n```python\ndef one(): ...\n```\n"
    built = project(text, conf=conf).build("-W")
    assert built.status == 0, built.said
    assert "Index" not in headings(built)
    assert "#66d9ef" in (built.out / "typst/documents/index.typ").read_text("utf-8")  # a keyword, as in HTML
    with pikepdf.open(built.pdf) as book:
        assert str(book.docinfo["/Creator"]).startswith("Press 1.0, Typst")


def test_a_template_may_need_other_files(project: Make) -> None:
    conf = 'typst_template = "own.typ"\ntypst_additional_files = ["more/words.typ"]\n'
    made = project("# Book\n\nA `word`.\n", conf=conf)
    made.write(
        "own.typ", '#import "/base.typ": *\n#import "words.typ": marked\n#let literal(source) = marked(source)\n'
    )
    made.write("more/words.typ", "#let marked(source) = [<#source>]\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    assert "A <word>." in words(built.structure)


def test_only_what_the_toctrees_name(project: Make) -> None:
    conf = 'typst_documents = [("index", "a.pdf", "A", "", True)]\n'
    built = project("# Book\n\nOf the first page.\n", conf=conf, first="# First\n\nOf a chapter.\n").build("-W")
    assert built.status == 0, built.said
    assert "Of a chapter." in words(built.structure)
    assert "Of the first page." not in words(built.structure)


CARRIED = [("data.csv", "data", "text/csv", "The figures"), ("own.bin", "source", "application/octet-stream", "Bytes")]


@pytest.mark.verapdf
def test_a_pdf_carries_files_byte_for_byte_and_says_what_they_are(project: Make, validate: Validator) -> None:
    conf = f'typst_attachments = {CARRIED}\ntypst_pdf_standards = ["ua-1", "a-3a"]\n'
    made = project("# Book\n\nText.\n", conf=conf)
    written = {"data.csv": b"a,b\r\n1,2\r\n", "own.bin": bytes(range(256))}
    for name, content in written.items():
        (made.folder / name).write_bytes(content)
    built = made.build("-W")
    assert built.status == 0, built.said
    with pikepdf.open(built.pdf) as pdf:
        found = {name: pdf.attachments[name] for name in pdf.attachments}
        assert {name: file.get_file().read_bytes() for name, file in found.items()} == written
        told = {
            name: (str(file.obj.AFRelationship), file.get_file().mime_type, file.description)
            for name, file in found.items()
        }
    assert told == {name: (f"/{how.title()}", media, text) for name, how, media, text in CARRIED}
    done = validate(built.pdf, "ua1,3a")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_pdf_is_set_anew_when_a_file_that_it_carries_has_changed(project: Make) -> None:
    made = project("# Book\n", conf=f"typst_attachments = {CARRIED[:1]}\ntypst_pdf_standards = []\n")
    for content in (b"old", b"new"):
        (made.folder / "data.csv").write_bytes(content)
        with pikepdf.open(made.build("-W").pdf) as pdf:
            assert pdf.attachments["data.csv"].get_file().read_bytes() == content


def test_the_pages_are_listed_beside_the_pdf(project: Make) -> None:
    counted = " ".join(f"w{number}" for number in range(1500))
    text = f"# Book\n\n(here)=\n## Section\n\n{counted} last[^1].\n\n[^1]: Of the note.\n"
    built = project(text, conf="typst_page_list = True\n").build("-W")
    assert built.status == 0, built.said
    told = json.loads(built.pdf.with_suffix(".pages.json").read_text("utf-8"))
    assert told["documents"] == ["index"]
    begins, ends = (["".join(page[side]) for page in told["pages"]] for side in ("begins", "ends"))
    with pikepdf.open(built.pdf) as pdf:
        assert [page["label"] for page in told["pages"]] == [page.label or str(page.index + 1) for page in pdf.pages]
    assert "Section" in begins[told["anchors"]["index#here"] - 1]
    # A paragraph that runs over a page goes on where it was left.
    edges = zip(ends, begins[1:], strict=False)
    turned = [(end.split()[-1], begin.split()[0]) for end, begin in edges if end and begin]
    numbers = [(int(end[1:]), int(begin[1:])) for end, begin in turned if end[0] == begin[0] == "w"]
    assert numbers
    assert all(begin == end + 1 for end, begin in numbers), "at the very word"
    assert "Of the note" in words(built.structure)
    assert "Of the note" not in "".join(ends), "a note stands apart"


def test_edges_of_pages_are_read_from_right_to_left_where_they_are_so_written(project: Make) -> None:
    counted = ["".join("אבגדהוזחטי"[int(digit)] for digit in str(number)) for number in range(1000, 2500)]
    built = project(f"# Book\n\n{' '.join(counted)}\n", conf="typst_page_list = True\nlanguage = 'he'\n").build()
    told = json.loads(built.pdf.with_suffix(".pages.json").read_text("utf-8"))["pages"]
    edges = [("".join(end["ends"]).split(), "".join(begin["begins"]).split()) for end, begin in pairwise(told)]
    turned = [(end[-1], begin[0]) for end, begin in edges if end and begin and end[-1] in counted]
    assert turned
    assert all(counted.index(begin) == counted.index(end) + 1 for end, begin in turned)


@pytest.mark.parametrize("fault", ["", "a piece that ends elsewhere", "a piece that says nothing of its font"])
def test_edges_of_pages_are_the_same_when_all_of_a_page_is_parsed(
    project: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: str
) -> None:
    text = "# Book\n\n" + "\n\n".join(f"Some *words* of `{number}` in [Spanish]{{lang=es}}." for number in range(150))
    book = tmp_path / "book.pdf"
    with pikepdf.open(project(text).build("-W").pdf) as pdf:
        for page in pdf.pages if fault else ():
            content = page.Contents.read_bytes()
            around = b"/Artifact BMC " + content + b" EMC" if "ends" in fault else content.replace(b"Tf", b"  ", 1)
            page.Contents = pdf.make_stream(around)
        pdf.save(book)
    with pikepdf.open(book) as pdf:
        contents = reading_order(pdf).contents
        some = page_edges.page_edges(pdf, contents)
        assert sum(bool(page.begins) for page in some) > 3
        monkeypatch.setattr(page_edges, "MARKED", re.compile(b"nothing"))
        assert page_edges.page_edges(pdf, contents) == some


HELVETICA = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def test_edges_of_pages_are_read_however_strings_are_written() -> None:
    deep = "(" * 16 + "deep" + ")" * 16
    shown = [
        (rb"(a\(b\\)Tj", "a(b\\"),
        (rb"(\101\102) Tj", "AB"),
        (rb"<4142 43>Tj", "ABC"),
        (rb"[<41>-20(b)<43>]TJ", "AbC"),
        (rb"(a (EMC) ((b)))Tj", "a (EMC) ((b))"),
        (f"({deep})Tj".encode(), deep),
        (rb"[(one)-250(two) 3 (\\)(three)]TJ", "onetwo\\three"),
        (rb"/Span<</ActualText(a\) b)>>BDC (x)Tj EMC", "a) b"),
        (rb"/Span<</ActualText<FEFF00AD>>>BDC (x)Tj EMC (y)Tj", "\xady"),
        (rb"/Span<</Lang(e>>s)>>BDC (x)Tj EMC /Artifact BMC EMC", "x"),
    ]
    pieces = (b"/P<</MCID %d>>BDC BT /F1 10 Tf %s ET EMC\n" % (number, how) for number, (how, _) in enumerate(shown))
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        name = page.add_resource(pdf.make_indirect(HELVETICA), pikepdf.Name.Font, pikepdf.Name.F1)
        assert name == "/F1"
        page.Contents = pdf.make_stream(b"(of no piece)Tj " + b"".join(pieces))
        (edges,) = page_edges.page_edges(pdf, [list(range(len(shown)))])
    assert edges == ("1", *[[text for _, text in shown]] * 2)
