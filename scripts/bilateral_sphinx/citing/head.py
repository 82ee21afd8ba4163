"""The metadata of a page, for programs: search engines, reference managers, and whatever shows a preview of a link.

The metadata come from the same description as its citations. Zotero reads the names that begin with
``citation_`` and Dublin Core; its rules are those of https://www.zotero.org/support/dev/exposing_metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from bilateral.anchors import permanent_address
from bilateral.changes import ATOM, MEDIA_TYPE, previous
from bilateral.citation import Description, describe, linkset, opds
from bilateral.citation.linkset import Link, links_of
from bilateral.dataset import archive_name, media_types
from bilateral.formats import FORMATS
from bilateral.formats.folders import DATA
from bilateral.messages import say
from bilateral.model import Contributor
from bilateral.text import with_particle
from bilateral.translation import Untranslated, language_left
from bilateral_sphinx.citations import is_citation
from bilateral_sphinx.citing.catalogue import LINKSET, OPDS, downloads_of, page_of
from bilateral_sphinx.citing.parts import chapter_of
from bilateral_sphinx.dataset import published
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records.nodes import fact_note, language_left_in, standing_mark
from bilateral_sphinx.seams.toctrees import reading_order
from bilateral_sphinx.web.builders import is_web

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
    page = page_of(app, pagename)
    if page is None:
        return
    described = describe(edition, chapter)
    if chapter is not None:
        described = replace(described, summary=description_of(doctree))
    context["newest"] = described.address  # absolute: an old edition that stands elsewhere leads to it too
    address, archive = context.get("pageurl") or edition.address, archive_name(edition)
    lines = [
        *(f'<link rel="schema.{name}" href="{space}">' for name, space in _PREFIXES.items()),
        *(_meta("name", name, text) for name, text in _names(described, _pdf(app))),
        *(_meta("property", name, text) for name, text in _open_graph(described, address, app)),
        *(_link(link) for link in links_of(page)),
        _link(Link("linkset", f"{edition.address}{LINKSET}", linkset.MEDIA_TYPE)),
        *([_link(Link("alternate", f"{edition.address}{OPDS}", opds.MEDIA_TYPE))] if downloads_of(app) else []),
        _link(Link("alternate", f"{edition.address}{DATA}/{archive}", media_types(edition)[archive])),
        *([_link(Link("alternate", f"{edition.address}{ATOM}", MEDIA_TYPE))] if previous(volume_of(app)) else []),
        _script(_book(described, app) if chapter is None else _chapter(described, address)),
    ]
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])


def description_of(doctree: nodes.document) -> str:
    """Return the beginning of a chapter, cut between words."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section | nodes.document):
            text = " ".join(_text(paragraph).split())
            short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rpartition(' ')[0].rstrip(',;:–')}…"
            language = language_left_in(paragraph)
            return Untranslated(short, language) if language else short
    return ""


