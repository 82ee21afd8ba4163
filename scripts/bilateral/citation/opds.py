"""The formats of the book as a catalogue that reading systems subscribe to: a feed of OPDS 2.0.

Source: https://drafts.opds.io/opds-2.0; metadata are those of https://readium.org/webpub-manifest/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bilateral.citation.description import Description, Download
from bilateral.formats import Accessibility
from bilateral.messages import say
from bilateral.model import Contributor
from bilateral.text import json_lines

MEDIA_TYPE = "application/opds+json"
_ACQUIRE = "http://opds-spec.org/acquisition/open-access"


def feed(described: Description, address: str, downloads: Sequence[Download], picture: str) -> str:
    """Write the feed that stands at ``address``; each format is a publication, as it is accessible in its own way."""
    title = described.full_title
    told = {
        "metadata": {"title": title, "numberOfItems": len(downloads), "modified": f"{described.published}T00:00:00Z"},
        "links": [
            {"rel": "self", "href": address, "type": MEDIA_TYPE},
            {"rel": "alternate", "href": described.address, "type": "text/html"},
        ],
        "publications": [_publication(described, download, picture) for download in downloads],
    }
    return json_lines(told)


def _publication(described: Description, download: Download, picture: str) -> dict[str, Any]:
    format_, (width, height) = download.format, (1200, 630)
    locale = described.locale
    return {
        "metadata": {
            "@type": "http://schema.org/Book",
            "title": described.title,
            "subtitle": described.subtitle,
            "identifier": described.identifier,
            **_contributors(described),
            "language": described.language,
            "published": described.published.isoformat(),
            "modified": f"{described.published}T00:00:00Z",
            "description": described.summary,
            "subject": list(described.keywords),
            **({"accessibility": _accessibility(format_.accessibility, locale)} if format_.accessibility else {}),
        },
        "links": [
            {
                "rel": _ACQUIRE,
                "href": download.address,
                "type": format_.media_type,
                "title": say(locale, format_.label),
            },
            *([{"rel": "license", "href": described.licence_address}] if described.licence_address else []),
        ],
        "images": [{"href": picture, "type": "image/png", "width": width, "height": height}],
    }


def _contributors(described: Description) -> dict[str, list[dict[str, str]]]:
    roles: dict[str, list[dict[str, str]]] = {}
    for role, contributor in described.contributors:
        roles.setdefault(role, []).append(_contributor(contributor))
    return roles


def _contributor(contributor: Contributor) -> dict[str, str]:
    told = {"name": contributor.printed, "sortAs": contributor.file_as}
    return {**told, **({"identifier": f"https://orcid.org/{contributor.orcid}"} if contributor.orcid else {})}


def _accessibility(claimed: Accessibility, locale: str) -> dict[str, Any]:
    return {
        "accessMode": list(claimed.modes),
        "accessModeSufficient": list(claimed.sufficient_modes),
        "feature": list(claimed.features),
        "hazard": list(claimed.hazards),
        "summary": say(locale, claimed.summary),
    }
