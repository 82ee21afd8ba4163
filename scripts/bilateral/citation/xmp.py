"""A description in the names of XMP, for the metadata of PDFs."""

from __future__ import annotations

from bilateral.citation.description import Description


def xmp_of(described: Description) -> dict[str, str | list[str]]:
    """Return what a PDF says of the book; all of it are properties that archival files may have."""
    makers = described.authors or described.editors
    others = [one.printed for _, one in described.contributors if one not in makers]
    found: dict[str, str | list[str]] = {
        "dc:title": described.title,
        "dc:creator": [one.printed for one in makers],
        "dc:contributor": others,
        "dc:publisher": [described.makers],
        "dc:identifier": described.identifier,
        "dc:language": [described.language],
        "dc:description": described.summary,
        "dc:subject": list(described.keywords),
        "dc:rights": described.licence,
        "xmpRights:WebStatement": described.licence_address,
    }
    return {name: told for name, told in found.items() if told}
