"""Write the citations of each page: a page for readers without script, and its parts for the panel of those with it.

Both hold the same HTML. The panel fetches the parts when it is first opened, by a script element: that works from
``file://`` too.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic_core import to_json
from sphinx.application import Sphinx

from bilateral.citation import Citations
from bilateral.formats.folders import CITATIONS
from bilateral_sphinx.citing.parts import parts_by_page
from bilateral_sphinx.citing.renderer import TEMPLATES, CitationRenderer, Panel
from bilateral_sphinx.files import mirror
from bilateral_sphinx.mirroring import static_folder
from bilateral_sphinx.phases import Assets, Phase, connect
from bilateral_sphinx.web.builders import is_web

FORMATTED = "citations.json"
"""What has been formatted, beside the doctrees."""
STATIC = Path(__file__).with_name("static")


def write(app: Sphinx) -> None:
    """Write both files of each page whose citations have changed, and remove those of pages that have gone."""
    if not is_web(app):
        return
    citations = Citations(app.config.records_locale, Path(app.doctreedir, FORMATTED))
    folder, renderer = Path(app.outdir, CITATIONS), CitationRenderer(app, citations)
    kept: list[str] = []
    stale: dict[str, tuple[str, list[Panel]]] = {}
    for docname, parts in sorted(parts_by_page(app.env, renderer.volume).items()):
        page, script = _files_of(docname)
        kept += [page, script]
        panels = [renderer.panel_of(docname, part) for part in parts]
        digest = renderer.digest_of(docname, panels)
        if digest != _digest_in(folder / script) or not (folder / page).exists():
            stale[docname] = digest, panels
    if stale:
        citations.learn(item for _, panels in stale.values() for panel in panels for item in panel.cited)
        citations.save()
    for docname, (digest, panels) in stale.items():
        page, script = _files_of(docname)
        panels_html = {panel.anchor: renderer.html_of(panel) for panel in panels}
        encoded = to_json(panels_html).decode()  # megabytes, in a fifth of the time of Python's own
        files = {
            page: renderer.page_of(docname, panels[0], list(panels_html.values())),
            script: f"// {digest}\nciting.receive({json.dumps(docname)}, {encoded});\n",
        }
        mirror(folder, files, whole=False)  # page by page: all of them together are more than the book
    mirror(folder, dict.fromkeys(kept))


def _files_of(docname: str) -> tuple[str, str]:
    """Return the names of the page and of the script with the citations of a page."""
    return f"{docname}.html", f"{docname}.js"


def _digest_in(script: Path) -> str:
    """Return the digest in the first line of a script: that of what it was made from."""
    if not script.exists():
        return ""
    with script.open(encoding="utf-8") as lines:
        return lines.readline().strip("/ \n")


def bring_script(app: Sphinx) -> None:
    """Bring script and style into the web book only: an e-book has no panel."""
    if not is_web(app):
        return
    app.config.html_static_path.append(str(static_folder(app, STATIC)))
    app.add_js_file("citing.js", loading_method="defer")
    app.add_css_file("citing.css", priority=Assets.LAST)


def setup(app: Sphinx) -> None:
    """Write beside the pages."""
    connect(app, Phase.TEMPLATES, lambda _, config: config.templates_path.append(str(TEMPLATES)))
    connect(app, Phase.BUILDER, bring_script)
    connect(app, Phase.BESIDE, write)
