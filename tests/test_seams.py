"""One test for each use of an internal of Sphinx, docutils, MyST and the theme.

A new version of one of them that changes what we use fails here, and the name of the test is that of the module in
``bilateral_sphinx.seams`` which has to be mended.
"""

from __future__ import annotations

import ast
import gc
import inspect
import io
import logging
import os
import pickle
import random
import re
import shutil
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pydata_sphinx_theme
import pytest
import sphinx_book_theme
from docutils import nodes
from docutils.core import publish_doctree
from docutils.frontend import OptionParser, get_default_settings
from docutils.parsers.rst import Parser
from docutils.parsers.rst import directives as rst_directives
from docutils.utils import Reporter, get_stylesheet_list, new_document
from docutils.writers._html_base import HTMLTranslator
from jinja2 import ChoiceLoader, FileSystemLoader, TemplateNotFound
from myst_parser.mdit_to_docutils import base as myst
from myst_parser.mocking import MockIncludeDirective, MockState
from myst_parser.parsers.docutils_ import Parser as MystParser
from pydata_sphinx_theme.short_link import ShortenLinkTransform
from requests import Response
from sphinx import events as sphinx_events
from sphinx.addnodes import highlightlang, pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder, linkcheck
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.html._assets import _file_checksum
from sphinx.builders.latex.nodes import thebibliography
from sphinx.builders.latex.transforms import BibliographyTransform
from sphinx.config import Config
from sphinx.domains import std
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.errors import SphinxParallelError
from sphinx.locale import _
from sphinx.search import IndexBuilder
from sphinx.transforms import SphinxContentsFilter, SphinxSmartQuotes, i18n
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform, HighlightLanguageVisitor
from sphinx.util import docutils as sphinx_docutils
from sphinx.util.docutils import SphinxTranslator, docutils_namespace, patch_docutils
from sphinx.util.nodes import NodeMatcher, extract_messages, is_smartquotable
from sphinx.util.parallel import ParallelTasks, SerialTasks
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from bilateral_sphinx import phases, seams, state
from bilateral_sphinx.seams import (
    application,
    defaults,
    directives,
    dispatch,
    epub,
    event_log,
    figure_numbers,
    front_matter,
    general_index,
    highlighting,
    images,
    labels,
    latex,
    link_anchors,
    markdown,
    mathematics,
    page_settings,
    page_times,
    reading,
    references,
    rendering,
    search_index,
    section_numbers,
    single_nodes,
    smart_quotes,
    static_files,
    templates,
    theme,
    titles,
    toctrees,
    translations,
    tree_walks,
    unused,
    visitors,
    walkabout,
    writing,
)

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scripts/bilateral_sphinx"
DOCUMENTED = {
    "sphinx",
    "sphinx.addnodes",
    "sphinx.application",
    "sphinx.builders",
    "sphinx.builders.dirhtml",
    "sphinx.builders.html",
    "sphinx.config",
    "sphinx.domains",
    "sphinx.environment",
    "sphinx.errors",
    "sphinx.locale",
    "sphinx.transforms",
    "sphinx.transforms.post_transforms",
    "sphinx.util",
    "sphinx.util.docutils",
    "sphinx.util.nodes",
    "sphinx.util.osutil",
    "sphinx.util.typing",
    "docutils",
    "docutils.parsers.rst",
}
"""Modules whose names the press uses outside the seams: those of Sphinx's and docutils' documentation."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    """Build the small volume in this process."""
    folder = tmp_path_factory.mktemp("seams")
    source = shutil.copytree(ROOT / "tests/volume", folder / "volume")
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, source, folder / "html", folder / "doctrees/book", "html", status=None, warning=None)
        app.build()
        yield app


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def source_of(thing: Any) -> str:
    return inspect.getsource(thing)


def test_application(book: Sphinx) -> None:
    assert application.app_of(book.env) is book
    before = application.warning_count(book)
    book._warncount += 1
    assert application.warning_count(book) == before + 1
    book._warncount = before


def test_defaults() -> None:
    config = Config({"project": "said"}, {"author": "said"})
    defaults.set_defaults(config, {"project": "default", "author": "default", "version": "default"})
    assert (config.project, config.version) == ("said", "default")
    assert config.author != "default"


def test_directives() -> None:
    assert parameters(MockIncludeDirective)[:7] == [
        "renderer", "name", "klass", "arguments", "options", "body", "lineno",
    ]  # fmt: skip
    assert "self._renderer = renderer" in source_of(MockState)
    assert "parser" in directives.INCLUDE_OPTIONS  # the option that the guard takes out
    assert (directives.STANDARD_FILES / "isonum.txt").is_file()
    assert directives.LiteralInclude.required_arguments == 1
    assert {"file", "url"} <= (directives.CSVTable.option_spec or {}).keys()
    assert "figwidth" in (directives.Figure.option_spec or {})
    assert directives.TabularColumns.required_arguments == 1


def test_epub() -> None:
    ours = {"build_content", "build_navigation_doc", "toc_metadata", "build_epub"}
    assert ours | {"content_metadata", "navigation_doc_metadata"} <= vars(Epub3Builder).keys() | {
        name for base in Epub3Builder.__mro__ for name in vars(base)
    }
    assert parameters(Epub3Builder.toc_metadata) == ["self", "level", "navpoints"]
    assert "template_dir" in source_of(Epub3Builder)
    assert "refuri" in epub.NavPoint._fields


def test_figure_numbers(book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> None:
    env, collector, outlines = book.env, TocTreeCollector(), dict[str, nodes.Element]()
    collector.assign_figure_numbers(env)  # by the trees
    numbers = env.toc_fignumbers
    assert sum(map(len, numbers.values())) > 1
    figure_numbers.keep_outlines(env, outlines)
    collector.assign_figure_numbers(env)
    assert env.toc_fignumbers == numbers
    kept = pickle.dumps(outlines)
    assert len(kept) < len(pickle.dumps([env.get_doctree(name) for name in outlines])) / 5
    with monkeypatch.context() as patched:  # once they are known, no tree is loaded
        patched.setattr(type(env), "get_doctree", None)
        figure_numbers.keep_outlines(env, pickle.loads(kept))
        assert collector.assign_figure_numbers(env) == []
    assert env.toc_fignumbers == numbers
    noted = state.state_of(env).outlines  # as each page was read, by whatever process
    assert {name: str(outline) for name, outline in noted.items()} == {
        name: str(figure_numbers.outline_of(env.get_doctree(name), env)) for name in env.all_docs
    }


def test_figure_numbers_of_references(book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference by number is what it is with Sphinx; no tree is loaded but that of a page without an outline."""
    env, standard, asked = book.env, book.env.domains.standard_domain, list[str]()
    assert parameters(figure_numbers._by_tree)[:2] == ["self", "env"]
    load = type(env).get_doctree

    def noted(env: BuildEnvironment, docname: str) -> nodes.document:
        asked.append(docname)
        return load(env, docname)

    monkeypatch.setattr(type(env), "get_doctree", noted)

    def shown(label: str, resolve: Any) -> str:
        words = nodes.inline("", "")
        reference = pending_xref("", words, refexplicit=False, reftarget=label)
        return str(resolve(standard, env, "index", book.builder, "numref", label, reference, words))

    def compared(labels: Iterable[str]) -> int:
        own = [shown(label, type(standard)._resolve_numref_xref) for label in labels]
        count = len(asked)
        assert own == [shown(label, figure_numbers._by_tree) for label in labels]
        asked.clear()
        return count

    numbered = {name for numbers in env.toc_fignumbers.values() for ids in numbers.values() for name in ids}
    labels = [label for label, (_, name) in standard.anonlabels.items() if name in numbered]
    assert labels
    assert compared(labels) == 0
    page = book.config.root_doc
    name = next(name for name, node in load(env, page).ids.items() if isinstance(node, nodes.section))
    monkeypatch.setitem(standard.anonlabels, "other", (page, name))
    monkeypatch.setitem(figure_numbers._numbered, env, {page: nodes.Element()})
    assert compared(["other"]) == 1  # its outline does not know it
    monkeypatch.setitem(figure_numbers._numbered, env, {})
    assert compared([*labels, "other"]) == len(labels) + 1


