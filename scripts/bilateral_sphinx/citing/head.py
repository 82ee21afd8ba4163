"""The metadata of a page, for programs: search engines, reference managers, and whatever shows a preview of a link.

The metadata come from the same record as its citations. Zotero reads the names that begin with
``citation_`` and Dublin Core; its rules are those of https://www.zotero.org/support/dev/exposing_metadata.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from bilateral.anchors import DATA, permanent_address
from bilateral.citation import Part, item_of
from bilateral.model import Edition
from bilateral_sphinx.citing.data_files import MEDIA_TYPES
from bilateral_sphinx.citing.parts import chapter_of
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import fact_note
from bilateral_sphinx.seams.bibliography import is_citation
from bilateral_sphinx.seams.toctrees import reading_order
from bilateral_sphinx.web.kinds import is_web

LONGEST = 158
"""Characters of a description: search engines cut longer ones off anywhere."""
_PREFIXES = {
    "DC": "http://purl.org/dc/elements/1.1/",
    "DCTERMS": "http://purl.org/dc/terms/",
}


def add_metadata(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add what is known of a page to its head. Index and search have no metadata."""
    if doctree is None or not is_web(app):
        return
    edition = volume_of(app).edition
    chapter = chapter_of(app.env, pagename)
    if chapter is None and pagename != app.config.root_doc:
        return
    summary = edition.description if chapter is None else description_of(doctree)
    address = context.get("pageurl") or edition.address
    lines = [
        *(f'<link rel="schema.{name}" href="{space}">' for name, space in _PREFIXES.items()),
        *(_meta("name", name, text) for name, text in _names(edition, chapter, summary, _pdf(app, edition))),
        *(_meta("property", name, text) for name, text in _open_graph(edition, chapter, summary, address, app)),
        _script(_book(edition, app) if chapter is None else _chapter(edition, chapter, summary, address)),
    ]
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])


def description_of(doctree: nodes.document) -> str:
    """Return the beginning of a chapter, cut between words."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section | nodes.document):
            text = " ".join(_text(paragraph).split())
            return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rpartition(' ')[0].rstrip(',;:–')}…"
    return ""


def _text(node: nodes.Node) -> str:
    """Return the text of a node without notes and citations."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, fact_note | nodes.citation_reference) or is_citation(node):
        return ""
    return "".join(map(_text, node.children))


def _names(edition: Edition, chapter: Part | None, summary: str, pdf: str) -> list[tuple[str, str]]:
    """Return the names of Highwire Press and Dublin Core.

    Zotero splits an author without a comma into a first and a last name: a group has a last name only.
    """
    item = item_of(edition, chapter)
    day = edition.published.earliest
    found = [
        ("description", summary),
        ("author", ", ".join(edition.authors)),
        ("citation_title", item["title"]),
        *(("citation_author", f"{author},") for author in edition.authors),
        ("citation_publication_date", f"{day:%Y/%m/%d}"),
        ("citation_language", edition.language),
        ("citation_public_url", item["URL"]),
        ("DC.title", item["title"]),
        *(("DC.creator", author) for author in edition.authors),
        ("DC.date", day.isoformat()),
        ("DC.language", edition.language),
        ("DC.identifier", item["URL"]),
        ("DC.rights", edition.licence),
        ("DCTERMS.abstract", summary),
        ("bibo:edition", edition.edition),
    ]
    if chapter is not None:
        return [
            *found,
            ("citation_inbook_title", item["container-title"]),
            ("DC.type", "bookSection"),
            ("DCTERMS.isPartOf", edition.address),
        ]
    found += [("citation_pdf_url", pdf)] if pdf else []
    found += [("keywords", ", ".join(edition.keywords))] if edition.keywords else []
    return [*found, ("DC.type", "book"), ("DC.identifier", edition.identifier)]


def _open_graph(
    edition: Edition, chapter: Part | None, summary: str, address: str, app: Sphinx
) -> list[tuple[str, str]]:
    return [
        ("og:title", edition.title if chapter is None else chapter.title),
        ("og:type", "book" if chapter is None else "article"),
        ("og:url", address),
        ("og:site_name", edition.title),
        ("og:description", summary),
        ("og:locale", app.config.records_locale),
    ]


def _book(edition: Edition, app: Sphinx) -> dict[str, Any]:
    """Describe the book, its chapters and its data in the words of schema.org."""
    described = {**_about(edition), "description": edition.description, "keywords": list(edition.keywords)}
    book = {
        "@type": "Book",
        "@id": edition.address,
        "name": f"{edition.title}: {edition.subtitle}",
        "url": edition.address,
        "bookEdition": edition.edition,
        "identifier": edition.identifier,
        **described,
    }
    book["hasPart"] = [
        {"@type": "Chapter", "@id": permanent_address(edition, chapter.anchor), "name": chapter.title}
        for docname in reading_order(app.env)
        if (chapter := chapter_of(app.env, docname))
    ]
    data = {
        "@type": "Dataset",
        "name": f"{edition.title}: the data",
        "isPartOf": {"@id": edition.address},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{edition.address}{DATA}/{name}"}
            for name, kind in MEDIA_TYPES.items()
        ],
        **described,
    }
    return {"@context": "https://schema.org", "@graph": [book, data]}


def _chapter(edition: Edition, chapter: Part, summary: str, address: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "@id": permanent_address(edition, chapter.anchor),
        "name": chapter.title,
        "url": address,
        "description": summary,
        **({"position": chapter.number} if chapter.number else {}),
        "isPartOf": {"@type": "Book", "@id": edition.address, "name": f"{edition.title}: {edition.subtitle}"},
        **_about(edition),
    }


def _about(edition: Edition) -> dict[str, Any]:
    """Return what holds for the book, its parts and its data alike."""
    return {
        "author": [{"@type": "Organization", "name": author} for author in edition.authors],
        "datePublished": edition.published.earliest.isoformat(),
        "inLanguage": edition.language,
        "version": edition.version,
        "license": {"@type": "CreativeWork", "name": edition.licence},
    }


def _pdf(app: Sphinx, edition: Edition) -> str:
    """Return the address of the book's PDF where the web book offers one."""
    names = [name for name, _ in getattr(app.config, "press_downloads", []) if name.startswith("pdf/")]
    return f"{edition.address}downloads/{names[0]}" if names else ""


def _meta(kind: str, name: str, text: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(text)}">'


def _script(data: dict[str, Any]) -> str:
    """Return a block of JSON-LD; no text in it can end the block."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def setup(app: Sphinx) -> None:
    """Add to the head before the theme's templates are filled."""
    connect(app, Phase.DESCRIBED_PAGE, add_metadata)
