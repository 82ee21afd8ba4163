"""Write a new volume on two countries: text and data that build and pass at once, for editors to fill."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from bilateral.anchors import source_anchor
from bilateral.ledger import LEDGER, NEXT, Entry, ledger_text
from bilateral.reading import read_volume
from bilateral.schema import schema_text
from bilateral.volume import Volume
from bilateral_cli.founding.territories import UnknownCountryError, countries, entries, in_a_sentence, name_of, slug

__all__ = ["UnknownCountryError", "countries", "write_volume"]

_LABEL = re.compile(r"^\(([a-z0-9-]+)\)=$", re.MULTILINE)
_TABLE = re.compile(r"^```\{([a-z-]+)\}.*\n:name: (\S+)$", re.MULTILINE)
_BIBLIOGRAPHY = "```{bibliography}"


def write_volume(one: str, two: str, folder: Path, published: dt.date) -> None:
    """Write a volume on the countries of two ISO codes into a folder.

    Raises:
        UnknownCountryError: where a code is none of a country, or both are the same.

    """
    if one == two:
        raise UnknownCountryError(f"'{one}' stands twice; name two countries")
    words = _words(one, two, published)
    _write(files(__name__) / "template", folder, words)
    (folder / "data/relations.schema.json").write_text(schema_text(), "utf-8")
    (folder / LEDGER).write_text(ledger_text(_anchors(folder, read_volume(folder))), "utf-8")


def _anchors(folder: Path, volume: Volume) -> Iterator[Entry]:
    """Yield the anchors of the chapters of the template: the ledger is whole before anything is built."""
    for path in folder.rglob("*.md"):
        text, page = path.read_text("utf-8"), path.relative_to(folder).with_suffix("").as_posix()
        yield from (Entry(label, "chapter", page, NEXT) for label in _LABEL.findall(text))
        for table, name in _TABLE.findall(text):
            yield Entry(name, "table", page, NEXT)
            named = [key for key, collection in volume.collections.items() if collection == table]
            yield from (Entry(key, table, page, NEXT) for key in named)
        if _BIBLIOGRAPHY in text:
            yield from (Entry(source_anchor(key), "source", page, NEXT) for key in volume.sources)


def _write(template: Traversable, folder: Path, words: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in template.iterdir():
        if part.is_dir():
            _write(part, folder / part.name, words)
        else:
            (folder / part.name.removesuffix(".template")).write_text(
                Template(part.read_text("utf-8")).substitute(words), "utf-8"
            )


def _words(one: str, two: str, published: dt.date) -> dict[str, str]:
    first, second = name_of(one), name_of(two)
    said = {"first": in_a_sentence(first), "second": in_a_sentence(second)}
    name = f"{slug(first)}-{slug(second)}-relations"
    texts = {
        "title": f"{first}–{second} Relations",
        "subtitle": "A reference book",
        "first": first,
        "second": second,
        "description": f"The relations of {said['first']} and {said['second']}: every record with its sources.",
    }
    return {
        **texts,
        **{f"{key}_yaml": json.dumps(text, ensure_ascii=False) for key, text in texts.items()},
        **said,
        "name": name,
        "one": one,
        "two": two,
        "one_lower": one.lower(),
        "two_lower": two.lower(),
        "countries": entries(one, two),
        "published": published.isoformat(),
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.example")),
    }
