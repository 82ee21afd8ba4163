"""Links from what can be cited to its citation; in print, permanent addresses of chapters, and the data of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from bilateral.anchors import citations_page, permanent_address, source_anchor, typed_address
from bilateral.bibliography import plain
from bilateral.citation import Part, describe, thing_of
from bilateral.locales import locale_of
from bilateral.messages import N_, parts_of, say
from bilateral.render import mention_text
from bilateral.translation import language_left, said_of
from bilateral_sphinx.anchors.collection import SERIAL
from bilateral_sphinx.citations import entry_nodes
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import PostTransforms
from bilateral_sphinx.records.nodes import DRAWN, cited_in, title_of
from sphinx_typst_pdf.syntax import string


class cite_control(nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The link to the citation of a part of the web book, called ``title``; a line of its own unless ``inline``.

    ``printed`` is what stands there on paper.
    """


class chapter_address(nodes.Part, nodes.Element):  # noqa: N801
    """The line below the heading of a chapter that holds its permanent address, as a link."""


class OfferCitations(SphinxPostTransform):
    """Put a control behind each heading, caption and entry of a source, and into the home row of each record."""

    default_priority = PostTransforms.CITATIONS
    builders = ("html", "dirhtml")

    def run(self, **kwargs: Any) -> None:
        """Insert the controls; they hold no text, so the search does not find them."""
        volume = volume_of(self.env)
        elements = list(self.document.findall(nodes.Element))  # the tree is walked once for all of them
        for section in _labelled_sections(elements):
            anchor = section["ids"][0]
            # On paper the address of the chapter stands below its heading, and no other.
            printed = typed_address(permanent_address(volume.edition, anchor)) if _is_chapter(section) else ""
            section.insert(
                1, cite_control("", anchor=anchor, title=title_of(section[0]), inline=False, printed=printed)
            )
        for row in elements:
            if isinstance(row, nodes.row) and row["ids"] and row["ids"][0] in volume.records:
                record = row["ids"][0]
                _paragraph_for_control(row).append(_inline(record, mention_text(volume.records[record], volume)))
        for label, caption in _captions(elements):
            caption.append(_inline(label, title_of(caption)))
        for key, entry in entry_nodes(self.document):
            (paragraph,) = entry.findall(nodes.paragraph)
            at = next((at for at, node in enumerate(paragraph.children) if isinstance(node, cited_in)), len(paragraph))
            paragraph.insert(at, _inline(source_anchor(key), volume.sources[key].title))


def _inline(anchor: str, title: str) -> cite_control:
    return cite_control("", anchor=anchor, title=title, inline=True, printed="")


def _captions(elements: Iterable[nodes.Element]) -> Iterator[tuple[str, nodes.Element]]:
    """Yield the captions of figures and tables that have a label, each with the label."""
    for named in elements:
        if isinstance(named, nodes.figure | nodes.table) and named["ids"] and not SERIAL.fullmatch(named["ids"][0]):
            yield from [(named["ids"][0], node) for node in named if isinstance(node, nodes.caption | nodes.title)]


def _paragraph_for_control(row: nodes.row) -> nodes.paragraph:
    """Return the last paragraph that says something, outside the row's header, which is read with each of its cells."""
    stubs = [bool(column.get("stub")) for column in row.parent.parent if isinstance(column, nodes.colspec)]
    cells = sorted(zip(stubs, row.children, strict=True), key=lambda pair: not pair[0])
    paragraphs = [paragraph for _, cell in cells for paragraph in cell.findall(nodes.paragraph)]
    return next((paragraph for paragraph in reversed(paragraphs) if paragraph.astext().strip()), paragraphs[-1])


