"""Typed links from the book and its chapters, for programs that follow them: a linkset, and the same in each page.

Source: https://www.rfc-editor.org/rfc/rfc9264 for the file, https://signposting.org/FAIR/ for the relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bilateral.citation.description import Description
from bilateral.text import json_lines

MEDIA_TYPE = "application/linkset+json"


@dataclass(frozen=True)
class Link:
    """A link to a resource, by its relation."""

    relation: str
    address: str
    media_type: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the web book: what it is, where it stands, and what belongs to it or describes it."""

    described: Description
    address: str
    items: tuple[Link, ...] = ()
    descriptions: tuple[Link, ...] = ()


def links_of(page: Page) -> Iterator[Link]:
    """Yield the links of a page."""
    described, book = page.described, page.described.book
    yield Link("cite-as", described.address)
    yield Link("type", f"https://schema.org/{'Book' if book is None else 'Chapter'}")
    yield Link("type", "https://schema.org/AboutPage")
    for contributor in dict.fromkeys([*described.authors, *described.editors]):
        if contributor.orcid:
            yield Link("author", f"https://orcid.org/{contributor.orcid}")
    if described.licence_address:
        yield Link("license", described.licence_address)
    if book is not None:
        yield Link("collection", book.address, "text/html")
    yield from page.items
    yield from page.descriptions


def linkset(pages: Iterable[Page]) -> str:
    """Write the links of all pages as JSON; what describes a page, and what belongs to it, leads back."""
    contexts = []
    for page in pages:
        contexts.append(_context(page.address, links_of(page)))
        html = "text/html"
        contexts += [_context(link.address, [Link("describes", page.address, html)]) for link in page.descriptions]
        files = [link for link in page.items if link.media_type != html]
        contexts += [_context(link.address, [Link("collection", page.address, html)]) for link in files]
    return json_lines({"linkset": contexts})


def _context(anchor: str, links: Iterable[Link]) -> dict[str, str | list[dict[str, str]]]:
    relations: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": link.address, "type": link.media_type}
        relations.setdefault(link.relation, []).append({key: text for key, text in target.items() if text})
    return {"anchor": anchor, **relations}