def test_front_matter() -> None:
    assert front_matter.front_matter_of("---\nmyst:\n  substitutions: {}\n---\n# A\n") == {
        "myst": {"substitutions": {}}
    }
    assert front_matter.front_matter_of("# A\n") == {}
    assert front_matter.front_matter_of("---\n: : [\n---\n# A\n") == {}


def test_general_index(book: Sphinx) -> None:
    names = ["Zarasai", "Łódź", "Szeged", "Šiauliai", "Lublin", "Luxembourg", "Ærø", "Aden", "Agra", "Ørsted", "Oslo"]
    names += ["Đakovo", "Dublin", "Islay", "İzmir", "1918", "Straße; long", "Strasbourg", "Stratford"]
    index = book.env.domains.index_domain
    kept = dict(index.entries)
    index.entries.clear()
    entries = [
        general_index.with_heading(("single", name, f"target-{at}", "", None), "en_GB") for at, name in enumerate(names)
    ]
    index.entries[book.config.root_doc] = pickle.loads(pickle.dumps(entries))
    found = IndexEntries(book.env).create_index(book.builder)
    assert (book.config.root_doc, "target-16", "Straße, long") in general_index.places_of(book.env)
    index.entries.clear()
    index.entries.update(kept)
    assert {letter: [name for name, _ in group] for letter, group in found} == {
        "Symbols": ["1918"],
        "A": ["Aden", "Ærø", "Agra"],
        "D": ["Đakovo", "Dublin"],
        "I": ["Islay", "İzmir"],
        "L": ["Łódź", "Lublin", "Luxembourg"],
        "O": ["Ørsted", "Oslo"],
        "S": ["Šiauliai", "Strasbourg", "Straße", "Stratford", "Szeged"],
        "Z": ["Zarasai"],
    }


def test_names_of_pictures_keep_their_spaces() -> None:
    images.keep_spaces()
    assert rst_directives.uri("img/a b.png") == "img/a b.png"
    assert rst_directives.uri("img/a\n  b.png") == "img/ab.png"


