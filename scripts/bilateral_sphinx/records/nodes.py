"""The nodes that are ours, and how each writer prints them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from bilateral.direction import END, ISOLATE, direction_of
from bilateral.model.base import Standing
from bilateral.standing import NAMES, SYMBOLS
from bilateral.translation import Untranslated, language_left
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.seams.latex import target
from bilateral_sphinx.seams.smart_quotes import verbatim
from bilateral_sphinx.seams.titles import use_plain_titles
from sphinx_typst_pdf.titles import plain_title

_ANCHOR = "record-anchor"
DRAWN = "record-picture"
"""The class of figures that are drawn from the data."""
Visitor = Callable[[Any, Any], None]


class language_span(nodes.inline):  # noqa: N801  (docutils names node classes in lower case)
    """Text in another language than the book; ``language`` is its BCP 47 code."""


class small_capitals(nodes.inline):  # noqa: N801
    """Text in small capitals, which some styles of citations ask for."""


class standing_mark(nodes.inline):  # noqa: N801
    """The mark of a standing: its symbol as text, its name as alternative."""


class fact_note(nodes.inline):  # noqa: N801
    """What follows a sentence that states numbered facts: their sources and mark. Its ids are the facts' anchors."""


class cited_in(nodes.inline):  # noqa: N801
    """What ends an entry of the bibliography: which sections cite it. On screens it is a line of its own."""


def record_anchor(key: str) -> nodes.target:
    """Return the anchor of a record, for the first cell of its row."""
    return nodes.target("", "", ids=[key], classes=[_ANCHOR])


def record_anchors(node: nodes.Element) -> list[nodes.target]:
    """Return the anchors of records in a node, itself among them."""
    return [found for found in node.findall(nodes.target) if is_record_anchor(found)]


def is_record_anchor(node: nodes.Element) -> bool:
    """Tell whether a node is the anchor of a record."""
    return _ANCHOR in node["classes"]


def make_mark(standing: Standing, *, named: bool = False) -> standing_mark:
    """Return the mark of a standing; ``named`` tells that its name follows."""
    classes = ["standing", f"standing-{standing}"]
    return standing_mark("", SYMBOLS[standing], standing=standing, named=named, classes=classes)


def make_language_span(text: str, language: str | None) -> nodes.Node:
    """Return ``text`` as a node, tagged with its language where that differs from the book's.

    Quotes and dashes stay as they are in the data: Sphinx's smart quotes must not touch them.
    """
    plain = verbatim(text)
    language = language or language_left(text)
    return language_span("", "", plain, language=language) if language else plain


def title_of(title: nodes.Node) -> str:
    """Return the text of a title in plain words, which knows its language where all of it is in another."""
    words = plain_title(title)
    text, *spans = (" ".join(part.astext().split()) for part in (words, *words.findall(language_span)))
    if text not in spans:
        return text
    return Untranslated(text, next(words.findall(language_span))["language"])


def language_left_in(text: nodes.Element) -> str:
    """Return the language that all words of a paragraph are left in; "" where they are in that of the book."""
    spans = [child for child in text.children if isinstance(child, language_span)]
    if len(spans) != 1 or spans[0].astext().strip() != text.astext().strip():
        return ""
    languages = {span["language"] for span in spans[0].findall(language_span)}
    return str(languages.pop()) if len(languages) == 1 else ""


def _is_turned(writer: Any, node: language_span) -> bool:
    """Tell whether a language is written the other way than that of the book."""
    return direction_of(node["language"]) != direction_of(writer.config.language)


def _isolate(writer: Any, node: language_span, sign: str) -> str:
    return sign if _is_turned(writer, node) else ""


def _visit_language_span_html(self: Any, node: language_span) -> None:
    attributes = {"lang": node["language"]}
    if _is_turned(self, node):  # the attribute isolates, too
        attributes["dir"] = direction_of(node["language"])
    self.body.append(self.starttag(node, "span", "", **attributes))


def _visit_small_capitals_html(self: Any, node: small_capitals) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="small-caps"))


def _depart_span_html(self: Any, node: nodes.Element) -> None:
    self.body.append("</span>")


def _visit_mark_html(self: Any, node: standing_mark) -> None:
    name = _(NAMES[node["standing"]])
    self.body.append(self.starttag(node, "span", "", role="img", title=name, **{"aria-label": name}))


