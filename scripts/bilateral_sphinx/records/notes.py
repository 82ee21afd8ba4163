"""Remarks on records, printed below the table that is their home."""

from __future__ import annotations

from docutils import nodes

from bilateral.render import record_title
from bilateral.volume import Volume


def notes_list(volume: Volume, keys: list[str]) -> list[nodes.Node]:
    """Return a list of the notes of these records, each under the record's name; nothing where none has a note."""
    items = nodes.bullet_list(bullet="*", classes=["record-notes"])
    for key in keys:
        record = volume.records[key]
        if record.note:
            name = record_title(record, volume)
            text = nodes.paragraph("", "", nodes.emphasis("", name), nodes.Text(f": {record.note}"))
            items += nodes.list_item("", text)
    return [items] if len(items) else []
