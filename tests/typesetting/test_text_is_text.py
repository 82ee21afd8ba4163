"""No sign of Typst's has any power in a text: what is written is what is read back from the PDF."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx

from bilateral_workshop.readback import Element, read_structure
from sphinx_typst_pdf.builder import TypstBuilder
from typesetting.conftest import CONF

SIGNS = """# @ $ * _ ` ~ ^ & = + - / \\ < > [ ] ( ) { } ; : ! ? % | " ' // /* */ -- --- ... #{ #[ $x$
<label> @ref \\u{41}
#read("/etc/passwd") #import"@preview/x:1.0.0":* #panic() #sym.arrow #include"x" https://x.y/z #let #set #show ```x```
_x_ *x* \\# \\" \\\\ [x]({{ #context #eval("1")""".split()
LETTERS = st.characters(
    min_codepoint=0x20,
    max_codepoint=0x24F,
    exclude_categories=("Cc", "Cf", "Cn", "Mn", "Zl", "Zp"),
    exclude_characters="ŉ",
)
TEXTS = (
    st.lists(st.one_of(st.sampled_from(SIGNS), st.text(LETTERS, max_size=12), st.just(" ")), min_size=1, max_size=12)
    .map("".join)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text.strip() != "")
)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> TypstBuilder:
    """A builder that has built an empty project, in this process."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "conf.py").write_text(CONF, "utf-8")
    (folder / "index.md").write_text("# Title\n", "utf-8")
    app = Sphinx(folder, folder, folder / "out", folder / "doctrees", "typst", status=None, warning=io.StringIO())
    app.build()
    assert isinstance(app.builder, TypstBuilder)
    return app.builder


def table(text: str) -> nodes.table:
    entry = nodes.entry("", nodes.paragraph("", text))
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.tbody("", nodes.row("", entry)), cols=1)
    return nodes.table("", nodes.title("", text), group)


def term(text: str) -> nodes.definition_list:
    item = nodes.definition_list_item("", nodes.term("", text), nodes.definition("", nodes.paragraph("", text)))
    return nodes.definition_list("", item)


def note(text: str) -> nodes.container:
    body = nodes.footnote("", nodes.label("", "1"), nodes.paragraph("", text), ids=["note"])
    return nodes.container("", nodes.paragraph("", "", nodes.footnote_reference("", "1", refid="note")), body)


PLACES: dict[str, tuple[Callable[[str], nodes.Element], str]] = {
    "paragraph": (lambda text: nodes.paragraph("", text), "P"),
    "emphasis": (lambda text: nodes.paragraph("", "", nodes.emphasis("", text)), "Em"),
    "strong": (lambda text: nodes.paragraph("", "", nodes.strong("", text)), "Strong"),
    "literal": (lambda text: nodes.paragraph("", "", nodes.literal("", text)), "Code"),
    "listing": (lambda text: nodes.literal_block(text, text, language="none"), "Code"),
    "link": (lambda text: nodes.paragraph("", "", nodes.reference("", text, refuri="https://x.y")), "Link"),
    "cell": (table, "TD"),
    "caption": (table, "Caption"),
    "term": (term, "Lbl"),
    "note": (note, "Note"),
    "quotation": (lambda text: nodes.block_quote("", nodes.paragraph("", text)), "BlockQuote"),
    "admonition": (lambda text: nodes.note("", nodes.paragraph("", text)), "P"),
    "line": (lambda text: nodes.line_block("", nodes.line("", text)), "P"),
    "unknown": (lambda text: type("invented", (nodes.General, nodes.TextElement), {})("", text), "Document"),
}


def set_text(builder: TypstBuilder, made: nodes.Element, title: str = "A title") -> Element:
    document = new_document("index.md")
    document.settings.env = builder.env
    document += nodes.section("", nodes.title("", title), made, ids=["section"])
    builder.write_doc_serialized("index", document)
    builder.write_doc("index", document)
    builder.finish()
    return read_structure(next(Path(builder.outdir).glob("*.pdf")))


def squash(text: str) -> str:
    return "".join(text.replace("\u2060", "").replace("\u200b", "").split())


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text=" ".join(SIGNS))
def test_what_is_written_is_read_back(place: str, text: str, builder: TypstBuilder) -> None:
    make, kind = PLACES[place]
    tree = set_text(builder, make(text))
    found = [squash(element.text) for element in tree.all(kind)]
    assert any(squash(text) in one for one in found), (text, found)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
@example(text=" ".join(SIGNS))
def test_a_title_is_read_back_in_the_heading_and_the_contents(text: str, builder: TypstBuilder) -> None:
    tree = set_text(builder, nodes.paragraph("", "x"), title=text)
    assert squash(text) in [squash(element.text) for element in tree.all("H1")]
    assert any(squash(text) in squash(element.text) for element in tree.all("TOCI"))


def test_nothing_is_read_from_the_disk(builder: TypstBuilder, tmp_path: Path) -> None:
    """What looks like a call is printed; raw Typst cannot leave the builder's folder."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", "utf-8")
    tree = set_text(builder, nodes.paragraph("", f'#read("{secret}")'))
    assert "a secret" not in tree.text
    document = new_document("index.md")
    document.settings.env = builder.env
    document += nodes.section("", nodes.title("", "T"), nodes.raw("", f'#read("../../{secret}")', format="typst"))
    builder.write_doc("index", document)
    builder.finish()
    assert builder._app.statuscode == 1
