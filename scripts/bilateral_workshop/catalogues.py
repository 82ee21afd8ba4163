"""Enter the words of the press into its catalogues: what is new waits for a translator, what is gone is dropped.

Messages stand in calls of ``say``, ``_`` and their like, in Python, templates and scripts of pages, and in the registry
of kinds, where headings, names and vocabularies are data; what the dataset says of its tables stands in the model.
``python -m bilateral_workshop.catalogues lv`` begins a catalogue.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from bilateral.content import COLUMN
from bilateral.dataset import all_tables
from bilateral.dataset.tables import DATASET
from bilateral.kinds import KINDS, file_model
from bilateral.kinds.kind import KIND
from bilateral.messages import DOMAIN, FOLDER
from bilateral.render.registers import TABLES
from bilateral_sphinx.web.words import MANY, MESSAGE

SCRIPTS = Path(__file__).parents[1]
PACKAGES = ("bilateral", "bilateral_sphinx")
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)
"""Stands in the heads of all catalogues: equal words are equal bytes."""
_CALLS = {"say": (1,), "N_": (0,), "N_many": (0, 1), "_": (0,), "say_in": (2, 1), "say_many": (1, 2), "Column": (1,)}
"""Functions that take a message, with the places of it among their arguments."""
_OF_TEMPLATES = ("_", "say_many")


class Message(NamedTuple):
    """A message of the code: its text or its forms, its context, and the file that it stands in."""

    text: str | tuple[str, str]
    context: str | None
    file: str


def messages() -> Iterator[Message]:
    """Yield every message of the press."""
    for package in PACKAGES:
        for path in sorted((SCRIPTS / package).rglob("*")):
            file = path.relative_to(SCRIPTS).as_posix()
            if path.suffix == ".py":
                yield from _of_python(path.read_text("utf-8"), file)
            elif path.suffix in {".html", ".jinja"}:
                yield from _of_template(path.read_text("utf-8"), file)
            elif path.suffix == ".js":
                yield from _of_script(path.read_text("utf-8"), file)
    yield from _of_kinds()
    yield from _of_dataset()


def _of_python(code: str, file: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _CALLS:
            continue
        places = [node.args[place] for place in _CALLS[node.func.id] if place < len(node.args)]
        texts = [place.value for place in places if isinstance(place, ast.Constant) and isinstance(place.value, str)]
        if not texts or len(texts) != len(places):
            continue  # a variable, whose message is marked where it is written
        match node.func.id:
            case "say_in":
                yield Message(texts[0], texts[1], file)
            case "say_many" | "N_many":
                yield Message((texts[0], texts[1]), None, file)
            case "Column" if (
                not node.args[2:] and not node.keywords
            ):  # those of the dataset have more, and are for programs
                yield Message(texts[0], COLUMN, file)
            case "say" | "N_" | "_":
                yield Message(texts[0], None, file)


def _of_template(text: str, file: str) -> Iterator[Message]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=False)  # noqa: S701  (nothing is rendered)
    for _, _, message in extract_from_ast(environment.parse(text), _OF_TEMPLATES):
        match message:
            case str(text):
                yield Message(text, None, file)
            case (str(one), str(many), *_):
                yield Message((one, many), None, file)


def _of_script(code: str, file: str) -> Iterator[Message]:
    yield from (Message(json.loads(text), None, file) for text in MESSAGE.findall(code))
    yield from (Message((json.loads(one), json.loads(many)), None, file) for one, many, _ in MANY.findall(code))


def _of_kinds() -> Iterator[Message]:
    """Yield what is data: names of kinds, headings of tables, words of vocabularies."""
    file = "bilateral/kinds"
    for kind in KINDS:
        yield Message(kind.word, KIND, file)
        for vocabulary in kind.vocabularies:
            yield from (Message(word, vocabulary.name, file) for word in vocabulary.words.values())
    for table in TABLES.values():
        yield Message(table.empty, None, file)
        yield from (Message(column.title, column.context, file) for column in (*table.columns, *table.extra))


def _of_dataset() -> Iterator[Message]:
    """Yield what the dataset says of its tables and their columns."""
    for table in all_tables(file_model()).values():
        texts = [table.description, *(column.description for column in table.columns)]
        yield from (Message(text, DATASET, "bilateral/dataset") for text in texts)


def template() -> Catalog:
    """Return a catalogue of all messages, without translations."""
    found = Catalog(project=DOMAIN, creation_date=BEGUN, fuzzy=False)
    found.header_comment = "# Words of the press. Written by `make catalogues`; only the msgstr are to be edited."
    for text, context, file in messages():
        found.add(text, locations=[(file, 0)], context=context)
    return found


def update(path: Path, wanted: Catalog) -> None:
    """Bring a catalogue up to date."""
    language = path.parents[1].name
    if path.exists():
        with path.open("rb") as file:
            kept = read_po(file, locale=language)
    else:
        path.parent.mkdir(parents=True)
        kept = Catalog(locale=language)
    kept.update(wanted, no_fuzzy_matching=True, update_header_comment=True)
    kept.obsolete.clear()
    kept.msgid_bugs_address = ""
    kept.project, kept.version, kept.revision_date, kept.creation_date = DOMAIN, "1", BEGUN, BEGUN
    kept.last_translator = kept.language_team = "the authors of the press"
    kept.fuzzy = False
    with path.open("wb") as file:
        write_po(file, kept, width=100, include_lineno=False, ignore_obsolete=True)


def main(languages: list[str]) -> None:
    """Update every catalogue, and begin those of ``languages``."""
    wanted = template()
    known = {folder.name for folder in FOLDER.glob("*/")}
    for language in sorted({*known, *languages}):
        update(FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po", wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
