"""Each example of the guide does what the guide says of it; they are taken from its text."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

from sphinx_typst_pdf.readback import Element, read_structure
from tests.projects import SHOWCASE, Project
from tests.test_docs import GUIDE, fences

Make = Callable[..., Project]
OWN = "something"
"""A key that the builder does not know."""
TEMPLATE = '#import "/base.typ"\n#import "/base.typ": *\n#let book(about, ..rest, body) = base.book(about, ..rest, [\n'
POINTS = 72 / 25.4
"""In a millimetre."""


def example(beginning: str) -> str:
    """Return the example of settings that begins so."""
    (found,) = [block for block in fences(GUIDE, "python") if block.startswith(beginning)]
    return found


def row(table: str, key: str) -> str:
    """Return the second cell of a row in the table below a heading."""
    section = GUIDE.read_text("utf-8").partition(f"\n## {table}\n")[2]
    (cell,) = re.findall(rf"^\| (?:`\w+`, )?`{key}`(?:, `\w+`)? \| (.*?) \|$", section, re.MULTILINE)
    return str(cell)


def told(text: str) -> list[str]:
    """Return what stands as code in a text."""
    return re.findall(r"`([^`]+)`", text)


def words(element: Element) -> str:
    return " ".join(element.text.replace("\u00a0", " ").split())


def characters(pdf: Path, page: int) -> list[LTChar]:
    """Return the characters of a page, counted from 1."""
    found: list[LTChar] = []
    stack: list[object] = [*extract_pages(pdf, page_numbers=[page - 1])]
    while stack:
        item = stack.pop()
        if isinstance(item, LTChar):
            found.append(item)
        elif isinstance(item, LTContainer):
            stack += list(item)
    return found


def test_several_books(project: Make) -> None:
    made = project("# Book\n", conf=example("typst_documents") + 'suppress_warnings = ["toc"]\n')
    made.write("index.md", "# Book\n\nOf the first page, see {doc}`api/below`.\n\n```{toctree}\nfirst\n```\n")
    made.write("first.md", "# First\n\nOf a chapter.\n")
    made.write("api/index.md", "# Interface\n\nOf its first page.\n\n```{toctree}\nbelow\n```\n")
    made.write("api/below.md", "# Below\n\nOf one below, see {doc}`/first` and {doc}`/licence`.\n")
    made.write("licence.md", "# Licence\n\nOf the licence.\n")
    made.write("changes.md", "# Changes\n\nOf the changes.\n")
    built = made.build("-W")
    assert built.status == 0, built.said
    manual, api = (read_structure(built.out / name) for name in ("manual.pdf", "api.pdf"))
    assert [title.text for title in manual.all("H1")] == ["Contents", "Book", "First", "Licence", "Changes"]
    assert [title.text for title in api.all("H1")] == ["Contents", "Below", "Licence", "Changes"]
    assert "Of its first page" not in api.text
    assert {title.text for title in manual.all("Title")} == {"The manual"}
    # A reference to a document that a book has not is printed as words.
    assert "see Below." in words(manual)
    assert re.search(r"see First and Licence \(p\. \d+\)\.", words(api))


def test_paper_and_margins(project: Make) -> None:
    text = "word " * 1200
    chapters = {name: f"# {name.title()}\n\n## Section\n\n{text}\n" for name in ("first", "second")}
    built = project("# Book\n", conf=example("typst_papersize"), **chapters).build("-W")
    assert built.status == 0, built.said
    tree = built.structure
    chapter = next(title for title in tree.all("H1") if title.text == "Second")
    assert chapter.page is not None
    assert chapter.page % 2 == 1  # chapters open on the right
    with pikepdf.open(built.pdf) as pdf:
        assert [round(float(side) / POINTS) for side in pdf.pages[0].mediabox[2:]] == [148, 210]
    for page, left, right in ((chapter.page, 22, 18), (chapter.page + 1, 18, 22)):
        found = [sign for sign in characters(built.pdf, page) if sign.get_text().strip()]
        assert round(min(sign.x0 for sign in found) / POINTS) == left  # nothing hangs
        assert round((148 * POINTS - max(sign.x1 for sign in found)) / POINTS) == right
    with pikepdf.open(built.pdf) as pdf:
        used = re.findall(rb"/\w+ ([\d.]+) Tf", pdf.pages[chapter.page].Contents.read_bytes())
    assert 10.0 in {float(size) for size in used}


def test_fonts(project: Make, dejavu: Path) -> None:
    conf = example("typst_font_paths").replace("EB Garamond", "DejaVu Sans")
    made = project("# Book\n\nA word, `code`, and \U0001f600.\n", conf=conf)
    (made.folder / "fonts").mkdir()
    shutil.copy(dejavu, made.folder / "fonts")
    built = made.build()
    assert built.status == 0, built.said
    said = [
        line.partition("there is no font ")[2].partition(";")[0] for line in built.said.splitlines() if "WARN" in line
    ]
    assert said == ["'Fira Code'", "'Noto Sans Mono'"]
    tree = built.structure
    (chapter,) = [title for title in tree.all("H1") if title.text == "Book"]
    assert chapter.page is not None
    fonts = {sign.get_text(): sign.fontname.partition("+")[2] for sign in characters(built.pdf, chapter.page)}
    assert fonts["w"] == "DejaVuSans"
    assert fonts["\U0001f600"] == "DejaVuSans"


def test_code_page_numbers_and_addresses(project: Make) -> None:
    section = GUIDE.read_text("utf-8").partition("### Code, page numbers and addresses")[2].partition("###")[0]
    (setting,) = [code for code in told(section) if "=" in code]
    pages = {"first": "# First\n\n[a site](https://example.org/x), <https://example.org/y>, {ref}`first`.\n"}
    made = project("# Book\n", conf=f'{setting}\npygments_style = "bw"\n', **pages)
    made.write("first.md", "(first)=\n" + made.read("first.md") + "\n```python\nclass X: pass\n```\n")
    text = words(made.build("-W").structure)
    assert "a sitea" in text
    assert text.count("https://example.org/x") == 1
    assert text.count("https://example.org/y") == 1
    assert re.search(r"First \(p\. \d+\)", text)
    plain = made.build("-W", "-D", "typst_show_pagerefs=0").structure
    assert "(p." not in words(plain)


def test_what_the_template_is_told(project: Make) -> None:
    table = "What the template is told"
    (date,) = [code for code in told(row(table, "date")) if "-" in code]
    (words_told,) = [code for code in told(row(table, "words")) if code.startswith("{")]
    (accent,) = [code.strip('"') for code in told(row(table, "accent"))]
    elements = {
        "date": ast.literal_eval(date),
        "words": ast.literal_eval(words_told),
        "accent": accent,
        "subtitle": "Below it",
        "authors": ["Ann", "Ben"],
        "byline": ["told by Ann", "and by Ben"],
        "edition": "Third edition",
        "imprint": ["Free of charge.", "By a body."],
        "description": "About it",
        "keywords": ["one", "two"],
        OWN: {"any": ["thing", 1, True, None]},
    }
    metadata = ast.literal_eval(re.findall(r"`(\{\"dc:.*?\})`", GUIDE.read_text("utf-8"))[0])
    conf = f"typst_elements = {elements!r}\ntypst_metadata = {metadata!r}\ntypst_template = 'own.typ'\n"
    made = project("# Book\n\n```{toctree}\n:caption: Parts\n:numbered:\n\nfirst\n```\n", conf=conf)
    made.write("first.md", "# First\n\nText.\n")
    made.write("own.typ", f"{TEMPLATE}  #repr(about.at({OWN!r}))#body\n])\n".replace("'", '"'))
    built = made.build("-W")
    assert built.status == 0, built.said
    tree = built.structure
    text = words(tree)
    for printed in ("Below it", "told by Ann", "and by Ben", "Third edition", "Free of charge.", "By a body."):
        assert printed in text
    assert '(any: ("thing", 1, true, none))' in text
    assert "Dalis I" in text
    assert "Skyrius 1" in text
    with pikepdf.open(built.pdf) as pdf, pdf.open_metadata() as known:
        assert known["dc:description"] == "About it"
        assert known["dc:creator"] == ["Ann, Ben"]  # Typst joins them
        assert known["pdf:Keywords"] == "one, two"
        assert str(known["xmp:CreateDate"]).startswith(elements["date"])
        assert known["dc:rights"] == metadata["dc:rights"]
        assert list(known["dc:publisher"]) == metadata["dc:publisher"]


def test_defaults_of_the_template_are_those_that_are_told(project: Make) -> None:
    built = project("# Book\n", conf='release = "3.1"\ncopyright = "2001, Ann"\nauthor = "Ann"\n').build("-W")
    text = words(built.structure)
    assert "Release 3.1" in text
    assert "© 2001, Ann" in text
    assert "Ann" in text


def test_writing_for_print(project: Make) -> None:
    guide = GUIDE.read_text("utf-8").partition("## Writing for print")[2].partition("\n## ")[0]
    span = next(code for code in told(guide) if "language-" in code and "[" in code)
    only, raw = (next(code for code in told(guide) if code.startswith(f"{{{name}}}")) for name in ("only", "raw"))
    page = (
        f"# Book\n\n{span} is here.\n\n```{only}\nIn print.\n```\n\n```{{only}} html\nOn the web.\n```\n\n"
        f"```{raw}\n#emph[Set by Typst.]\n```\n\n```{{list-table}}\n:stub-columns: 1\n\n* - head\n  - cell\n```\n\n"
        "```{epigraph}\nWise words.\n\n-- Somebody\n```\n\nA note.[^a]\n\n[^a]: At the foot.\n[^b]: Alone.\n\n"
        "![](picture.png)\n\n![Seen](picture.png)\n\n```{math}\n\\R = \\ce{H2O}\n```\n\n"
        f"{'abcdefghij' * 30}\n\n`{'abcdefghij' * 30}`\n\nLine<br>end <b>bold</b>\n"
    )
    conf = 'myst_enable_extensions = ["attrs_inline"]\ntypst_verify_text = True\nsuppress_warnings = ["ref.footnote"]\n'
    made = project(page, conf=conf + 'mathjax3_config = {"tex": {"macros": {"R": "x"}}}\n')
    shutil.copy(SHOWCASE / "picture.png", made.folder)
    built = made.build()
    assert built.status == 0, built.said
    tree = built.structure
    text = words(tree)
    assert "In print." in text
    assert "On the web." not in text
    assert "Set by Typst." in text
    lithuanian = [element for element in tree.all() if element.language == "lt"]
    assert [part for element in lithuanian for part in element.parts if isinstance(part, str)] == ["Šiauliai"]
    assert [figure.alt for figure in tree.all("Figure")] == ["Seen"]
    assert "Somebody" in next(tree.all("BlockQuote")).text
    assert {"At the foot.", "Alone."} <= {part for part in ("At the foot.", "Alone.") if part in text}
    assert "<b>" not in text


def test_addresses_inside_the_pdf(project: Make) -> None:
    pages = {name: f"# {name.title()}\n\n## Introduction\n\nText.\n" for name in ("first", "second")}
    built = project("(a-label)=\n# Book\n", **pages).build("-W")
    with pikepdf.open(built.pdf) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
    section = GUIDE.read_text("utf-8").partition("## Addresses inside the PDF")[2]
    (shown,) = [code for code in told(section.partition("\n## ")[0]) if code.startswith("first#")]
    assert {"a-label", "first", "second", shown, shown.replace("first", "second")} <= names
    assert "introduction" not in names


def test_nodes_of_your_own(project: Make) -> None:
    (code,) = [block for block in fences(GUIDE, "python") if "add_node" in block]
    before, call, after = code.partition("app.add_node")
    made = project(
        "# Book\n\nA {riddle}`word` is here.\n", conf='import sys\nsys.path.insert(0, ".")\nextensions += ["riddles"]\n'
    )
    setup = f"def setup(app):\n    {call}{after}".replace("html=…", "html=(visit_riddle, depart_riddle)")
    role = "    app.add_role('riddle', lambda name, raw, text, line, inliner: ([riddle('', nodes.Text(text))], []))\n"
    head = "from docutils import nodes\n\nclass riddle(nodes.Inline, nodes.TextElement):\n    pass\n\n"
    made.write("riddles.py", f"{head}{before}\n{setup}{role}")
    made.write("conf.py", made.read("conf.py").replace('"."', repr(str(made.folder))))
    built = made.build("-W")
    assert built.status == 0, built.said
    assert [element.text for element in built.structure.all("Em")] == ["word"]