def _depart_mark_html(self: Any, node: standing_mark) -> None:
    """Add the name where it does not follow: programs that take the text out of a page keep no attributes."""
    name = _(NAMES[node["standing"]])
    words = f"({name})" if isinstance(node.parent, fact_note) else name  # a sentence may follow the note
    self.body.append("</span>" if node["named"] else f'<span class="unseen">\u00a0{words}</span></span>')


def _visit_note_html(self: Any, node: fact_note) -> None:
    self.body.append("\u2060")  # a word joiner: the note does not begin a line of its own
    original = volume_of(self.builder.env).original  # of a translation: its notes are in no language of the text
    language = {"lang": volume_of(self.builder.env).edition.language} if original else {}
    self.body.append(self.starttag(node, "span", "", CLASS="fact-note", **language))


def _visit_language_span_latex(self: Any, node: language_span) -> None:
    self.body.append(rf"{_isolate(self, node, ISOLATE)}\foreignname{{{node['language']}}}{{")


def _depart_language_span_latex(self: Any, node: language_span) -> None:
    self.body.append(f"}}{_isolate(self, node, END)}")


def _visit_small_capitals_latex(self: Any, node: small_capitals) -> None:
    self.body.append(r"\textsc{")


def _visit_mark_latex(self: Any, node: standing_mark) -> None:
    self.body.append(rf"\standingmark{{{_(NAMES[node['standing']])}}}{{")


def _visit_note_latex(self: Any, node: fact_note) -> None:
    self.body.extend(target(self, anchor) for anchor in node["ids"])
    self.body.append(r"\factnote{")


def _depart_latex(self: Any, node: nodes.Element) -> None:
    self.body.append("}")


def _visit_language_span_typst(self: Any, node: language_span) -> None:
    sign = _isolate(self, node, ISOLATE)
    self.add(self.anchor(node["ids"]), f'#"{sign}"' if sign else "", f'#language("{node["language"]}")[')


def _depart_language_span_typst(self: Any, node: language_span) -> None:
    sign = _isolate(self, node, END)
    self.add("]", f'#"{sign}"' if sign else "")


def _visit_small_capitals_typst(self: Any, node: small_capitals) -> None:
    self.add("#smallcaps[")


def _visit_mark_typst(self: Any, node: standing_mark) -> None:
    self.add(f'#standing-mark("{node["standing"]}", "{_(NAMES[node["standing"]])}")')
    raise nodes.SkipNode


def _visit_note_typst(self: Any, node: fact_note) -> None:
    self.add(self.anchor(node["ids"]), "#fact-note[")


def _depart_typst(self: Any, node: nodes.Element) -> None:
    self.add("]")


def _visit_cited_latex(self: Any, node: cited_in) -> None:
    self.body.append("\\citedin{")


def _visit_cited_typst(self: Any, node: cited_in) -> None:
    self.add("#cited-in[")


def _visit_plain(self: Any, node: nodes.Element) -> None:
    """Add nothing: text and manual pages print the content as it is."""


def setup(app: Sphinx) -> None:
    """Register the nodes with their writers."""
    plain = (_visit_plain, _visit_plain)
    visitors: dict[type[nodes.Element], tuple[tuple[Visitor, Visitor], ...]] = {
        language_span: (
            (_visit_language_span_html, _depart_span_html),
            (_visit_language_span_latex, _depart_language_span_latex),
            (_visit_language_span_typst, _depart_language_span_typst),
        ),
        standing_mark: (
            (_visit_mark_html, _depart_mark_html),
            (_visit_mark_latex, _depart_latex),
            (_visit_mark_typst, _depart_typst),
        ),
        fact_note: (
            (_visit_note_html, _depart_span_html),
            (_visit_note_latex, _depart_latex),
            (_visit_note_typst, _depart_typst),
        ),
        small_capitals: (
            (_visit_small_capitals_html, _depart_span_html),
            (_visit_small_capitals_latex, _depart_latex),
            (_visit_small_capitals_typst, _depart_typst),
        ),
    }
    for node, (html, latex, typst) in visitors.items():
        app.add_node(
            node,
            html=html,
            latex=latex,
            typst=typst,
            text=plain,
            man=plain,
            texinfo=plain,
        )
    words: dict[type[nodes.Element], Callable[[Any], str]] = {
        fact_note: lambda _: "",
        standing_mark: lambda mark: _(NAMES[mark["standing"]]),
    }
    use_plain_titles(words, title_of)
    app.add_node(cited_in, latex=(_visit_cited_latex, _depart_latex), typst=(_visit_cited_typst, _depart_typst))
