"""Transforms: what only one output format needs is added here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import extract_messages, traverse_parent

from bilateral.locales import is_registered
from bilateral.model.base import LANGUAGE_PATTERN
from bilateral.translation import PartlyTranslated, Untranslated, language_left
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import PostTransforms, Transforms
from bilateral_sphinx.records.locations import labels_around
from bilateral_sphinx.records.nodes import language_span, record_anchors
from bilateral_sphinx.records.roles import MENTION
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.seams.general_index import single_entries, with_heading
from bilateral_sphinx.seams.references import BY_NUMBER
from bilateral_sphinx.seams.section_numbers import number_of
from bilateral_sphinx.seams.translations import adopt
from bilateral_sphinx.state import state_of

logger = logging.getLogger(__name__)
STOP = re.compile(r"\.(?!\.)")
SERIAL = re.compile(r"index-\d+")
LANGUAGE_CLASS = re.compile(rf"lang-{LANGUAGE_PATTERN}")


class TagLanguages(SphinxTransform):
    """Make ``[word]{.lang-lt}`` a word in that language: MyST keeps classes, but drops a ``lang`` attribute."""

    default_priority = Transforms.LANGUAGES

    def apply(self, **kwargs: Any) -> None:
        """Replace each such span."""
        for node in list(self.document.findall(nodes.inline)):
            codes = [name for name in node["classes"] if LANGUAGE_CLASS.fullmatch(name)]
            if codes and not is_registered(codes[0].removeprefix("lang-")):
                message = "'%s' is not the tag of a language (BCP 47); write lang-lt, lang-en-GB or lang-ja-Latn"
                logger.warning(message, codes[0], location=node, type="record", subtype="language")
            elif codes and not isinstance(node, language_span):
                node.replace_self(language_span("", "", *node.children, language=codes[0].removeprefix("lang-")))


class OneFullStop(SphinxTransform):
    """Let a sentence that ends with a full stop of the data, such as that of a date (``… 5 d.``), have one."""

    default_priority = Transforms.FULL_STOPS

    def apply(self, **kwargs: Any) -> None:
        """Take the full stop off the text that follows words of a role."""
        for parent in {id(text.parent): text.parent for text in self.document.findall(nodes.Text)}.values():
            before = ""
            for place, node in enumerate(list(parent)):
                if isinstance(node, nodes.Text) and before.endswith(".") and STOP.match(node):
                    parent[place] = nodes.Text(node[1:])
                if not isinstance(node, (addnodes.index, nodes.target)):
                    before = "" if isinstance(node, nodes.literal) else node.astext()


class KeepAlternatives(SphinxTransform):
    """Keep the alternative texts of pictures as they are in the original: Sphinx does not note which it translates."""

    default_priority = Transforms.ALTERNATIVES

    def apply(self, **kwargs: Any) -> None:
        """Keep each beside the picture."""
        if volume_of(self.env).original:
            for image in self.document.findall(nodes.image):
                image["rawalt"] = image.get("alt")


class MarkUntranslated(SphinxTransform):
    """Say of each text of a chapter that is not translated that it is in the language of the original."""

    default_priority = Transforms.UNTRANSLATED

    def apply(self, **kwargs: Any) -> None:
        """Put such a text into a span of its language; what is no text of the page knows its language."""
        original = volume_of(self.env).original
        if original is None:
            return
        adopt(self.document)
        language, own = original.language, volume_of(self.env).edition.language
        for node, _ in list(extract_messages(self.document)):
            text = isinstance(node, nodes.TextElement) and not isinstance(node, nodes.FixedTextElement)
            if text and node.children and not node.get("translated"):
                node[:] = [language_span("", "", *node.children, language=language)]
                state_of(self.env).untranslated.add(self.env.current_document.docname)
        for span in list(self.document.findall(language_span)):
            if span["language"] == own and not any(isinstance(node, language_span) for node in _around(span)):
                span.replace_self(span.children)  # it stands in a text of its language
        for image in self.document.findall(nodes.image):
            if image.get("alt") and image["alt"] == image.get("rawalt"):
                image["classes"].append(f"language-{language}")  # by which docutils says it
        for tree in self.document.findall(addnodes.toctree):
            if tree.get("caption") and tree["caption"] == tree.get("rawcaption"):
                tree["caption"] = Untranslated(tree["caption"], language)
        for index in self.document.findall(addnodes.index):
            if _is_written(index):
                before = index.get("raw_entries", index["entries"])
                index["entries"] = [
                    (entry[0], _left(was[1], entry[1], language), *entry[2:])
                    for was, entry in zip(before, index["entries"], strict=True)
                ]


def _left(original: str, text: str, language: str) -> str:
    """Return an entry of the index, of which Sphinx translates each part."""
    before, after = original.split(";"), text.split(";")
    if len(before) != len(after):  # a translator has written one more
        return text
    left = {now.strip(): language for was, now in zip(before, after, strict=True) if was.strip() == now.strip()}
    if original == text:
        return Untranslated(text, language)
    return PartlyTranslated(text, left) if left else text


def _around(node: nodes.Element) -> Iterator[nodes.Node]:
    return islice(traverse_parent(node), 1, None)


def _is_written(index: addnodes.index) -> bool:
    """Tell whether an author has written entries that no translation has: a directive, or a role in such a text."""
    if index.get("inline") is False:
        return True
    after = index.next_node(descend=False, siblings=True)
    is_mention = isinstance(after, nodes.target) and after["ids"] == [MENTION]
    return not is_mention and any(isinstance(around, language_span) for around in _around(index))


class NameMentions(SphinxTransform):
    """Name the places that the index points to by section and record: serial numbers would change with every chapter.

    An entry that the author divides in a section, "name; matter", divides the mentions of that name there and gives way
    to them: a locator leads to where the name stands.
    """

    default_priority = Transforms.MENTIONS

    def apply(self, **kwargs: Any) -> None:
        """Name each mention."""
        counts: Counter[str] = Counter()
        used: set[str] = set()
        mentions = [node for node in self.document.findall(nodes.target) if node["ids"] == [MENTION]]
        indexes = [self._before(target) for target in mentions]
        divided = self._divided(indexes)
        for target, index in zip(mentions, indexes, strict=True):
            around = self._section(target)
            name = f"{around}.{target['record']}"
            counts[name] += 1
            target["ids"] = [name if counts[name] == 1 else f"{name}-{counts[name]}"]
            [(kind, text, _, main, key)] = index["entries"]
            words, place = divided.get((around, text), (text, ""))
            index["entries"] = [(kind, words, target["ids"][0], main, key)]
            used.add(place)
        for index in list(self.document.findall(addnodes.index)):
            index["entries"] = [entry for entry in index["entries"] if entry[2] not in used]
        for node in list(self.document.findall(nodes.Element)):
            node["ids"] = [key for key in node["ids"] if key not in used]
            if isinstance(node, nodes.target) and node.get("refid") in used:
                node.parent.remove(node)

    @staticmethod
    def _before(target: nodes.target) -> addnodes.index:
        index = target.parent[target.parent.index(target) - 1]
        assert isinstance(index, addnodes.index)  # the role puts it there
        return index

    def _divided(self, mentions: list[addnodes.index]) -> dict[tuple[str, str], tuple[str, str]]:
        """Return the words and the place of each entry of an author's below a heading, by its section and heading."""
        return {
            (self._section(index), words.partition(";")[0].strip()): (words, place)
            for index in self.document.findall(addnodes.index)
            if not any(index is mention for mention in mentions)
            for kind, words, place, _, _ in index["entries"]
            if kind == "single" and ";" in words
        }

    def _section(self, node: nodes.Element) -> str:
        return (labels_around(node) or [self.env.current_document.docname.rpartition("/")[2]])[0]


