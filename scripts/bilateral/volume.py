"""A volume in memory: its records and sources, with the indexes that rules and renderers need."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bilateral.bibliography import Source
from bilateral.document import Document
from bilateral.ledger import Ledger
from bilateral.model import COLLECTIONS, Country, DataFile, Edition, Fact, Person, Record
from bilateral.problems import KeyPath


@dataclass(frozen=True)
class Volume:
    """All records of a volume."""

    file: DataFile
    sources: dict[str, Source]
    document: Document
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def edition(self) -> Edition:
        """What stands on the title page."""
        return self.file.volume

    @cached_property
    def located(self) -> tuple[tuple[KeyPath, Record], ...]:
        """Each record with its path in the file, in the order of the file."""
        return tuple(
            ((name, index), record) for name in COLLECTIONS for index, record in enumerate(getattr(self.file, name))
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
        return {country.code: country for country in self.file.countries}

    @cached_property
    def people(self) -> dict[str, Person]:
        """Each person by id."""
        return {person.id: person for person in self.file.people}

    @cached_property
    def facts(self) -> dict[str, tuple[Record, Fact]]:
        """Each numbered fact with the record that covers it, by number, in the order of the registers.

        A rule asks for them before it is known that each is in one; what is in none comes last.
        """
        found = {fact.fact: (record, fact) for record in self.records.values() for fact in record.facts}
        order = {register.letter: place for place, register in enumerate(self.file.registers)}
        return dict(sorted(found.items(), key=lambda item: (order.get(item[0][0], len(order)), int(item[0][1:]))))
