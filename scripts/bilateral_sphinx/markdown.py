"""All of MyST's syntax in every format: what MyST writes as HTML or LaTeX becomes nodes that each format can write.

What cannot be the same in every format and at each build is refused where the settings ask for it.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral.messages import N_
from bilateral_sphinx.phases import Phase, PostTransforms, Transforms, connect
from bilateral_sphinx.seams import markdown as seam
from bilateral_sphinx.seams.titles import use_plain_titles

SIGNS = {False: "☐", True: "☑"}
"""Whether a task is done."""
WORDS = {False: N_("not done"), True: N_("done")}
TASK = "task"
"""The class of an item that begins with a box, which takes the place of its bullet."""
ASKED = "myst_enable_extensions"
UNFIT = {
    "amsmath": "its formulas have another name at each build; write them between $$, with & and \\\\ as in align",
    "section_ref": "§1.2 would count the headings of a page, and the book numbers its chapters; refer by {ref}",
    "substitution": "{{ }} in a chapter is a program; write the words, or set trusted_authors where you trust all",
}


class line_break(nodes.Inline, nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """The end of a line within a paragraph."""


class struck(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Text that is struck out."""


class struck_word(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A word of such text, for TeX, which strikes nothing out that runs over lines."""


class task_box(nodes.Inline, nodes.Element):  # noqa: N801
    """The box before a task, ``done`` or not."""


class NameSyntax(SphinxTransform):
    """Put nodes of ours in the place of what MyST wrote for one format."""

    default_priority = Transforms.SYNTAX

    def apply(self, **kwargs: Any) -> None:
        """Look for each kind."""
        for first, second in list(seam.hard_breaks(self.document)):
            first.parent.remove(second)
            first.replace_self(line_break())
        for item, box, done in seam.task_boxes(self.document):
            item["classes"] = [TASK if name == seam.TASK else name for name in item["classes"]]
            box.replace_self([task_box("", done=done), nodes.Text(" ")])
        for first, last in seam.struck_texts(self.document):
            parent, start = first.parent, first.parent.index(first)
            inner = parent.children[start + 1 : parent.index(last)]
            parent.children[start : parent.index(last) + 1] = []
            parent.insert(start, struck("", "", *inner))


class StrikeWords(SphinxPostTransform):
    """Strike out each word by itself for TeX."""

    default_priority = PostTransforms.FIRST
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Take the texts apart at their spaces."""
        for text in [text for node in self.document.findall(struck) for text in node.findall(nodes.Text)]:
            parts = re.split(r"(\s+)", text)
            text.parent.replace(text, [struck_word("", part) if part.strip() else nodes.Text(part) for part in parts])


def judge(app: Sphinx, config: Config) -> None:
    """Refuse extensions of MyST that would say what is not so, run what a chapter says, or differ from build to build.

    Raises:
        SystemExit: with all of them; Sphinx prints a traceback with every exception.

    """
    asked = set(config[ASKED]) - ({"substitution"} if config.trusted_authors else set())
    if found := [f"conf.py: {ASKED} has '{name}': {why}" for name, why in UNFIT.items() if name in asked]:
        raise SystemExit("\n".join(found))
    config.suppress_warnings = [*config.suppress_warnings, "myst.strikethrough"]  # that it is for HTML alone


def _visit_break_html(self: Any, node: line_break) -> None:
    self.body.append("<br />\n")
    raise nodes.SkipNode


def _visit_break_latex(self: Any, node: line_break) -> None:
    self.body.append(" \\newline\n")  # two backslashes would end the row of a table
    raise nodes.SkipNode


def _visit_break_typst(self: Any, node: line_break) -> None:
    self.add("#linebreak()")
    raise nodes.SkipNode


def _visit_struck_html(self: Any, node: struck) -> None:
    self.body.append("<s>")


def _depart_struck_html(self: Any, node: struck) -> None:
    self.body.append("</s>")


def _visit_plain(self: Any, node: struck) -> None:
    """Add nothing: its words are struck out."""


def _visit_word_latex(self: Any, node: struck_word) -> None:
    self.body.append(r"\struck{")


def _depart_word_latex(self: Any, node: struck_word) -> None:
    self.body.append("}")


def _visit_struck_typst(self: Any, node: struck) -> None:
    self.add("#strike[")


def _depart_struck_typst(self: Any, node: struck) -> None:
    self.add("]")


def _visit_box_html(self: Any, node: task_box) -> None:
    self.body.append(f'<span role="img" aria-label="{_(WORDS[node["done"]])}">{SIGNS[node["done"]]}</span>')
    raise nodes.SkipNode


def _visit_box_latex(self: Any, node: task_box) -> None:
    """Write it as marks of standing are, with what is read aloud."""
    self.body.append(rf"\standingmark{{{_(WORDS[node['done']])}}}{{{SIGNS[node['done']]}}}")
    raise nodes.SkipNode


def _visit_box_typst(self: Any, node: task_box) -> None:
    self.add(f"#checkbox({str(node['done']).lower()})")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register nodes and transform, and look at the settings once they are whole."""
    app.add_node(
        line_break,
        html=(_visit_break_html, None),
        latex=(_visit_break_latex, None),
        typst=(_visit_break_typst, None),
    )
    app.add_node(
        struck,
        html=(_visit_struck_html, _depart_struck_html),
        latex=(_visit_plain, _visit_plain),
        typst=(_visit_struck_typst, _depart_struck_typst),
    )
    app.add_node(struck_word, latex=(_visit_word_latex, _depart_word_latex))
    app.add_node(
        task_box,
        html=(_visit_box_html, None),
        latex=(_visit_box_latex, None),
        typst=(_visit_box_typst, None),
    )
    seam.keep_places()
    seam.propose_directives()
    seam.keep_what_is_to_be_done()
    seam.settle_once()
    use_plain_titles({line_break: lambda _: " ", task_box: lambda box: f"{_(WORDS[box['done']])} "})
    app.add_transform(NameSyntax)
    app.add_post_transform(StrikeWords)
    connect(app, Phase.GUARDS, judge)
