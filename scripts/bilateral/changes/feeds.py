"""What an edition has changed, for programs: JSON, and a feed for those who follow the book.

Source of the feed: RFC 4287, The Atom Syndication Format.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID, uuid5

from bilateral.anchors import permanent_address
from bilateral.changes.comparison import Change
from bilateral.editions import FrozenEdition
from bilateral.model import Edition
from bilateral.text import json_lines

JSON, ATOM = "changes.json", "changes.atom"
MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"


def changes_json(edition: Edition, before: FrozenEdition, changes: Sequence[Change]) -> str:
    """Write the changes as a list, each with the permanent address of what it is about."""
    told = {
        "edition": edition.version,
        "since": before.version,
        "changes": [{**asdict(change), "address": _address(edition, change)} for change in changes],
    }
    return json_lines(told)


def changes_feed(edition: Edition, before: FrozenEdition, changes: Sequence[Change]) -> str:
    """Write the changes as a feed, of which each is an entry."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": edition.language})
    updated = f"{edition.published}T00:00:00Z"
    _add(feed, "id", f"{edition.identifier}")
    _add(feed, "title", f"{edition.title}: {before.version} – {edition.version}")
    _add(feed, "updated", updated)
    _add(feed, "link", href=f"{edition.address}{ATOM}", rel="self", type=MEDIA_TYPE)
    _add(feed, "link", href=edition.address, rel="alternate", type="text/html")
    for maker in edition.authors or edition.editors:
        _add(_add(feed, "author"), "name", maker.printed)
    space = UUID(edition.identifier)
    for change in changes:
        entry = _add(feed, "entry")
        _add(entry, "id", uuid5(space, json.dumps([edition.version, asdict(change)])).urn)
        _add(entry, "title", f"{change.title}: {' '.join(filter(None, (change.field, change.how)))}")
        _add(entry, "updated", updated)
        _add(entry, "link", href=_address(edition, change), rel="alternate", type="text/html")
        _add(entry, "content", " → ".join(filter(None, (change.old, change.new))) or change.how, type="text")
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _address(edition: Edition, change: Change) -> str:
    return permanent_address(edition, change.anchor) if change.anchor else edition.address


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element
