"""A volume in another language: each text of a record is a message, whose context is the record and the field.

Translators keep the messages of the data in ``locale/<language>/LC_MESSAGES/relations.po``, beside the catalogues of
the chapters, in the same programs. Names of people, titles of sources, dates and numbers are not translated; a place in
a source is one message wherever it stands, in the bibliography too. A record that is mentioned by a phrase of the
press, such as a visit, has a message of its own for the whole phrase: there a language with cases can say it as it is
said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self, get_args, get_origin

from pydantic import BaseModel

from bilateral.files import LOCALE
from bilateral.kinds import AnyKind
from bilateral.locales import locale_of
from bilateral.messages import catalogue_path, say, speaks
from bilateral.model import Contributor, Fact, Link, Person, Record
from bilateral.model.base import PlainText
from bilateral.volume import Volume

DOMAIN = "relations"
"""The name of the catalogue: that of the data file."""
MENTION = "mention"
TITLE_PAGE = "volume"
LOCATOR = "locator"
"""The context of places in sources."""
_TEXT = get_args(PlainText)[1]
_KEPT: dict[type[BaseModel], frozenset[str]] = {
    Contributor: frozenset(Contributor.model_fields),
    Person: frozenset({*Person.model_fields} - {"about", "also_dated", "facts", "note", "sources", "terms"}),
}
"""Fields with texts that are the same in any language."""
_NOT_SAID = frozenset({"names", "titles", "numbers", "reading", "licence", "currency"})


class Untranslated(str):
    """A text that is left in the language of the original, which it knows."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Take the text and its language."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what a copy is made of."""
        return str(self), self.language


class PartlyTranslated(str):
    """A text of several parts, as an entry of the index is, which knows the language of those that are left."""

    __slots__ = ("left",)
    left: dict[str, str]

    def __new__(cls, text: str, left: dict[str, str]) -> Self:
        """Take the text, and its parts that are left with their languages."""
        made = super().__new__(cls, text)
        made.left = left
        return made

    def __getnewargs__(self) -> tuple[str, dict[str, str]]:  # type: ignore[override]
        """Return what a pickled one is made of again."""
        return str(self), self.left


def language_left(text: str) -> str:
    """Return the language of a text that is left in that of the original; "" of any other."""
    return text.language if isinstance(text, Untranslated) else ""


def made_of(source: str, text: str) -> str:
    """Return a text that was made of another, in the language of that."""
    if isinstance(source, PartlyTranslated):
        return PartlyTranslated(text, source.left)
    return Untranslated(text, source.language) if isinstance(source, Untranslated) else text


def said_of(text: str, message: str, locale: str) -> str:
    """Return a message about one text, ``Cite: %s``, all of it in one language.

    Where no markup can tell the two apart, what is said of an untranslated text is said in the language of that.
    """
    own = locale_for(text, locale)
    said = say(own, message) % text
    return said if own == locale else made_of(text, said)


def locale_for(text: str, locale: str) -> str:
    """Return the locale in which something is said of a text: of one that is left its own, if the press has that."""
    own = locale_of(text.language) if isinstance(text, Untranslated) else ""
    return own if own and speaks(own) else locale


def left_as(parts: Iterable[str], text: str) -> str:
    """Return a text that is put together of others; where one of these is not translated, it knows its language."""
    left = next((part for part in parts if isinstance(part, Untranslated)), None)
    return text if left is None else Untranslated(text, left.language)


class Message(NamedTuple):
    """A text of the data: what it is of, and the text."""

    context: str
    text: str


def messages_of(volume: Volume) -> list[Message]:
    """Return every message of the data, each once, in the order of the file."""
    found: dict[Message, None] = {}

    def note(context: str, text: str) -> str:
        found[Message(context, text)] = None
        return text

    _said(volume, note)
    for source in volume.sources.values():
        note(LOCATOR, source.seen)
    for record, text in _phrases(volume):
        found[Message(f"{record.id} {MENTION}", text)] = None
    return list(found)


def translated(volume: Volume, source: Path, language: str) -> Volume:
    """Return the volume in a language: what is not translated is left, and knows its language."""
    texts = _read(source, language)
    original = volume.edition.language

    left: set[str] = set()

    def said(context: str, text: str) -> str:
        if found := texts.get((context, text)):
            return found
        left.add(text)
        return Untranslated(text, original)

    file = _said(volume, said)
    mentions = {}
    for record, text in _phrases(volume):
        if phrase := texts.get((f"{record.id} {MENTION}", text)):
            mentions[record.id] = phrase
    tag = language.replace("_", "-")
    sources = {key: replace(held, seen=said(LOCATOR, held.seen)) for key, held in volume.sources.items()}
    edition = file.volume.model_copy(update={"language": tag, "address": f"{volume.edition.address}{tag}/"})
    return replace(
        volume,
        file=file.model_copy(update={"volume": edition}),
        sources=sources,
        mentions=mentions,
        original=volume.edition,
        untranslated=frozenset(left),
    )


def _read(source: Path, language: str) -> dict[tuple[str, str], str]:
    """Return the translations of a catalogue by context and text; what is fuzzy is none."""
    path = catalogue_path(source / LOCALE, language, DOMAIN)
    if not path.exists():
        return {}
    from babel.messages.pofile import read_po  # late: most volumes have no translation

    kept = read_po(BytesIO(path.read_bytes()), locale=language)
    return {
        (str(message.context), str(message.id)): str(message.string)
        for message in kept
        if message.id and message.string and not message.fuzzy
    }


def _phrases(volume: Volume) -> Iterator[tuple[Record, str]]:
    """Yield the records that the press mentions by a phrase of its own."""
    for _, record in volume.located:
        kind: AnyKind = volume.kind_of(record)
        text = kind.mention(record, volume)
        if not _kept(record) and text not in {value for _, value in record if isinstance(value, str)}:
            yield record, text


def _said(volume: Volume, say: Callable[[str, str], str]) -> Any:
    """Return the data file with every text said again."""
    file: Any = volume.file
    update: dict[str, Any] = {"volume": _again(file.volume, TITLE_PAGE, "", say)}
    update["registers"] = tuple(_again(one, f"register {one.letter}", "", say) for one in file.registers)
    for kind in volume.kinds:
        update[kind.name] = tuple(_again(record, record.id, "", say) for record in getattr(file, kind.name))
    own = getattr(file, "vocabularies", None)
    if isinstance(own, BaseModel):
        words = {
            name: {word: say(f"{name} {word}", text) for word, text in getattr(own, name).items()} for name, _ in own
        }
        update["vocabularies"] = own.model_copy(update=words)
    return file.model_copy(update=update)


def _kept(held: BaseModel) -> frozenset[str]:
    return next((names for model, names in _KEPT.items() if isinstance(held, model)), frozenset())


def _again(held: BaseModel, owner: str, path: str, say: Callable[[str, str], str]) -> Any:
    kept = _kept(held)
    if isinstance(held, Link):
        part = held.part and say(f"{owner} {path}part", held.part)
        return held.model_copy(update={"locator": say(LOCATOR, held.locator), "part": part})
    if isinstance(held, Fact):
        path = f"{path}{held.fact} "
    update: dict[str, Any] = {}
    for name, field in type(held).model_fields.items():
        value = getattr(held, name)
        if name in kept or name in _NOT_SAID:
            continue
        place = f"{path}{field.alias or name}"
        if isinstance(value, str) and _is_text(field.annotation, field.metadata):
            update[name] = say(f"{owner} {place}", value)
        elif isinstance(value, tuple):
            update[name] = tuple(
                _again(one, owner, f"{place} ", say)
                if isinstance(one, BaseModel)
                else say(f"{owner} {place}", one)
                if isinstance(one, str) and _is_text(field.annotation, field.metadata)
                else one
                for one in value
            )
        elif isinstance(value, BaseModel):
            update[name] = _again(value, owner, f"{place} ", say)
    return held.model_copy(update=update)


def _is_text(annotation: Any, metadata: list[Any]) -> bool:
    """Tell whether a field holds plain text, alone, optional or in a list."""
    if any(part is _TEXT for part in metadata):
        return True
    if get_origin(annotation) is Annotated:
        return any(part is _TEXT for part in get_args(annotation)[1:])
    return any(_is_text(part, []) for part in get_args(annotation))
