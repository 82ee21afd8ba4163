"""No sign of Typst's has any power in a text: what is written is what is read back from the PDF."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sphinx_typst_pdf.builder import TypstBuilder
from sphinx_typst_pdf.readback import Element, read_structure
from tests.projects import CONF

SIGNS = """# @ $ * _ ` ~ ^ & = + - / \\ < > [ ] ( ) { } ; : ! ? % | " ' // /* */ -- --- ... #{ #[ $x$
<label> @ref \\u{41}
#read("/etc/passwd") #import"@preview/x:1.0.0":* #panic() #sym.arrow #include"x" https://x.y/z #let #set #show ```x```
_x_ *x* \\# \\" \\\\ [x]({{ #context #eval("1")""".split()
SIGNS_AS_TEXTS = [" ".join(SIGNS)]
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
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TypstBuilder]:
    """A builder that has built an empty project, in this process, which then forgets its directives and roles."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "conf.py").write_text(CONF, "utf-8")
    (folder / "index.md").write_text("# Title\n", "utf-8")
    with docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "doctrees", "typst", status=None, warning=io.StringIO())
        app.build()
        assert isinstance(app.builder, TypstBuilder)
        yield app.builder


def table(text: str) -> nodes.table:
    entry = nodes.entry("", nodes.paragraph("", text))
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.tbody("", nodes.row("", entry)), cols=1)
    return nodes.table("", nodes.title("", text), group)


def term(text: str) -> nodes.definition_list:
    item = nodes.definition_list_item("", nodes.term("", text), nodes.definition("", nodes.paragraph("", text)))
    return nodes.definition_list("", item)


def note(text: str, key: str) -> nodes.container:
    body = nodes.footnote("", nodes.label("", key), nodes.paragraph("", text), ids=[f"note{key}"])
    return nodes.container("", nodes.paragraph("", "", nodes.footnote_reference("", key, refid=f"note{key}")), body)


PLACES: dict[str, tuple[Callable[[str, str], nodes.Element], str]] = {
    "paragraph": (lambda text, key: nodes.paragraph("", text), "P"),
    "emphasis": (lambda text, key: nodes.paragraph("", "", nodes.emphasis("", text)), "Em"),
    "strong": (lambda text, key: nodes.paragraph("", "", nodes.strong("", text)), "Strong"),
    "literal": (lambda text, key: nodes.paragraph("", "", nodes.literal("", text)), "Code"),
    "listing": (lambda text, key: nodes.literal_block(text, text, language="none"), "Code"),
    "link": (lambda text, key: nodes.paragraph("", "", nodes.reference("", text, refuri="https://x.y")), "Link"),
    "cell": (lambda text, key: table(text), "TD"),
    "caption": (lambda text, key: table(text), "Caption"),
    "term": (lambda text, key: term(text), "Lbl"),
    "note": (note, "Note"),
    "quotation": (lambda text, key: nodes.block_quote("", nodes.paragraph("", text)), "BlockQuote"),
    "admonition": (lambda text, key: nodes.note("", nodes.paragraph("", text)), "P"),
    "line": (lambda text, key: nodes.line_block("", nodes.line("", text)), "P"),
    "unknown": (lambda text, key: type("invented", (nodes.General, nodes.TextElement), {})("", text), "Document"),
}


def set_text(builder: TypstBuilder, *made: nodes.Element, titles: list[str] | None = None) -> Element:
    document = new_document("index.md")
    document.settings.env = builder.env
    for number, title in enumerate(titles or ["A title"]):
        document += nodes.section("", nodes.title("", title), *made, ids=[f"section{number}"])
    builder.write_doc_serialized("index", document)
    builder.write_doc("index", document)
    builder.finish()
    return read_structure(next(Path(builder.outdir).glob("*.pdf")))


def squash(text: str) -> str:
    return "".join(text.replace("\u2060", "").replace("\u200b", "").split())


MANY = st.lists(TEXTS, min_size=8, max_size=16)
"""Texts of one document: to set a document takes a process, which takes longer than to set some more texts."""
FEW = settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize("place", PLACES)
@FEW
@given(texts=MANY)
@example(texts=SIGNS_AS_TEXTS)
def test_what_is_written_is_read_back(place: str, texts: list[str], builder: TypstBuilder) -> None:
    make, kind = PLACES[place]
    tree = set_text(builder, *(make(text, f"{number}") for number, text in enumerate(texts)))
    found = [squash(element.text) for element in tree.all(kind)]
    for text in texts:
        assert any(squash(text) in one for one in found), (text, found)


@FEW
@given(texts=MANY)
@example(texts=SIGNS_AS_TEXTS)
def test_a_title_is_read_back_in_the_heading_and_the_contents(texts: list[str], builder: TypstBuilder) -> None:
    tree = set_text(builder, nodes.paragraph("", "x"), titles=texts)
    headings = [squash(element.text) for element in tree.all("H1")]
    contents = [squash(element.text) for element in tree.all("TOCI")]
    for text in texts:
        assert squash(text) in headings
        assert any(squash(text) in entry for entry in contents)


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