def _text(node: nodes.Node) -> str:
    """Return the text of a node without notes, marks and citations."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, fact_note | standing_mark | nodes.citation_reference) or is_citation(node):
        return ""
    return "".join(map(_text, node.children))


def _names(described: Description, pdf: str) -> Iterator[tuple[str, str]]:
    """Yield the names of Highwire Press and Dublin Core."""
    day, book = described.published, described.book
    yield "description", described.summary
    yield "author", ", ".join(one.printed for one in described.authors or described.editors)
    yield "citation_title", described.full_title
    for role, contributor in described.contributors:
        if role != "translator":  # Highwire Press knows none
            yield f"citation_{role}", _highwire(contributor)
            if contributor.orcid:
                yield f"citation_{role}_orcid", f"https://orcid.org/{contributor.orcid}"
    yield "citation_publication_date", f"{day:%Y/%m/%d}"
    yield "citation_language", described.language
    yield "citation_public_url", described.address
    yield "DC.title", described.full_title
    for role, contributor in described.contributors:
        yield "DC.creator" if role == "author" else "DC.contributor", contributor.file_as
    yield "DC.date", day.isoformat()
    yield "DC.language", described.language
    yield "DC.identifier", described.address
    yield "DC.rights", described.licence
    yield "DCTERMS.abstract", described.summary
    yield "bibo:edition", described.edition
    if book is not None:
        yield "citation_inbook_title", book.full_title
        yield "DC.type", "bookSection"
        yield "DCTERMS.isPartOf", book.address
        return
    if pdf:
        yield "citation_pdf_url", pdf
    if described.keywords:
        yield "keywords", ", ".join(described.keywords)
    for keyword in described.keywords:
        yield "DC.subject", keyword
    yield "DC.type", "book"
    yield "DC.identifier", described.identifier


def _highwire(contributor: Contributor) -> str:
    """Return a name as Zotero reads it: it splits at a comma, or else before the last word, so a body ends in one."""
    if contributor.name:
        return f"{contributor.name},"
    family = with_particle(contributor.particle, contributor.family)
    return f"{family}, {' '.join(filter(None, (contributor.given, contributor.suffix)))}".rstrip()


def _open_graph(described: Description, address: str, app: Sphinx) -> list[tuple[str, str]]:
    edition = volume_of(app).edition
    return [
        ("og:title", described.title),
        ("og:type", "book" if described.book is None else "article"),
        ("og:url", address),
        ("og:site_name", edition.title),
        ("og:description", described.summary),
        ("og:locale", app.config.records_locale),
    ]


def _book(described: Description, app: Sphinx) -> dict[str, Any]:
    """Describe the book, its chapters and its data in the words of schema.org."""
    edition, original = volume_of(app).edition, volume_of(app).original
    told = {**_about(described), "description": described.summary, "keywords": list(described.keywords)}
    book = {
        "@type": "Book",
        "@id": described.address,
        "name": described.full_title,
        "url": described.address,
        "identifier": described.identifier,
        **told,
        **_accessibility(),
        **({"translationOfWork": {"@type": "Book", "@id": original.address}} if original else {}),
    }
    book["hasPart"] = [
        {"@type": "Chapter", "@id": permanent_address(edition, chapter.anchor), "name": chapter.title}
        for docname in reading_order(app.env)
        if (chapter := chapter_of(app.env, docname))
    ]
    data = {
        "@type": "Dataset",
        "name": say(volume_of(app).locale, "{title}: the data", title=edition.title),
        "isPartOf": {"@id": described.address},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{described.address}{DATA}/{name}"}
            for name, kind in published(edition).items()
        ],
        **told,
    }
    return {"@context": "https://schema.org", "@graph": [book, data]}


def _chapter(described: Description, address: str) -> dict[str, Any]:
    assert described.book is not None
    assert described.part is not None
    return {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "@id": described.address,
        "name": described.full_title,
        "url": address,
        "identifier": described.identifier,
        "description": described.summary,
        **({"position": described.part.number} if described.part.number else {}),
        "isPartOf": {"@type": "Book", "@id": described.book.address, "name": described.book.full_title},
        **_about(described),
        **_accessibility(),
    }


def _about(described: Description) -> dict[str, Any]:
    """Return what holds for the book, its parts and its data alike."""
    roles: dict[str, list[dict[str, str]]] = {}
    for role, contributor in described.contributors:
        roles.setdefault(role, []).append(_contributor(contributor))
    licence = {"@type": "CreativeWork", "name": described.licence, "url": described.licence_address}
    return {
        **roles,
        "datePublished": described.published.isoformat(),
        "inLanguage": described.language,
        "bookEdition": described.edition,
        "version": described.version,
        "license": {key: text for key, text in licence.items() if text},
    }


def _accessibility() -> dict[str, Any]:
    """Return what the web book claims of its accessibility, in the words of schema.org."""
    claimed = FORMATS["html"].accessibility
    assert claimed is not None
    return {
        "accessMode": list(claimed.modes),
        "accessModeSufficient": [
            {"@type": "ItemList", "itemListElement": [mode], "description": mode} for mode in claimed.sufficient_modes
        ],
        "accessibilityFeature": list(claimed.features),
        "accessibilityHazard": list(claimed.hazards),
        "accessibilitySummary": _(claimed.summary),
    }


def _contributor(contributor: Contributor) -> dict[str, str]:
    """Describe a person or a body in the words of schema.org."""
    told = {
        "@type": "Organization" if contributor.name else "Person",
        "@id": contributor.orcid and f"https://orcid.org/{contributor.orcid}",
        "name": contributor.printed,
        "familyName": with_particle(contributor.particle, contributor.family),
        "givenName": contributor.given,
        "honorificSuffix": contributor.suffix,
    }
    return {key: text for key, text in told.items() if text}


def _pdf(app: Sphinx) -> str:
    """Return the address of the book's PDF where the web book offers one."""
    return next((download.address for download in downloads_of(app) if download.format.name == "pdf"), "")


def _link(link: Link) -> str:
    kind = f' type="{link.media_type}"' if link.media_type else ""
    return f'<link rel="{link.relation}" href="{escape(link.address)}"{kind}>'


def _meta(kind: str, name: str, text: str) -> str:
    language = f' lang="{escape(language_left(text))}"' if language_left(text) else ""
    return f'<meta {kind}="{name}"{language} content="{escape(text)}">'


def _script(data: dict[str, Any]) -> str:
    """Return a block of JSON-LD; no text in it can end the block."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def setup(app: Sphinx) -> None:
    """Add to the head before the theme's templates are filled."""
    connect(app, Phase.DESCRIBED_PAGE, add_metadata)