@pytest.mark.usefixtures("book")
def test_highlighting(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = list[HighlightLanguageTransform]()
    monkeypatch.setattr(highlighting, "_apply", walked.append)
    for kind, times in ((nodes.paragraph, 0), (nodes.literal_block, 1), (highlightlang, 1)):
        document = new_document("")
        document += nodes.section("", kind())
        walked.clear()
        HighlightLanguageTransform.apply(cast("Any", SimpleNamespace(document=document)))
        assert len(walked) == times, kind
    effects = [name for name in vars(HighlightLanguageVisitor) if name.startswith("visit_")]
    assert sorted(effects) == ["visit_document", "visit_highlightlang", "visit_literal_block", "visit_start_of_file"]


def test_images(book: Sphinx, tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text("<svg/>", "utf-8")
    found = images.image_of(book.env, book.config.root_doc, str(picture), "A picture")
    assert (found["uri"], found["candidates"]) == (str(picture), {"*": str(picture)})
    assert book.config.root_doc in book.env.images[str(picture)][0]
    for folder in ("z", "a"):
        book.env.images.add_file(book.config.root_doc, f"{folder}/same.svg")
    assert images.settle_names(book.env) == [book.config.root_doc]  # the name of another picture has changed
    assert [book.env.images[f"{folder}/same.svg"][1] for folder in ("a", "z")] == ["same.svg", "same1.svg"]
    assert images.settle_names(book.env) == []
    assert {"_images/same.svg", "_images/same1.svg"} <= images.copied_files(book.env)
    for name in (str(picture), "a/same.svg", "z/same.svg"):
        del book.env.images[name]


def test_labels(book: Sphinx) -> None:
    table = nodes.table("", nodes.title("", "Visits"))
    assert labels.captioned(book.env, table) == ("table", "Visits")
    assert labels.captioned(book.env, nodes.paragraph()) is None


def test_latex() -> None:
    assert latex.escape_latex("Bread & butter_1") == r"Bread \& butter\_1"
    assert parameters(LaTeXTranslator.hypertarget)[:3] == ["self", "id", "withdoc"]


def test_latex_bibliography() -> None:
    assert BibliographyTransform.default_priority > phases.PostTransforms.BEFORE_BIBLIOGRAPHY
    assert BibliographyTransform.default_priority < phases.PostTransforms.AFTER_BIBLIOGRAPHY
    assert issubclass(thebibliography, nodes.Element)


def test_mathematics() -> None:
    assert mathematics.is_mathematics("frac")
    assert not mathematics.is_mathematics("input")
    assert mathematics.is_environment("matrix")
    assert not mathematics.is_environment("filecontents")
    counted = SimpleNamespace(builder=SimpleNamespace(config=Config({"math_numfig": False})))
    assert mathematics.equation_number(counted, nodes.math_block(number="3")) == "3"


def test_page_times(book: Sphinx, tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("", "utf-8")
    now = page_times.time_of(file)
    docname = book.config.root_doc
    kept = book.env.all_docs[docname]
    assert 0.5 < kept / now < 2  # both are microseconds; a checkout may be as old as it likes
    page_times.limit(book.env, docname, 1)
    assert book.env.all_docs[docname] == 1
    book.env.all_docs[docname] = kept
    assert page_times.time_of(tmp_path / "none") == 0


def test_reading(book: Sphinx) -> None:
    assert parameters(Builder._read_parallel) == ["self", "docnames", "nproc"]
    assert parameters(Builder._read_serial) == ["self", "docnames"]
    assert "_cache" in parameters(Builder.read_doc)
    assert parameters(type(book.env).merge_info_from) == ["self", "docnames", "other", "app"]
    assert parameters(ParallelTasks.add_task) == ["self", "task_func", "arg", "result_func"]
    assert reading.ReadsInShares._read_parallel is not Builder._read_parallel
    assert parameters(Builder.build) == parameters(reading.ReadsInShares.build)
    for step in ("self.read()", "check_dependents(", "pickle.dump(", "check_consistency()", "write(", "finish()"):
        assert step in source_of(Builder.build)
    assert "_read_parallel(docnames" in source_of(Builder.read)
    assert pickle.loads(pickle.dumps(book.env)).found_docs == book.env.found_docs


def test_reading_sees_at_once_that_processes_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their ends are seen without looking at the clock."""
    monkeypatch.setattr(time, "sleep", Mock(side_effect=AssertionError("slept")))
    done: list[int] = []
    tasks = reading.Processes(1)
    for number in (1, 2):
        tasks.add_task(lambda number: number * 2, number, lambda _, result: done.append(result))
    tasks.join()
    assert sorted(done) == [2, 4]
    tasks.add_task(lambda: 1 / 0)
    with pytest.raises(SphinxParallelError, match="division"):
        tasks.join()
    assert "time.sleep(" in source_of(ParallelTasks.join)
    assert parameters(ParallelTasks._process) == ["self", "pipe", "func", "arg"]


def test_references(book: Sphinx) -> None:
    std = book.env.domains.standard_domain
    noted = references.references_of(book.env.get_doctree("chapters/chapter"))
    kinds = {(dict(reference.attributes)["refdomain"], dict(reference.attributes)["reftype"]) for reference in noted}
    assert {("record", "rec"), ("cite", "p"), ("std", "numref")} <= kinds

    def digest() -> str:
        return references.digests(book.env, [("chapters/chapter", noted)])["chapters/chapter"]

    before = digest()
    assert digest() == before
    assert book.builder.name == "html"
    label = std.labels["table-agreements"]
    std.labels["table-agreements"] = (*label[:2], "Another title")
    assert digest() != before
    std.labels["table-agreements"] = label
    numbers = book.env.toc_fignumbers["chapters/chapter"]["table"]
    number, numbers["table-agreements"] = numbers["table-agreements"], (99,)
    assert digest() != before
    numbers["table-agreements"] = number
    for domain, noted_in, key in (("record", "homes", "visit-aaa-1900"), ("cite", "sources", "story")):
        places = book.env.get_domain(domain).data[noted_in]
        place = places.pop(key)
        assert digest() != before, domain
        places[key] = place
    assert digest() == before


def test_rendering(book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> None:
    """A title is rendered once and an address found once for a page; docutils looks for no style sheet."""
    builder = cast("rendering.RendersOnce", book.builder)
    assert isinstance(builder, rendering.RendersOnce)
    assert issubclass(epub.RepeatableEpubBuilder, rendering.RendersOnce)
    make = Mock(wraps=builder.create_translator)
    find = Mock(wraps=builder.get_target_uri)
    monkeypatch.setattr(builder, "create_translator", make)
    monkeypatch.setattr(builder, "get_target_uri", find)
    title = nodes.title("", "One & two")
    assert {builder.render_partial(title)["title"] for _ in range(3)} == {"One &amp; two"}
    make.assert_called_once()
    assert get_stylesheet_list(builder.docsettings) == get_stylesheet_list(make.call_args[0][0].settings) == []
    assert [builder.get_relative_uri("a/b", "c") for _ in range(3)] == ["../c.html"] * 3
    assert find.call_count == 2  # of the one page and of the other
    assert [builder.get_relative_uri("c", "c"), builder.get_relative_uri("a/b", "c")] == ["", "../c.html"]


@pytest.mark.parametrize("text", ["a", "<é & ė>", 'a "b" @c', "&amp;<", nodes.Text("&"), 7])
def test_rendering_escapes_what_docutils_does(text: object, book: Sphinx) -> None:
    writer: Any = book.builder.get_translator_class()
    assert writer.encode is HTMLTranslator.encode is rendering._encode
    for table in (writer.special_characters, {ord("a"): "b"}):  # a translator may have one of its own
        own: Any = SimpleNamespace(special_characters=table)
        assert writer.encode(own, text) == str(text).translate(table)


def test_markdown() -> None:
    extensions = {"myst_enable_extensions": ["strikethrough", "tasklist"], "report_level": 5}
    text = "One\\\ntwo.\n\nA <b>word</b> ~~that *is* struck~~.\n\n- [ ] not yet\n- [x] done\n"
    document = publish_doctree(text, parser=MystParser(), settings_overrides=extensions)
    assert len(list(markdown.hard_breaks(document))) == 1
    ((first, last),) = markdown.struck_texts(document)
    assert first.parent is last.parent
    assert [done for _, _, done in markdown.task_boxes(document)] == [False, True]
    assert len(list(document.findall(nodes.raw))) == 2 + 2 + 2 + 2
    markdown.keep_what_is_to_be_done()
    document = publish_doctree("```{eval-rst}\nA note [#]_.\n\n.. [#] It.\n```\n", parser=MystParser())
    (note,) = document.findall(nodes.footnote_reference)
    assert "refid" in note


def test_markdown_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    markdown.settle_once()
    made = myst.make_document()
    known = get_default_settings(Parser)
    known.record_dependencies = made.settings.record_dependencies
    assert vars(made.settings) == vars(known)
    made.settings.env = "that of one document"
    monkeypatch.setattr(OptionParser, "__init__", Mock(side_effect=AssertionError("worked out again")))
    other = myst.make_document().settings
    assert "env" not in vars(other)
    assert other.record_dependencies is not made.settings.record_dependencies


def test_link_anchors() -> None:
    def found(media_type: str) -> bool:
        response = Response()
        response.headers["Content-Type"] = media_type
        response.raw = io.BytesIO(b'<p id="there">x</p>')
        response.encoding = "utf-8"
        return bool(linkcheck.contains_anchor(response, "page=12"))

    before = linkcheck.contains_anchor
    try:
        link_anchors.look_in_html_alone()
        assert [found(kind) for kind in ("text/html; charset=utf-8", "application/pdf", "image/png")] == [0, 1, 1]
    finally:
        linkcheck.contains_anchor = before
    assert "contains_anchor(response, anchor)" in source_of(linkcheck.HyperlinkAvailabilityCheckWorker._check_uri)


def test_search_index(book: Sphinx, tmp_path: Path) -> None:
    english = search_index.language_class("en_GB")({})
    script = search_index.stemmer_script(english)
    assert "stemWord" in script
    assert "window.Stemmer = EnglishStemmer;" in script
    index = search_index.read_index(Path(book.outdir, "searchindex.js"))
    assert {"docnames", "titles", "terms", "titleterms", "alltitles", "indexentries"} <= index.keys()
    search_index.write_index(tmp_path / "index.js", index)
    assert search_index.read_index(tmp_path / "index.js") == index


def test_search_index_looks_at_a_word_of_a_page_once(book: Sphinx) -> None:
    page = new_document("trial")
    page += [nodes.paragraph("", words) for words in ("one two one", "two three")]
    index = IndexBuilder(book.env, "en", {}, "")
    assert search_index._collect(index, page).words == ["one", "two", "one", "two", "three"]
    assert index._word_collector(page).words == ["one", "two", "three"]


def test_single_nodes() -> None:
    """Texts say what they do with docutils, and children know what they do."""
    assert nodes.Text.astext is single_nodes._said  # whoever imports a seam has it
    for said in ("a", "a\0 b", "a\0\nb\0\0", ""):
        text = nodes.Text(said)
        assert text.astext() == single_nodes._astext(text)
        assert type(text.astext()) is str
    page, loose, line = new_document("trial"), nodes.paragraph(), 7
    page.note_source("file", line)
    for parent in (page, loose):
        one, other = nodes.emphasis(), nodes.strong()
        other.source, other.line = "other", 1
        parent.extend([one, other])
        known = ("file", line + 1) if parent is page else (None, None)
        assert (one.parent, one.document, one.source, one.line) == (parent, parent.document, *known)
        assert (other.parent, other.document, other.source, other.line) == (parent, parent.document, "other", 1)
    assert page[0].document is page


def test_section_numbers(book: Sphinx) -> None:
    numbered = [name for name in toctrees.reading_order(book.env) if section_numbers.is_numbered(book.env, name)]
    numbers = {name: section_numbers.number_of(book.env, name) for name in numbered}
    chapters = [name for name, number in numbers.items() if number]
    assert chapters
    name = chapters[0]
    section_numbers.add_to_number(book.env, name, 7)
    assert section_numbers.number_of(book.env, name) == str(int(numbers[name]) + 7)
    assert book.env.titles[name]["secnumber"][0] == int(numbers[name]) + 7
    section_numbers.add_to_number(book.env, name, -7)
    assert section_numbers.number_of(book.env, name) == numbers[name]


def test_smart_quotes() -> None:
    assert vars(smart_quotes.verbatim("'as it is'"))["support_smartquotes"] is False
    assert is_smartquotable(nodes.paragraph("", "", nodes.Text("it's")).children[0])
    assert not is_smartquotable(nodes.paragraph("", "", smart_quotes.verbatim("it's")).children[0])


QUOTED = {
    "it's": "it’s",
    '"it" -- is': "“it” – is",
    "and so on ... ": "and so on … ",
    "a \\\\ and a \\.": "a \\ and a .",
    "a &#92; sign": "a \\ sign",
}


@pytest.mark.parametrize("text", QUOTED)
def test_smart_quotes_are_looked_for_where_there_are_some(text: str, book: Sphinx) -> None:
    page = new_document("page", get_default_settings())
    vars(page.settings).update(book.env.settings)
    page.settings.env = book.env
    inner = nodes.inline("", "", nodes.Text(text))
    plain = nodes.paragraph("", "", nodes.Text("nothing"), nodes.strong("", "nothing"))
    page += [nodes.paragraph("", "", nodes.Text("nothing, "), nodes.reference("", "", inner)), plain]
    texts = list(page.findall(nodes.Text))
    SphinxSmartQuotes(page, page).apply()
    assert inner.astext() == QUOTED[text]
    assert [here is there for here, there in zip(texts, page.findall(nodes.Text), strict=True)][-2:] == [True, True]


def test_static_files(book: Sphinx, tmp_path: Path) -> None:
    assert parameters(StandaloneHTMLBuilder.copy_theme_static_files) == ["self", "context"]
    builder = cast("StandaloneHTMLBuilder", book.builder)
    folders = builder.theme.get_theme_dirs()
    assert any(Path(folder, "static", static_files.LANGUAGE).exists() for folder in folders)
    assert Path(book.outdir, "_static/language_data.js").is_file()
    assert not Path(book.outdir, "_static/basic.css").exists()
    digests = []
    for content in ("a", "b"):
        (tmp_path / "a.js").write_text(content, "utf-8")
        static_files.forget_digests()
        digests.append(_file_checksum(tmp_path, "a.js"))
    assert len(set(digests)) == 2


def test_templates(book: Sphinx, tmp_path: Path) -> None:
    assert list(Path(book.doctreedir, "templates").iterdir())  # what the build has filled is kept compiled
    lead = templates.plain_environment(book).get_template("lead.html")
    assert "<html" in lead.render(target="a.html", language="en", title="A", book="B")
    assert templates.plain_environment(book).get_template("cite-panel.html").name == "cite-panel.html"
    (tmp_path / "own.html").write_text("{% include ['lead.html', 'nowhere.html'] ignore missing %}", "utf-8")
    environment = templates.plain_environment(book)
    assert environment.loader
    environment.loader = ChoiceLoader([FileSystemLoader(tmp_path), environment.loader])
    assert {"own.html", "lead.html", "words.html", "nowhere.html"} == set(templates.sources(environment, "own.html"))
    with pytest.raises(TemplateNotFound):
        templates.sources(environment, "nowhere.html")
    assert {"lead.html", "words.html"} == set(templates.sources(templates.plain_environment(book), "lead.html"))
    assert list(Path(book.doctreedir, "templates").glob("plain-*"))  # a sandbox would not do what they ask of it
    own = templates.plain_environment(book).from_string("{% trans %}Next{% endtrans %} {{ '2'|toint + 1 }}")
    assert own.render() == "Next 3"  # what a volume's own templates may say


def test_translations(book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book.config, "language", "lt")
    translations.speak(book, "lt_LT")
    assert (_("confirmed"), _("Global Module Index")) == (
        "patvirtinta",
        "Globalus Modulio Indeksas",
    )  # the press, Sphinx
    monkeypatch.setattr(book.config, "language", "en")
    translations.speak(book, "en_GB")
    assert (_("confirmed"), _("Global Module Index")) == ("confirmed", "Global Module Index")


def test_translations_of_a_page(book: Sphinx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book.config, "locale_dirs", [str(tmp_path)])
    folder = tmp_path / "en/LC_MESSAGES/chapters"
    folder.mkdir(parents=True)
    (folder / "visits.mo").touch()
    assert list(translations.catalogues_of(book, "chapters/visits")) == [folder / "visits.mo"]
    assert not list(translations.catalogues_of(book, "chapters/events"))


def test_messages_are_found_in_silence(book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> None:
    described = Mock(side_effect=translations._describe)
    monkeypatch.setattr(translations, "_describe", described)
    document = new_document("trial", get_default_settings())
    document += [nodes.paragraph("", "made by the press"), nodes.paragraph("written", "written")]
    document[0].source = None
    logger = logging.getLogger("sphinx.sphinx.util.nodes")
    log = logging.StreamHandler(io.StringIO())
    logger.addHandler(log)
    said = []
    try:
        for verbosity in (0, 2):
            monkeypatch.setattr(book, "verbosity", verbosity)
            translations.find_in_silence(book)
            assert list(extract_messages(document)) == [(document[1], "written")]
            said.append((described.called, log.stream.getvalue().partition(": ")[2]))
    finally:
        logger.removeHandler(log)
        monkeypatch.undo()
        translations.find_in_silence(book)
    assert said == [(False, ""), (True, "<paragraph>made by the press</paragraph>\n")]


def test_translations_are_parsed_once(book: Sphinx, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"Visits": "Vizitai", "No *visit*.": "Nėra *vizito*.", "visit": "*vizitas*", "A visit": "Vizitas"}
    monkeypatch.setattr(i18n, "init_locale", lambda *_: (SimpleNamespace(_catalog=said, _fallback=None), True))
    monkeypatch.setattr(book.env.current_document, "docname", "chapters/visits")

    def translated() -> tuple[str, list[str]]:
        parse = Mock(wraps=translations._publish)
        monkeypatch.setattr(translations, "_publish", parse)
        page = new_document(str(book.srcdir / "chapters/visits.md"), get_default_settings(Parser))
        page.settings.env = book.env
        paragraph = nodes.paragraph("No *visit*.", "No ", nodes.emphasis("", "visit"))
        word = nodes.term("visit", "visit", ids=["term-visit"])
        page += nodes.section("", nodes.title("Visits", "Visits"), paragraph, word, nodes.image(alt="A visit"))
        for node in page.findall(nodes.TextElement):
            node.source, node.line = page["source"], 1
        i18n.Locale(page).apply()
        return page.pformat(), [call.args[0] for call in parse.call_args_list]

    once, parsed = translated()
    assert parsed == ["Vizitai", "*vizitas*", "*vizitas*", "Vizitas", "Nėra *vizito*."]  # and not twice
    assert all(word in once for word in ("Vizitai", "vizito", "vizitas", "Vizitas"))
    monkeypatch.setattr(i18n, "_publish_msgstr", lambda *args, **named: translations._publish(*args, **named))  # noqa: PLW0108  (the mock of then)
    assert translated() == (once, [*parsed[:1], parsed[-1], *parsed[1:]])


def test_messages_are_adopted() -> None:
    page, message = (new_document(name, get_default_settings()) for name in ("page", "message"))
    here, there, words = nodes.paragraph("", "untranslated"), nodes.paragraph(), nodes.emphasis("", "translated")
    page += here
    message += there
    there += words
    here.children = there.children  # as Sphinx puts it there
    words.parent = here
    assert {id(node.document) for node in page.findall()} == {id(page), id(message)}
    translations.adopt(page)
    assert [node.document for node in page.findall()] == [page] * 4


@pytest.mark.usefixtures("book")
def test_theme_shortens_no_address() -> None:
    address = "https://github.com/someone/something/blob/main/file.csv"
    link = nodes.reference("", address, refuri=address)
    document = new_document("trial", get_default_settings())
    document += nodes.paragraph("", "", link)
    ShortenLinkTransform(document).run()
    assert link.astext() == address


@pytest.mark.usefixtures("book")
def test_theme_copies_no_text_of_pages() -> None:
    """It would for a variable that it sets alone, and finds sections for nothing else."""
    source = source_of(sphinx_book_theme)
    assert source.count("findall(") == 1
    assert "for section in findall(doctree, docutil_nodes.section):\n            description +=" in source
    folders = [Path(sphinx_book_theme.__file__).parent, Path(pydata_sphinx_theme.__file__).parent, PACKAGE]
    templates = [path for folder in folders for path in folder.rglob("*.html")]
    assert templates
    assert not any("page_description" in path.read_text("utf-8") for path in templates)
    assert list(sphinx_book_theme.findall(publish_doctree("One\n===\n\nText."), nodes.section)) == []


def test_theme(book: Sphinx) -> None:
    seen: dict[str, Any] = {}
    names: set[str] = set()

    def look(*arguments: Any) -> None:
        context = arguments[3]
        seen.update({name: context[name] for name in theme.PLACES if name in context})
        for asset in (*context["css_files"], *context["script_files"]):
            names.add(Path(str(getattr(asset, "filename", None) or "")).name)

    number = book.connect("html-page-context", look, priority=390)  # before ours empties the places
    builder = cast("StandaloneHTMLBuilder", book.builder)
    builder.handle_page("trial", {"title": "trial", "body": ""})
    book.disconnect(number)
    options = builder.theme.get_options()
    assert [name for name in theme.PLACES if name not in seen and name.removeprefix("theme_") not in options] == []
    assert {"doctools.js", "documentation_options.js"} <= names


def test_titles(book: Sphinx) -> None:
    """Sphinx's own filter and its references leave out what ours does; the index is fed by the builder's own method."""
    title = nodes.title("", "", nodes.Text("A "), pending_xref("", nodes.Text("key"), refdomain="cite"))
    copying = SphinxContentsFilter(new_document(""))
    title.walkabout(copying)
    assert [child.astext() for child in copying.get_entry_text()] == ["A"]
    assert vars(std)["clean_astext"](title) == "A"
    assert "clean_astext(title)" in source_of(std)
    assert "self.index_page(" in source_of(StandaloneHTMLBuilder)
    assert isinstance(book.builder, titles.PlainSearchTitles)


def test_toctrees(book: Sphinx) -> None:
    root = book.config.root_doc
    trees = list(toctrees.toctrees_of(book.env, root))
    assert trees
    entries = [ref for tree in trees for _, ref in tree["entries"]]
    assert set(entries) <= set(toctrees.with_nested(book.env, root))
    assert root in toctrees.pages_with_toctrees(book.env)
    assert {docname for docname, _ in toctrees.numbered_toctrees(book.env)} == {root}
    order = toctrees.reading_order(book.env)
    assert order[0] == root
    assert [name for name in order if name in entries] == entries


def grown(chance: random.Random) -> list[nodes.Element]:
    """Return the elements of a tree by chance, its root first."""
    elements: list[nodes.Element] = [nodes.section(names=["0"])]
    for number in range(1, chance.randint(1, 40)):
        kind = chance.choice([nodes.section, nodes.paragraph, nodes.emphasis, nodes.Text])
        node = nodes.Text(str(number)) if kind is nodes.Text else kind(names=[str(number)])
        chance.choice(elements).append(node)
        elements += [node] if isinstance(node, nodes.Element) else []
    return elements


def walked(seed: int, condition: Any, changes: list[str]) -> list[str]:
    """Return what is found in a tree by chance, which is changed by chance wherever something is found."""
    chance = random.Random(seed)
    elements, found = grown(chance), list[str]()
    for node in elements[0].findall(condition):
        found.append(str(node) if isinstance(node, nodes.Text) else node["names"][0])
        if len(found) == 100:
            break
        where, change = chance.choice(elements), chance.choice(changes)
        new = chance.choice([nodes.Text("new"), nodes.emphasis(names=["new"]), chance.choice(elements).deepcopy()])
        if change == "insert":
            where.insert(chance.randint(0, len(where)), new)
        elif change == "replace" and where.children:
            where[chance.randrange(len(where))] = new
        elif change == "remove" and where.children:
            del where[chance.randrange(len(where))]
        elif change == "clear":
            where.clear()
    return found


def test_tree_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert nodes.Node.findall is tree_walks._by_loop  # whoever imports a seam has it
    assert parameters(tree_walks._findall)[:2] == ["self", "condition"]
    cases = [
        (nodes.Element, ["", "insert", "replace", "remove", "clear"]),
        (nodes.emphasis, ["", "insert", "replace", "remove", "clear"]),
        (lambda node: not isinstance(node, nodes.paragraph), ["", "insert", "replace", "remove"]),
        (lambda node: not isinstance(node, nodes.emphasis), ["", "insert", "replace", "remove", "clear"]),
        (NodeMatcher(nodes.emphasis, nodes.Text), ["", "insert", "replace", "remove", "clear"]),
        (NodeMatcher(names=Any), ["", "insert", "replace", "remove", "clear"]),
    ]
    tries = [(seed, condition, changes) for condition, changes in cases for seed in range(100)]
    by_loop = [walked(*each) for each in tries]
    inner = grown(random.Random(3))[1]
    ways = [{"include_self": False}, {"descend": False}, {"siblings": True}, {"ascend": True}]
    others = [list(inner.findall(nodes.Element, **way)) for way in ways]
    everything = list(inner.findall())
    monkeypatch.setattr(nodes.Node, "findall", tree_walks._findall)
    assert by_loop == [walked(*each) for each in tries]
    assert others == [list(inner.findall(nodes.Element, **way)) for way in ways]
    assert everything == list(inner.findall())
    assert max(map(len, by_loop)) == 100
    assert sum("new" in found for found in by_loop) > 30


def test_tree_walks_ask_a_matcher_of_its_classes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    matches = Mock(return_value=True)
    monkeypatch.setattr(NodeMatcher, "match", matches)
    tree = nodes.section("", nodes.paragraph("", "", nodes.emphasis("", "a")), nodes.paragraph("", "b"))
    assert list(NodeMatcher(nodes.paragraph, rawsource="b").findall(tree)) == tree.children
    assert matches.call_count == 2
    assert not list(NodeMatcher(Framed, nodes.math_block).findall(tree))


class Framed(nodes.Admonition, nodes.Element):
    """An element that nobody else makes."""


class Said(nodes.Text):
    """A text, which comes into being otherwise than elements."""


def page() -> nodes.section:
    return nodes.section("", Said("a"), Framed())


@pytest.mark.parametrize("kind", [Framed, nodes.Admonition, nodes.Element, Said])
@pytest.mark.parametrize("made", [lambda _: page(), deepcopy, lambda other: pickle.loads(pickle.dumps(other))])
def test_tree_walks_see_each_class_that_comes_into_being(
    kind: type, made: Callable[[nodes.section], nodes.section], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = page()
    monkeypatch.setattr(tree_walks, "_met", {nodes.Element})
    assert list(other.findall(Framed)) == []  # for all it knows there is none
    found = list(map(type, made(other).findall(kind)))
    assert found == ([nodes.section, Framed] if kind is nodes.Element else [Said if kind is Said else Framed])


def test_dispatch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node goes to the same methods as with Sphinx, whatever its class derives from and whoever brings the method."""
    assert parameters(dispatch._visit) == parameters(dispatch._depart) == ["self", "node"]
    monkeypatch.setattr(SphinxTranslator, "dispatch_visit", dispatch._visit)
    monkeypatch.setattr(SphinxTranslator, "dispatch_departure", dispatch._depart)
    document = new_document("trial")
    special: Any = type("special", (nodes.emphasis,), {})
    document += [nodes.section("", Framed(), nodes.Text("word")), special(), nodes.image(), special()]
    seen: list[tuple[str, nodes.Node]] = []

    def note(word: str) -> Callable[..., None]:
        return lambda *told: seen.append((word, told[-1]))

    def change(writer: Any, node: nodes.Node) -> None:
        seen.append(("special", node))
        writer.visit_special = note("changed")

    methods: dict[str, Any] = {"visit_Element": note("element"), "visit_Text": note("text"), "visit_special": change}
    methods |= {"depart_image": note("departed"), "unknown_departure": note("unknown")}
    methods["__init__"] = lambda self: nodes.NodeVisitor.__init__(self, document)
    kind: Any = type("Writer", (SphinxTranslator,), methods)

    def walked() -> list[tuple[str, nodes.Node]]:
        seen.clear()
        writer = kind()
        writer.visit_image = note("brought")
        document.walkabout(writer)
        return seen.copy()

    theirs = walked()
    words = {"element", "text", "special", "changed", "brought", "departed", "unknown"}
    assert {word for word, _node in theirs} == words
    dispatch.dispatch_once()
    assert SphinxTranslator.dispatch_visit is not dispatch._visit
    assert walked() == theirs


def test_event_log(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []

    class Shown:
        def __repr__(self) -> str:
            heard.append(self)
            return "shown"

    manager = sphinx_events.EventManager(Mock())
    manager.connect("builder-inited", lambda _app, shown: [shown], 500)
    shown = Shown()
    for name, value in (("logger", logging.getLogger("sphinx.events")), ("repr", repr)):
        monkeypatch.setattr(sphinx_events, name, value, raising=False)  # as they were before anything was built here
    assert manager.emit("builder-inited", shown) == [[shown]]
    assert heard == [shown]
    event_log.emit_in_silence()
    heard.clear()
    assert manager.emit("builder-inited", shown) == [[shown]]
    assert heard == []


def test_page_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = sphinx_docutils._get_settings
    monkeypatch.setattr(sphinx_docutils, "_get_settings", theirs)  # which is taken back
    original = vars(page_settings)["_get_settings"]
    assert parameters(original) == ["components", "defaults", "read_config_files"]
    assert "_get_settings(" in inspect.getsource(sphinx_docutils._parse_str_to_doctree)
    monkeypatch.setattr(page_settings, "_last", [])
    made = Mock(wraps=original)
    monkeypatch.setattr(page_settings, "_get_settings", made)
    page_settings.settle_once()

    def asked(**defaults: object) -> dict[str, object]:
        found = vars(sphinx_docutils._get_settings(MystParser(), defaults=defaults, read_config_files=True))
        found["record_dependencies"].add("file")
        assert found["record_dependencies"].list == ["file"]  # and not those of the page before
        return {name: value for name, value in found.items() if name != "record_dependencies"}

    first = asked(traceback=True)
    first["of_one_page"] = True
    assert asked(traceback=True) == {name: value for name, value in first.items() if name != "of_one_page"}
    assert made.call_count == 1
    assert asked(traceback=False) == {**asked(traceback=True), "traceback": False}
    assert made.call_count == 3


def test_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "seldom").mkdir()
    (tmp_path / "seldom/__init__.py").write_text(
        "class Thing: pass\ndef answer(): raise Lost\nclass Lost(OSError): pass\n"
    )
    (tmp_path / "seldom/parts.py").write_text("from seldom import Thing\n")
    (tmp_path / "importing.py").write_text(
        "import seldom\nfrom seldom import Lost, Thing\nfrom seldom import parts\n"
        "def made() -> Thing | None: return Thing()\n"
        "def caught():\n    try: seldom.answer()\n    except Lost: return True\n"
    )
    names = ["seldom", "seldom.parts"]
    try:
        with unused.absent(names):
            importing = import_module("importing")
        assert not sys.modules.keys() & set(names)
        assert not isinstance(3, importing.Thing)
        assert not sys.modules.keys() & set(names)  # what is asked of an object loads nothing
        assert importing.caught()  # by the real class, though its stand-in was imported
        real = sys.modules["seldom"]
        assert (importing.seldom, importing.Thing, importing.parts) == (real, real.Thing, sys.modules["seldom.parts"])
        assert isinstance(importing.made(), real.Thing)
    finally:
        for name in [*names, "importing"]:
            sys.modules.pop(name, None)


@pytest.mark.process
def test_what_is_unused_is_loaded_when_it_is_used() -> None:
    code = """
import os
import sys
import bilateral_sphinx
from bilateral_sphinx.seams.unused import LIBRARIES
assert not sys.modules.keys() & set(LIBRARIES), sys.modules.keys() & set(LIBRARIES)
from docutils.parsers.rst.directives import images
from pydata_sphinx_theme import toctree
from sphinx.builders import _epub_base, linkcheck
assert _epub_base.Image.open is images.PIL.Image.open  # of a stand-in, and of the real one
assert _epub_base.Image is images.PIL.Image is sys.modules["PIL.Image"]
assert toctree.BeautifulSoup("<b>1</b>", "html.parser").b.string == "1"
import bs4, requests
assert toctree.BeautifulSoup is bs4.BeautifulSoup
assert linkcheck.RequestTimeout is requests.exceptions.Timeout
assert issubclass(linkcheck.requests._Session, requests.Session)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_visitors() -> None:
    changed = {"entry", "title", "reference", "definition_list_item", "citation", "paragraph", "download"}
    assert {name.removeprefix("visit_") for name in vars(visitors) if name.startswith("visit_")} == changed
    for name in (changed - {"download"}) | {"download_reference"}:
        assert hasattr(HTML5Translator, f"visit_{name}"), name
        assert hasattr(HTML5Translator, f"depart_{name}"), name


def test_visitors_find_what_they_change(book: Sphinx) -> None:
    pages = "".join(path.read_text("utf-8") for path in Path(book.outdir, "chapters").rglob("*.html"))
    assert {"col", "row"} == set(re.findall(r'<th[^>]* scope="(\w+)"', pages))
    assert len(re.findall(r"<th\b", pages)) == len(re.findall(r"<th[^>]* scope=", pages))
    assert "doc-biblioentry" not in pages
    assert 'role="doc-biblioref"' in pages


@pytest.mark.parametrize(
    "raised", [None, nodes.SkipNode, nodes.SkipDeparture, nodes.SkipChildren, nodes.SkipSiblings, nodes.StopTraversal]
)
@pytest.mark.parametrize("departing", [False, True])
@pytest.mark.parametrize("walk", ["walk", "walkabout"])
def test_walkabout(walk: str, raised: type[Exception] | None, *, departing: bool) -> None:
    """A writer visits and departs from the nodes that docutils names, whatever it raises; what is on is told."""
    assert (nodes.Node.walkabout, nodes.Node.walk) == (walkabout._walkabout, walkabout._walk)
    tree = publish_doctree("One\n===\n\n- *a* b\n- c\n\nText.")

    class Writer(nodes.GenericNodeVisitor):
        def __init__(self, *, telling: bool) -> None:
            super().__init__(new_document("trial"))
            self.document.reporter = Reporter("trial", 0 if telling else 1, 5, debug=telling, stream=self)
            self.seen: list[str] = []
            self.told = 0

        def write(self, _: str) -> None:
            self.told += 1

        def default_visit(self, node: nodes.Node) -> None:
            self.seen.append(f"<{node.__class__.__name__}")
            if raised and not departing and isinstance(node, nodes.list_item):
                raise raised

        def default_departure(self, node: nodes.Node) -> None:
            self.seen.append(f">{node.__class__.__name__}")
            if raised and departing and isinstance(node, nodes.list_item):
                raise raised

    ended = []
    writers = [Writer(telling=True), Writer(telling=False)]
    for writer in writers:
        try:
            ended.append(str(getattr(tree, walk)(writer)))
        except Exception as error:  # noqa: BLE001  (both raise the same)
            ended.append(repr(error))
    assert ended[0] == ended[1]
    assert writers[0].seen == writers[1].seen
    assert writers[0].told > 0 == writers[1].told


def test_writing(book: Sphinx, tmp_path: Path) -> None:
    for name in ("preload_builder", "create_builder", "is_parallel_allowed", "parallel"):
        assert hasattr(book, name), name
    assert hasattr(book.tags, "remove")
    assert book.env._builder_cls is type(book.builder)
    for name in ("phase", "parallel_ok", "finish_tasks", "cleanup", "finish"):
        assert hasattr(book.builder, name), name
    assert parameters(type(book.builder).write) == ["self", "build_docnames", "updated_docnames", "method"]
    SerialTasks().join()
    done: list[tuple[int, int]] = []

    def note(number: int, result: int) -> None:
        done.append((number, result))

    def work(number: int) -> int:
        while not go.exists():
            time.sleep(0.01)
        return number * 2

    def meanwhile() -> None:
        done.append((0, 0))
        go.touch()

    go = tmp_path / "go"
    writing.side_by_side([1, 2], work, note, meanwhile)
    assert done[0] == (0, 0)
    assert sorted(done) == [(0, 0), (1, 2), (2, 4)]
    own = os.nice(0)
    writing.side_by_side([1, 2, 3], lambda _: os.nice(0), note, list)
    assert sorted(done[3:]) == [(number, min(19, own + writing.BEHIND * (number - 1))) for number in (1, 2, 3)]


def test_writing_frees_the_tree_of_a_page() -> None:
    tree = new_document("index")
    tree += [nodes.paragraph("", "", nodes.emphasis("", word)) for word in ("One", "Two")]
    kept = [weakref.ref(node) for node in tree.findall(nodes.emphasis)]
    lost = tree.pop()  # as by a transform; it still knows the page
    written: list[str] = []
    gc.disable()
    try:
        writing._write_and_free(lambda name, page: written.append(name + page.astext()), "index", tree)
        del tree
        assert [node() is None for node in kept] == [True, False]
    finally:
        gc.enable()
    assert (written, lost.astext()) == (["indexOne"], "Two")


def test_every_seam_has_a_test() -> None:
    modules = {path.stem for path in Path(next(iter(seams.__path__))).glob("*.py")} - {"__init__"}
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert modules <= tests


def test_every_seam_says_what_breaks() -> None:
    for path in Path(next(iter(seams.__path__))).glob("*.py"):
        if path.stem != "__init__":
            text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            assert "Without " in text, path


def test_internals_are_used_in_seams_alone() -> None:
    """Outside the seams, only documented modules are imported; private names are ruff's business (SLF001)."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "seams":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                others = ("sphinx", "docutils", "myst_parser", "sphinxcontrib", "jinja2")
                if module and module.partition(".")[0] in others and module not in DOCUMENTED:
                    found.append(f"{path.relative_to(ROOT)}: {module}")
        text = path.read_text("utf-8")
        assert "SLF001" not in text, path
        assert re.search(r"\b(env|builder|self)\.app\b", text) is None, path  # Sphinx 11 drops it
    assert found == []


def test_handlers_and_transforms_run_in_named_phases() -> None:
    """No number of a priority stands outside the table of phases."""
    for path in PACKAGE.rglob("*.py"):
        if path.name != "phases.py":
            text = path.read_text("utf-8")
            assert "app.connect(" not in text, path
            assert re.findall(r"priority ?= ?(\d+)", text) == [], path