class PrintAddresses(SphinxPostTransform):
    """Put permanent addresses below headings of chapters, and data below figures, where there is no panel."""

    default_priority = PostTransforms.CITATIONS
    builders = ("epub", "typst", "latex")

    def run(self, **kwargs: Any) -> None:
        """Insert the lines; the addresses of sections are made alike."""
        edition = volume_of(self.env).edition
        elements = list(self.document.findall(nodes.Element))
        for chapter in filter(_is_chapter, _labelled_sections(elements)):
            address = permanent_address(edition, chapter["ids"][0])
            typed = typed_address(address)
            link = nodes.reference("", typed, refuri=address)
            # In an element of its own: a link alone would be one of a picture.
            chapter.insert(1, chapter_address("", nodes.inline("", "", link), address=address, typed=typed))
        for figure in elements:
            if not isinstance(figure, nodes.figure) or DRAWN not in figure["classes"]:
                continue
            figure.append(nodes.legend("", nodes.paragraph("", "", *self._data_of(figure))))

    def _data_of(self, figure: nodes.figure) -> list[nodes.Node]:
        """Return the citation of the data that a figure is drawn from."""
        volume = volume_of(self.env)
        (caption,) = figure.findall(nodes.caption)
        part = Part(figure["ids"][0], "figure", title_of(caption), "", drawn=True)
        thing = thing_of(describe(volume.edition, part), volume)
        assert thing is not None
        found: dict[str, nodes.Node] = {
            "title": nodes.Text(plain(thing["title"])),
            "version": nodes.Text(thing["version"]),
            "address": nodes.reference("", typed_address(thing["URL"]), refuri=thing["URL"]),
        }
        line: list[nodes.Node] = []
        for text, place in parts_of(_("Data: {title}, version {version}, {address}")):
            line += [nodes.Text(text)] if text else []
            line += [found[place]] if place else []
        return line


def _labelled_sections(elements: Iterable[nodes.Element]) -> Iterator[nodes.section]:
    """Yield the sections that have a label; headings that the builders add have none."""
    yield from (node for node in elements if isinstance(node, nodes.section) and node["ids"] and node.children)


def _is_chapter(section: nodes.section) -> bool:
    """Tell whether a section is a whole document, in a book of one file too."""
    return isinstance(section.parent, nodes.document | addnodes.start_of_file)


def _visit_control(self: Any, node: cite_control) -> None:
    docname, anchor = self.builder.current_docname, node["anchor"]
    page = relative_uri(self.builder.get_target_uri(docname), citations_page(docname))
    label = said_of(node["title"], N_("Cite: %s"), self.config.records_locale)
    own = language_left(label)
    word = say(locale_of(own) if own else self.config.records_locale, "Cite")
    attributes = {
        "class": "cite",
        "href": f"{page}#{anchor}",
        "data-cite": anchor,
        "data-page": docname,
        **({"lang": own} if own else {}),
        "aria-label": label,
        **({"title": word} if node["inline"] else {}),
        **({"data-print": node["printed"]} if node["printed"] else {}),
    }
    encoded = " ".join(f'{name}="{escape(text)}"' for name, text in attributes.items())
    # In a cell it has no words of its own: a table is sorted and searched by what the cells say.
    link = f" <a {encoded}></a>" if node["inline"] else f"<a {encoded}>{word}</a>"
    self.body.append(link if node["inline"] else f'<div class="cite-line">{link}</div>\n')
    raise nodes.SkipNode


def _visit_address_html(self: Any, node: chapter_address) -> None:
    self.body.append('<p class="address">')


def _depart_address_html(self: Any, node: chapter_address) -> None:
    self.body.append("</p>\n")


def _visit_address_latex(self: Any, node: chapter_address) -> None:
    self.body.append("\n\\chapteraddress{")


def _depart_address_latex(self: Any, node: chapter_address) -> None:
    self.body.append("}\n")


def _visit_address_typst(self: Any, node: chapter_address) -> None:
    self.add(f"#chapter-address({string(node['address'])}, {string(node['typed'])})")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes, and the transforms that insert them."""
    app.add_node(cite_control, html=(_visit_control, None))
    app.add_node(
        chapter_address,
        html=(_visit_address_html, _depart_address_html),
        latex=(_visit_address_latex, _depart_address_latex),
        typst=(_visit_address_typst, None),
    )
    app.add_post_transform(OfferCitations)
    app.add_post_transform(PrintAddresses)
