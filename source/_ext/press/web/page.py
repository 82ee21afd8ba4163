"""What each page of the web book says of itself, what it may load, and what it does load."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from press.cover import CARD, CARD_SIZE
from press.web.contents import parts_of, sections_of
from press.web.kinds import is_web
from records.loading import volume_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{attributes}; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""No inline script, nothing from other hosts. Pictures may be data, and what a script saves may be a blob."""

STYLED = re.compile(r"<[^>]+ style=")
COLUMN = re.compile(r'<col style="width: (\d+)(?:\.\d+)?%" ?/>')
WHOLE = re.compile(r"\A\s*<section(.*)</section>\s*\Z", re.DOTALL)
"""The section that is the page. As a section, it would keep its heading from being that of the page's article."""
CHAPTER = re.compile(r'(<h1><span class="section-number">)(\d+)\. ')
THEIRS = {
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "translations.js",
    "sphinx-book-theme.js",
    "pydata-sphinx-theme.css",
    "sphinx-book-theme.css",
    "basic.css",
}
"""Scripts and style sheets of Sphinx and of the theme that our pages have no use for."""
LENGTH = 158
"""Search engines cut longer descriptions off."""


def policy_for(body: str) -> str:
    """Return the content security policy of a page; style attributes are allowed where authors have written some."""
    attributes = "; style-src-attr 'unsafe-inline'" if STYLED.search(body) else ""
    return POLICY.format(attributes=attributes)


def describe(doctree: nodes.document | None) -> str:
    """Return the beginning of a page's text, cut after a word."""
    first = next(iter(doctree.findall(nodes.paragraph)), None) if doctree else None
    text = " ".join(first.astext().split()) if first else ""
    return text if len(text) <= LENGTH else f"{text[:LENGTH].rsplit(' ', 1)[0].rstrip(' ,;:.–')}…"


def complete(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates what they need, and take out what the theme has added for its own scripts."""
    if not is_web(app):
        return
    edition = volume_of(app).edition
    body = COLUMN.sub(r'<col class="w-\1" />', context.get("body", ""))
    body = CHAPTER.sub(r"\1\2 ", WHOLE.sub(r"<div\1</div>", body), count=1)
    if "body" in context:
        context["body"] = body
    context["policy"] = policy_for(body)
    context["parts"] = parts_of(app)
    context["here"] = sections_of(context.get("toc") or "") if pagename != app.config.root_doc else ""
    context["metatags"] = re.sub(r'\s*<meta name="viewport"[^>]*>', "", context.get("metatags", ""))
    context["edition_line"] = f"{edition.edition} · {edition.published.earliest.year}"
    context["imprint"] = (
        f"{edition.title}. {edition.edition}, version {edition.version}, {app.config.today}. © {app.config.copyright}."
    )
    for kind in ("css_files", "script_files"):
        context[kind] = [asset for asset in context[kind] if _is_ours(asset, body)]
    _share(app, pagename, context, doctree)


def _is_ours(asset: Any, body: str) -> bool:
    name = PurePosixPath(str(getattr(asset, "filename", asset) or "")).name.partition("?")[0]
    if name == "pygments.css":
        return 'class="highlight' in body
    if not name:  # an inline script, which the policy forbids; blocks of data are none
        return "type" in getattr(asset, "attributes", {})
    return name not in THEIRS


def _share(app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Say what search engines and whoever is sent the address are shown."""
    edition = volume_of(app).edition
    is_home = pagename == app.config.root_doc
    title = edition.title if is_home else re.sub(r"<[^>]+>", "", context.get("title") or pagename.capitalize())
    text = edition.description if is_home else describe(doctree) or f"{edition.title}: {title.lower()}."
    context["described"] = {"description": text, "twitter:card": "summary_large_image"}
    shared = {"og:type": "website" if is_home else "article", "og:site_name": edition.title, "og:title": title}
    shared |= {"og:description": text, "og:locale": edition.language.replace("-", "_")}
    if address := context.get("pageurl"):
        width, height = CARD_SIZE
        shared |= {"og:url": address, "og:image": f"{app.config.html_baseurl}_static/{CARD}"}
        shared |= {"og:image:width": str(width), "og:image:height": str(height)}
        shared |= {"og:image:alt": f"The title of the book, {edition.title}, and the colours of both countries"}
    context["shared"] = shared


def setup(app: Sphinx) -> None:
    """Run after the theme, and after the downloads have been put into its menu."""
    app.connect("html-page-context", complete, priority=650)