class SortIndex(SphinxTransform):
    """Give each entry of the general index, of a record or an author's own, the heading that a reader looks under."""

    default_priority = Transforms.INDEX

    def apply(self, **kwargs: Any) -> None:
        """Name the headings."""
        for index in self.document.findall(addnodes.index):
            index["entries"] = [
                with_heading(single, self.config.records_locale)
                for entry in index["entries"]
                for single in single_entries(entry)
            ]


class NameIndexEntries(SphinxTransform):
    """Name the places of index entries written in a chapter by section: Sphinx counts them on each page anew.

    A name that stands on two pages would be two anchors of one name in the formats that are one document.
    """

    default_priority = Transforms.INDEX_ENTRIES

    def apply(self, **kwargs: Any) -> None:
        """Give each place the label of its section and a number within it."""
        renamed: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for index in self.document.findall(addnodes.index):
            for place in dict.fromkeys(entry[2] for entry in index["entries"]):
                if SERIAL.fullmatch(place):
                    around = labels_around(index) or [self.env.current_document.docname.rpartition("/")[2]]
                    counts[around[0]] += 1
                    renamed[place] = f"{around[0]}.index-{counts[around[0]]}"
            index["entries"] = [
                (kind, text, renamed.get(place, place), main, key) for kind, text, place, main, key in index["entries"]
            ]
        for node in self.document.findall(nodes.Element):
            node["ids"] = [renamed.get(key, key) for key in node["ids"]]
            if node.get("refid") in renamed:
                node["refid"] = renamed[node["refid"]]


