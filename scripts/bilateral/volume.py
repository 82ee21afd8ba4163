"""A volume in memory: its records and sources, with the indexes that rules and renderers need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from pydantic import BaseModel

from bilateral.bibliography import Source
from bilateral.chapters import sections_of
from bilateral.document import Document
from bilateral.editions import FrozenEdition, Section
from bilateral.flags import Flag
from bilateral.kinds import KINDS, AnyKind
from bilateral.ledger import Ledger
from bilateral.locales import locale_of
from bilateral.messages import say_in
from bilateral.model import Country, Edition, Fact, File, Person, Place, Record, Vocabularies, Vocabulary
from bilateral.problems import KeyPath

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Volume:
    """All records of a volume."""

    file: File
    sources: dict[str, Source]
    document: Document
    ledger: Ledger = field(default_factory=Ledger)
    kinds: tuple[AnyKind, ...] = KINDS
    editions: tuple[FrozenEdition, ...] = ()
    """The editions that have been published, in their order."""
    chapters: Mapping[str, str] = field(default_factory=dict)
    """The text of each chapter, by its path."""
    mentions: Mapping[str, str] = field(default_factory=dict)
    """Records that a translation mentions by a phrase of its own."""
    flags: Mapping[str, Flag] = field(default_factory=dict)
    """The flags that have a file, by the codes of their countries."""
    original: Edition | None = None
    """The title page of the original, where this is a translation."""
    untranslated: frozenset[str] = frozenset()
    """The texts that a translation leaves in the language of the original."""
    own_locale: str = ""
    """The locale of words, dates and numbers, where it is not that of the language."""

    @property
    def own_kinds(self) -> tuple[AnyKind, ...]:
        """The kinds that the volume brings beside those of the press."""
        return tuple(kind for kind in self.kinds if kind not in KINDS)

    @property
    def edition(self) -> Edition:
        """What stands on the title page."""
        return self.file.volume

    @cached_property
    def locale(self) -> str:
        """The locale in which the book speaks."""
        return self.own_locale or locale_of(self.edition.language)

    @cached_property
    def located(self) -> tuple[tuple[KeyPath, Record], ...]:
        """Each record with its path in the file, in the order of the file."""
        return tuple(
            ((kind.name, index), record)
            for kind in self.kinds
            for index, record in enumerate(getattr(self.file, kind.name))
        )

    @cached_property
    def records(self) -> dict[str, Record]:
        """Each record by its id."""
        return {record.id: record for _, record in self.located}

    @cached_property
    def collections(self) -> dict[str, str]:
        """The collection of each record, by the record's id."""
        return {record.id: str(path[0]) for path, record in self.located}

    @cached_property
    def countries(self) -> dict[str, Country]:
        """Each country by its code."""
        return {country.code: country for country in self.of(Country)}

    @cached_property
    def people(self) -> dict[str, Person]:
        """Each person by id."""
        return {person.id: person for person in self.of(Person)}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Each place by id."""
        return {place.id: place for place in self.of(Place)}

    @cached_property
    def facts(self) -> dict[str, tuple[Record, Fact]]:
        """Each numbered fact with the record that covers it, by number, in the order of the registers.

        A rule asks for them before it is known that each is in one; what is in none comes last.
        """
        found = {fact.fact: (record, fact) for record in self.records.values() for fact in record.facts}
        order = {register.letter: place for place, register in enumerate(self.file.registers)}
        return dict(sorted(found.items(), key=lambda item: (order.get(item[0][0], len(order)), int(item[0][1:]))))

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The sections of its chapters, by their labels."""
        return sections_of(self.chapters)

    def of(self, model: type[R]) -> tuple[R, ...]:
        """Return the records of one kind, in the order of the file."""
        found: tuple[R, ...] = getattr(self.file, self._by_model[model].name)
        return found

    def in_collection(self, name: str) -> tuple[Record, ...]:
        """Return the records of a collection, in the order of the file."""
        found: tuple[Record, ...] = getattr(self.file, name)
        return found

    def kind_of(self, record: Record) -> AnyKind:
        """Return the kind of a record."""
        return self._by_model[type(record)]

    def located_kinds(self) -> Iterator[tuple[KeyPath, Record, AnyKind]]:
        """Yield each record with its path and its kind."""
        for path, record in self.located:
            yield path, record, self.kind_of(record)

    @cached_property
    def _by_model(self) -> dict[type[Record], AnyKind]:
        return {kind.model: kind for kind in self.kinds}

    def mention(self, key: str) -> str:
        """Return a record as running text mentions it; a country by its code."""
        return self.mention_of(self.countries.get(key) or self.records[key])

    def mention_of(self, record: Record) -> str:
        """Return a record as running text mentions it."""
        text: str = self.mentions.get(record.id) or self.kind_of(record).mention(record, self)
        return text

    def city(self, key: str) -> str:
        """Return the city in which a place lies, or the place where it is one."""
        return self.places[key].within or key

    def word(self, vocabulary: Vocabulary, word: str) -> str:
        """Return a word of a vocabulary as it is printed."""
        own = self._added.get(vocabulary.name, {}).get(word)
        return own or say_in(self.locale, vocabulary.name, vocabulary.words[word])

    def words(self, vocabulary: Vocabulary) -> list[str]:
        """Return the words of a vocabulary with those that the volume adds."""
        return list(dict.fromkeys([*vocabulary.words, *self._added.get(vocabulary.name, {})]))

    @cached_property
    def _added(self) -> Vocabularies:
        own = getattr(self.file, "vocabularies", None)
        return own.model_dump(by_alias=True) if isinstance(own, BaseModel) else {}
