"""The dataset as linked data: JSON-LD, with schema.org for what things are and PROV for where it is known from.

The context stands in the file, so that no other host is asked. Sources: https://www.w3.org/TR/json-ld11/,
https://www.w3.org/TR/prov-o/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bilateral.anchors import permanent_address, source_anchor
from bilateral.dating import date_of
from bilateral.evidence import of_record
from bilateral.formats.folders import DATA
from bilateral.model import Edition, Record
from bilateral.standing import standing_of_record
from bilateral.text import json_lines
from bilateral.volume import Volume

WIKIDATA = "https://www.wikidata.org/entity/{number}"
RECORD_FILE = "index.json"
"""The document of a record, at its permanent address."""
Node = dict[str, Any]


def graph(volume: Volume) -> Node:
    """Return the whole dataset: the book, its sources and its records."""
    edition, data = volume.edition, _data_of(volume)
    dataset = {
        "@id": f"{edition.address}{DATA}/",
        "@type": "Dataset",
        "name": edition.title,
        "description": edition.description,
        "identifier": edition.identifier,
        "version": edition.version,
        "datePublished": str(edition.published),
        "inLanguage": edition.language,
        "keywords": list(edition.keywords),
        "data": {key: value for key, value in data.items() if key not in volume.collections.values()},
    }
    sources = [_source(key, volume) for key in volume.sources]
    return {
        "@context": context(edition),
        "@graph": [dataset, *sources, *_records(volume, data)],
    }


def documents(volume: Volume) -> Iterator[Node]:
    """Yield each record as a document of its own."""
    for node in _records(volume, _data_of(volume)):
        yield {"@context": context(volume.edition), **node}


def _data_of(volume: Volume) -> Node:
    """Return the data file as it is written; pydantic would build a writer of its own for each kind of record."""
    data: Node = volume.file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return data


def context(edition: Edition) -> Node:
    """Return what the keys mean; those that schema.org and PROV have no word for are the book's own."""
    own = f"{edition.address}{DATA}/#"
    return {
        "@version": 1.1,
        "@vocab": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "sameAs": {"@type": "@id"},
        "isPartOf": {"@type": "@id"},
        "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
        "collection": f"{own}collection",
        "standing": f"{own}standing",
        "evidence": f"{own}evidence",
        "source": {"@id": f"{own}source", "@type": "@id"},
        "stance": f"{own}stance",
        "locator": f"{own}locator",
        "date": f"{own}edtf",
        "data": {"@id": f"{own}data", "@type": "@json"},
    }


def _source(key: str, volume: Volume) -> Node:
    source = volume.sources[key]
    node: Node = {
        "@id": _source_address(key, volume),
        "@type": "CreativeWork",
        "identifier": key,
        "name": source.title,
        "inLanguage": source.language,
    }
    return node | ({"wasDerivedFrom": [_source_address(source.base, volume)]} if source.base else {})


def _records(volume: Volume, data: Node) -> Iterator[Node]:
    for kind in volume.kinds:
        records = zip(volume.in_collection(kind.name), data.get(kind.name, ()), strict=True)
        yield from (_record(record, volume, own) for record, own in records)


def _record(record: Record, volume: Volume, data: Node) -> Node:
    """Return a record: what it is, what bears it out or denies it, and its fields as in the data file."""
    found = of_record(record, volume)
    supporting = [_source_address(one.source, volume) for one in found if one.stance == "supports"]
    date = date_of(record)
    node: Node = {
        "@id": permanent_address(volume.edition, record.id),
        "@type": volume.kind_of(record).thing,
        "identifier": record.id,
        "collection": volume.collections[record.id],
        "name": volume.mention(record.id),
        "isPartOf": f"{volume.edition.address}{DATA}/",
        "standing": standing_of_record(record, volume),
        "wasDerivedFrom": list(dict.fromkeys(supporting)),
        "evidence": [
            {"source": _source_address(one.source, volume), "stance": one.stance, "locator": list(one.locators)}
            for one in found
        ],
        "data": data,
    }
    if date is not None:
        node["date"] = str(date)
    if record.same_as:
        node["sameAs"] = [WIKIDATA.format(number=number) for number in record.same_as]
    return node


def _source_address(key: str, volume: Volume) -> str:
    return permanent_address(volume.edition, source_anchor(key))


def linked_file(volume: Volume) -> bytes:
    """Return the file of the whole graph."""
    return _written(graph(volume))


def record_files(volume: Volume) -> dict[str, bytes]:
    """Return a document for each record, by the path of its file below the folder of permanent addresses."""
    return {f"{node['identifier']}/{RECORD_FILE}": _written(node) for node in documents(volume)}


def _written(node: Node) -> bytes:
    return json_lines(node).encode()