class NumberSectionLinks(SphinxPostTransform):
    """Let references that show the number of a section have it, before they are resolved."""

    default_priority = PostTransforms.FIRST

    def run(self, **kwargs: Any) -> None:
        """Write the number of the section, or of its chapter."""
        labels = self.env.domains.standard_domain.labels
        for node in self.document.findall(addnodes.pending_xref):
            if BY_NUMBER in node:
                docname, label, _ = labels.get(node["reftarget"], ("", "", ""))
                number = number_of(self.env, docname, label) or number_of(self.env, docname)
                if number:
                    node["refexplicit"] = True
                    node[0].children = [nodes.Text(number)]


class MarkReferences(SphinxPostTransform):
    """Say of a reference that shows a title which is not translated that it is in the language of the original."""

    default_priority = PostTransforms.REFERENCES

    def run(self, **kwargs: Any) -> None:
        """Put such words into a span of their language."""
        if volume_of(self.env).original is None:
            return
        anchors = (anchor for page in state_of(self.env).anchors.values() for anchor in page)
        titles = {anchor.title: language_left(anchor.title) for anchor in anchors}
        spans = list(self.document.findall(language_span))
        within = {reference for span in spans for reference in span.findall(nodes.reference)}
        for reference in list(self.document.findall(nodes.reference)):
            around = reference in within
            numbered = isinstance(reference, addnodes.number_reference)  # a word of the press, and a number
            if around and (numbered or titles.get(reference.astext()) == ""):
                own = language_span("", "", language=volume_of(self.env).edition.language)
                reference.replace_self(own)
                own += reference
            language = "" if around else titles.get(reference.astext(), "")
            if language and not any(reference.findall(language_span)):
                for words in reference.findall(nodes.Text):
                    words.parent.replace(words, language_span("", "", words, language=language))
                    break


class AnchorRows(SphinxPostTransform):
    """Give a row the anchor of its record, so that the whole row is the target of a link.

    In an e-book the anchor stays in the first cell: some reading systems find those in text alone.
    """

    default_priority = PostTransforms.ROWS
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Move each anchor from the first cell to the row; what else leads there stays, a row holds only cells."""
        if app_of(self.env).builder.name == "epub":
            return
        for row in self.document.findall(nodes.row):
            for target in record_anchors(row):
                row["ids"] += target["ids"][:1]
                target["ids"] = target["ids"][1:]
                if not target["ids"]:
                    target.parent.remove(target)


class MarkCells(SphinxPostTransform):
    """Mark where each cell of a record table begins and ends in the PDF, with its record and column.

    The marks are marked content of the page stream: invisible, but a program can read the tables back from the PDF.
    """

    default_priority = PostTransforms.CELLS
    formats = ("latex",)

    set_ragged: ClassVar[str] = r"\recordcell{}"
    begin: ClassVar[str] = r"\cellbegin{%s}{%s}{%s}"
    end: ClassVar[str] = r"\cellend{}"

    def run(self, **kwargs: Any) -> None:
        """Put a mark at both ends of every cell of a table body."""
        for table in self.document.findall(nodes.table):
            if "record-table" not in table["classes"]:
                continue
            for paragraph in _paragraphs(table):
                paragraph.insert(0, nodes.raw("", self.set_ragged, format="latex"))
            for number, row in enumerate(self._body_rows(table)):
                for paragraph in _paragraphs(row):
                    label = f"{table['ids'][0]}:{number}"
                    begin = self.begin % (label, row.get("record", ""), paragraph.parent["column"])
                    paragraph.insert(1, nodes.raw("", begin, format="latex"))
                    paragraph.append(nodes.raw("", self.end, format="latex"))

    @staticmethod
    def _body_rows(table: nodes.table) -> list[nodes.row]:
        return [row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)]


def _paragraphs(part: nodes.Element) -> list[nodes.paragraph]:
    """Return the paragraph of each cell of a record table or row."""
    return [node for entry in part.findall(nodes.entry) for node in entry if isinstance(node, nodes.paragraph)]


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(KeepAlternatives)
    app.add_transform(MarkUntranslated)
    app.add_transform(OneFullStop)
    app.add_transform(TagLanguages)
    app.add_transform(NameMentions)
    app.add_transform(SortIndex)
    app.add_transform(NameIndexEntries)
    app.add_post_transform(NumberSectionLinks)
    app.add_post_transform(MarkReferences)
    app.add_post_transform(AnchorRows)
    app.add_post_transform(MarkCells)
