"""The metadata of each page of the web book, its content security policy, and its scripts and style sheets."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from bilateral.messages import N_, say
from bilateral.translation import made_of, said_of
from bilateral_sphinx.headings import marked
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.press import PRESS
from bilateral_sphinx.seams.theme import PLACES, SCRIPTS_AND_SHEETS, describe_no_pages
from bilateral_sphinx.typst.cover import CARD, CARD_SIZE, cover_data
from bilateral_sphinx.web.builders import is_web
from bilateral_sphinx.web.contents import parts_of, sections_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{attributes}; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""No inline script, nothing from other hosts. Pictures may be data, and what a script saves may be a blob."""

STYLED = re.compile(r"<[^>]+ style=")
COLUMN = re.compile(r'<col style="width: (\d+)(?:\.\d+)?%" ?/>')
CHAPTER = re.compile(r'(<h1><span class="section-number">)(\d+)\. ')


def policy_for(body: str) -> str:
    """Return the content security policy of a page; style attributes are allowed where authors have written some."""
    attributes = "; style-src-attr 'unsafe-inline'" if STYLED.search(body) else ""
    return POLICY.format(attributes=attributes)


def begin(app: Sphinx) -> None:
    """Let the theme describe no pages, which we do."""
    if is_web(app):
        describe_no_pages()


def leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Empty the places that our layout does not have: the theme fills each in trial, to see whether anything is left.

    For its sidebar it resolves the toctrees of the whole book, on every page.
    """
    if is_web(app):
        context |= {place: [] for place in PLACES}


def complete(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates what they need, and take out what the theme has added for its own scripts."""
    if not is_web(app):
        return
    edition = volume_of(app).edition
    body = COLUMN.sub(r'<col class="w-\1" />', context.get("body", ""))
    body = CHAPTER.sub(r"\1\2 ", body, count=1)
    if "body" in context:
        context["body"] = body
    context["policy"] = policy_for(body)
    context.setdefault("newest", context.get("pageurl"))  # pages without a permanent address: index, search
    context["toc_title"] = _(context["theme_toc_title"])  # templates say only what translators can be shown
    context["parts"] = parts_of(app)
    context["here"] = sections_of(context.get("toc") or "") if pagename != app.config.root_doc else ""
    context["metatags"] = re.sub(r'\s*<meta name="viewport"[^>]*>', "", context.get("metatags", ""))
    context["flags"] = cover_data(volume_of(app))["flags"]
    context["edition_line"] = made_of(edition.edition, f"{edition.edition} · {edition.published.earliest.year}")
    context["imprint"] = marked(
        say(volume_of(app).locale, "{title}. {edition}, version {version}, {date}. © {copyright}."),
        title=edition.title,
        edition=edition.edition,
        version=edition.version,
        date=app.config.today,
        copyright=app.config.copyright,
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
    return name not in SCRIPTS_AND_SHEETS


def _share(app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Add the preview of a shared address; the descriptions of chapters are in the metadata of their citations."""
    edition = volume_of(app).edition
    titles = {"genindex": _("Index"), "search": _("Search"), "pages": _("Pages of the PDF")}
    title = context.get("title") or titles.get(pagename, pagename.capitalize())
    context["described"], context["shared"] = {"generator": PRESS, "twitter:card": "summary_large_image"}, {}
    if doctree is None:
        text = f"{edition.title}: {title[:1].lower()}{title[1:]}."
        context["described"]["description"] = text
        context["shared"] |= {
            "og:type": "website",
            "og:site_name": edition.title,
            "og:title": title,
            "og:description": text,
        }
    if address := context.get("pageurl"):
        width, height = CARD_SIZE
        context["shared"] |= {"og:url": address} if doctree is None else {}
        context["shared"] |= {
            "og:image": f"{app.config.html_baseurl}_static/{CARD}",
            "og:image:width": str(width),
            "og:image:height": str(height),
            "og:image:alt": said_of(
                edition.title,
                N_("The title of the book, %s, and the flags of both countries")
                if context["flags"]
                else N_("The title of the book, %s"),
                volume_of(app).locale,
            ),
        }


def setup(app: Sphinx) -> None:
    """Run before the theme and after it, and after the downloads have been put into its menu."""
    connect(app, Phase.BUILDER, begin)
    connect(app, Phase.LEAN_PAGE, leave_out)
    connect(app, Phase.WHOLE_PAGE, complete)
