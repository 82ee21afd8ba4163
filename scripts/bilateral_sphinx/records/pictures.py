"""A directive for each kind of picture, and how each writer shows it: SVG on screens, vectors in print."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform

from bilateral.dates import Edtf, parse_edtf
from bilateral.direction import direction_of
from bilateral.pictures import (
    BOOK_COLOURS,
    Request,
    draw,
    on_paper,
    on_screen,
    pdf_of,
    with_directions,
    with_languages,
    written,
)
from bilateral.pictures import PICTURES as KINDS
from bilateral.render import QueryError
from bilateral.text import capital
from bilateral.volume import Volume
from bilateral_sphinx.files import write_if_changed
from bilateral_sphinx.fonts import font_folders
from bilateral_sphinx.phases import PostTransforms
from bilateral_sphinx.records.content import cell_nodes
from bilateral_sphinx.records.dependencies import Dependency
from bilateral_sphinx.records.directives import RecordDirective, words
from bilateral_sphinx.records.domain import domain_of
from bilateral_sphinx.records.drawings import drawing_of, drawings_of
from bilateral_sphinx.records.nodes import DRAWN
from bilateral_sphinx.seams.application import app_of
from bilateral_sphinx.seams.images import image_of


class picture(nodes.General, nodes.Element):  # noqa: N801  (docutils names node classes in lower case)
    """A picture: ``spec`` is its specification as text, ``alt`` says what it shows, ``label`` is its figure's."""


class picture_description(nodes.General, nodes.Element):  # noqa: N801
    """The same as the picture in words, which readers on screens can open."""


def _languages(volume: Volume) -> dict[str, str]:
    """Return the language of each text that a translation leaves in that of the original, as a label begins with it."""
    original = volume.original
    if original is None:
        return {}
    return {said: original.language for text in volume.untranslated for said in (text, capital(text, volume.locale))}


def _period(argument: str) -> Edtf:
    return parse_edtf(argument.strip())


def svg_of(node: picture, env: BuildEnvironment) -> str:
    """Return the drawing of a picture, with names of colours and links to records; it may be waited for."""
    direction = direction_of(env.config.language)
    return with_directions(drawing_of(env, node["spec"]), direction, is_map=node["is_map"])


class RecordPicture(RecordDirective):
    """A picture of records."""

    option_spec: ClassVar[dict[str, Any]] = {
        "name": directives.unchanged_required,
        "kind": words,
        "ids": words,
        "period": _period,
        "width": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Draw the picture; a wrong option is a warning at its line, and no picture."""
        if not self.arguments or "name" not in self.options:
            return self.complain(
                f"'picture-{self.kind}' needs a caption and a ':name: figure-…' so that it can be cited"
            )
        request = Request(**{key: value for key, value in self.options.items() if key != "name"})
        domain = domain_of(self.env)
        try:
            drawn = draw(self.kind, domain.volume, request, domain.locale)
        except QueryError as error:
            return self.complain(f"'picture-{self.kind}': {error}")
        docname = self.env.current_document.docname
        domain.note_dependency(docname, Dependency("picture", (self.kind, request)), drawn)
        label = nodes.make_id(self.options["name"])
        spec = written(drawn.spec)
        drawings_of(self.env).ask_for(spec)
        figure = nodes.figure(
            "", picture("", spec=spec, alt=drawn.alt, label=label, is_map=drawn.is_map), classes=[DRAWN]
        )
        self.set_source_info(figure)
        figure += self.caption(nodes.caption)
        self.add_name(figure)
        lines = nodes.bullet_list()
        for row in drawn.description.rows:
            parts: list[nodes.Node] = []
            for cell in filter(None, row.cells):
                parts += [nodes.Text(", ")] if parts else []
                parts += cell_nodes(cell, docname)
            lines += nodes.list_item("", nodes.paragraph("", "", *parts))
        return [figure, picture_description("", lines)]


PICTURES: dict[str, type[RecordPicture]] = {
    f"picture-{name}": type(f"{name.title()}Picture", (RecordPicture,), {"kind": name, "__doc__": kind.summary})
    for name, kind in KINDS.items()
}
"""The directive of each kind of picture."""


class PrintPictures(SphinxPostTransform):
    """Make images of pictures where nothing can be opened or followed: SVG for Typst, PDF for LaTeX."""

    default_priority = PostTransforms.FIRST
    formats = ("typst", "latex")

    def run(self, **kwargs: Any) -> None:
        """Write each picture beside the doctrees, and put an image in its place."""
        fonts = font_folders(self.config, Path(self.env.srcdir))
        for node in list(self.document.findall(picture)):
            latex = app_of(self.env).builder.format == "latex"
            svg = svg_of(node, self.env)
            content = pdf_of(svg, fonts) if latex else on_paper(svg, fonts).encode()
            path = Path(self.env.doctreedir, "pictures", f"{node['label']}.{'pdf' if latex else 'svg'}")
            write_if_changed(path, content)
            node.replace_self(image_of(self.env, self.env.current_document.docname, str(path), node["alt"]))


def _visit_picture_html(self: Any, node: picture) -> None:
    builder, docname = self.builder, self.builder.current_docname
    homes = domain_of(builder.env).homes

    def address_of(record: str) -> str:
        return f"{builder.get_relative_uri(docname, homes[record])}#{record}" if record in homes else ""

    colours = BOOK_COLOURS if builder.name == "epub" else None
    locale = domain_of(builder.env).locale
    svg = on_screen(svg_of(node, builder.env), node["alt"], node["label"], address_of, colours, locale=locale)
    svg = with_languages(svg, _languages(domain_of(builder.env).volume))
    # A narrow window scrolls the picture: with the arrow keys too, where no mark in it can be reached.
    reach = "" if "<a " in svg else f' tabindex="0" role="group" aria-label="{_("Picture")}"'
    self.body.append(f'<div class="picture-frame"{reach if builder.name != "epub" else ""}>{svg}</div>\n')
    raise nodes.SkipNode


def _visit_description_html(self: Any, node: picture_description) -> None:
    self.body.append(f'<details class="picture-description"><summary>{_("The picture in words")}</summary>\n')


def _depart_description_html(self: Any, node: picture_description) -> None:
    self.body.append("</details>\n")


def _skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register nodes and transform; the directives are the domain's."""
    app.add_node(
        picture, html=(_visit_picture_html, None), text=(_skip, None), man=(_skip, None), texinfo=(_skip, None)
    )
    app.add_node(
        picture_description,
        html=(_visit_description_html, _depart_description_html),
        latex=(_skip, None),
        typst=(_skip, None),
        text=(_skip, None),
        man=(_skip, None),
        texinfo=(_skip, None),
    )
    app.add_post_transform(PrintPictures)
