"""Write the citations of each page: a page for readers without script, and its parts for the panel of those with it.

Both hold the same HTML. The panel fetches the parts when it is first opened, by a script element: that works from
``file://`` too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from anchors.collection import anchors_of
from anchors.files import mirror
from anchors.model import Anchor
from bilateral.citation import FORMATS, Part, cite, item_of, permanent_address, source_items
from bilateral.render import format_date
from bilateral.standing import source_keys
from bilateral.volume import Volume
from citing.parts import parts_by_page
from records.loading import volume_of

FOLDER = "cite"
HERE = Path(__file__).parent


class Form(NamedTuple):
    """One form of a citation: ``html`` is what is shown, ``suffix`` ends the name of the file that it is kept in."""

    name: str
    label: str
    html: str
    suffix: str
    media_type: str
    in_text: str = ""
    code: bool = False


def page_of(docname: str) -> str:
    """Return the address, inside the book, of the page that holds the citations of ``docname``."""
    return f"{FOLDER}/{docname}.html"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write both files of each page, touching only what differs."""
    if exception is not None or app.builder.name != "html":
        return
    volume, anchors = volume_of(app), anchors_of(app.env)
    files: dict[str, str] = {}
    for docname, parts in sorted(parts_by_page(app.env, volume).items()):
        panels = {part.anchor: _panel(app, volume, docname, part, anchors) for part in parts}
        target = app.builder.get_target_uri(docname)
        context = {
            "language": volume.edition.language,
            "book": volume.edition.title,
            "chapter": parts[0].title,
            "up": "../" * page_of(docname).count("/"),
            "back": relative_uri(page_of(docname), target),
            "panels": list(panels.values()),
        }
        files[f"{docname}.html"] = app.builder.templates.render("cite-page.html", context)
        told = json.dumps(panels, ensure_ascii=False, separators=(",", ":"))
        files[f"{docname}.js"] = f"citing.receive({json.dumps(docname)}, {told});\n"
    mirror(Path(app.outdir, FOLDER), files)


def _panel(app: Sphinx, volume: Volume, docname: str, part: Part, anchors: dict[str, Anchor]) -> str:
    """Return the citations of a part as HTML."""
    edition = volume.edition
    whole = docname == app.config.root_doc and part.kind == "chapter"
    item = item_of(edition, None if whole else part)
    keys = source_keys(volume.records[part.anchor], volume) if part.anchor in volume.records else ()
    context = {
        "part": part,
        "title": item["title"],
        "edition": f"{edition.edition}, version {edition.version}",
        "date": format_date(edition.published, app.config.records_locale),
        "address": item["URL"] if whole else permanent_address(edition, part.anchor),
        "forms": list(_forms(item, app.config.records_locale)),
        "sources": [(volume.sources[key], _entry(app, docname, anchors[f"source-{key}"])) for key in keys],
        "source_forms": list(_exports(source_items(volume, keys))) if keys else [],
    }
    return str(app.builder.templates.render("cite-panel.html", context))


def _forms(item: dict[str, Any], locale: str) -> Iterator[Form]:
    """Yield the citation in the three styles, then as the code that reference managers read."""
    cited = cite(item, locale)
    yield Form("apa", "APA", cited.apa.html, "txt", "text/plain", cited.apa_in_text.html)
    yield Form("chicago", "Chicago", cited.chicago.html, "txt", "text/plain")
    yield Form("mla", "MLA", cited.mla.html, "txt", "text/plain", cited.mla_in_text.html)
    yield from _exports([item])


def _exports(items: list[dict[str, Any]]) -> Iterator[Form]:
    for form in FORMATS:
        yield Form(form.name, form.label, escape(form.write(items)), form.suffix, form.media_type, code=True)


def _entry(app: Sphinx, docname: str, source: Anchor) -> str:
    """Return the way from the citations of a page to an entry of the bibliography."""
    return f"{relative_uri(page_of(docname), app.builder.get_target_uri(source.docname))}#{source.name}"


def bring_script(app: Sphinx) -> None:
    """Bring script and style into the web book only: an e-book has no panel."""
    if app.builder.name != "html":
        return
    app.config.html_static_path.append(str(HERE / "static"))
    app.add_js_file("citing.js", loading_method="defer")
    app.add_css_file("citing.css", priority=900)


def setup(app: Sphinx) -> None:
    """Write when the book is whole."""
    app.connect("config-inited", lambda _, config: config.templates_path.append(str(HERE / "templates")))
    app.connect("builder-inited", bring_script)
    app.connect("build-finished", write)
