"""The volume with the locale, and the cells that many tables share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bilateral import evidence
from bilateral.collation import collation_key
from bilateral.content import Cell, Cite, Mark, Mention, Text, joined
from bilateral.dates import Edtf
from bilateral.dating import beside, date_of
from bilateral.messages import say
from bilateral.model import Link, Record, Vocabulary
from bilateral.model.base import Dated, Standing
from bilateral.offices import office_at
from bilateral.render.evidence import cited
from bilateral.render.text import format_date, language_of, mention_text, party_record, reading_of
from bilateral.standing import standing_of_part, standing_of_record, standing_of_value
from bilateral.text import capital
from bilateral.volume import Volume


@dataclass(frozen=True)
class Context:
    """What every renderer needs: the volume and the locale of dates and numbers."""

    volume: Volume
    locale: str

    def mention(self, key: str) -> Mention:
        """Return a link to a record, with the text that running text would use."""
        record = self.volume.records[key]
        return Mention(key, mention_text(record, self.volume), language_of(record, self.volume))

    def title(self, record: Record, text: str) -> Cell:
        """Return the cell that names the row: the record's own title, which other places link to."""
        reading = self.volume.kind_of(record).reading(record)
        return (Text(text, language_of(record, self.volume), order=reading),)

    def mentions(self, keys: Iterable[str]) -> Cell:
        """Return links to records, separated by semicolons."""
        return joined([(self.mention(key),) for key in keys])

    def party(self, key: str) -> Cell:
        """Return a link to a country or an organisation."""
        return (Mention(party_record(key, self.volume), self.volume.mention(key)),)

    def parties(self, keys: Iterable[str]) -> Cell:
        """Return links to parties, separated by semicolons."""
        return joined([self.party(key) for key in keys])

    def officer(self, key: str, date: Edtf | None) -> Cell:
        """Return a person with the office held at ``date``."""
        person = self.volume.people[key]
        office = office_at(person, date, self.locale) if date else None
        language = language_of(person, self.volume)
        name = Mention(key, person.name, language)
        return (Text(f"{office} "), name) if office else (name,)

    def date(self, date: Edtf | None, *, attested: bool = False, in_sentence: bool = False) -> tuple[Text, ...]:
        """Return a date in words."""
        if date is None:
            return ()
        first, coarseness, last, season = date.sort_key
        text = format_date(date, self.locale, in_sentence=in_sentence)
        text = say(self.locale, "attested {date}", date=text) if attested else text
        return (Text(text, order=f"{first.isoformat()} {coarseness} {last.isoformat()} {season}"),)

    def dated(
        self, date: Edtf | None, beside: Dated | None, *, attested: bool = False, in_sentence: bool = False
    ) -> Cell:
        """Return a date as it is written by another calendar too, with the other dates that sources give."""
        first = self.date(date, attested=attested, in_sentence=in_sentence)
        if beside is None:
            return first
        parts: list[Cell] = [self._as_written(first, beside.as_written)]
        for other in beside.also_dated:
            words = format_date(other.date, self.locale, in_sentence=in_sentence)
            text = say(self.locale, "or {date}", date=words)
            cite = Cite(self.sorted_keys(link.source for link in other.sources))
            parts.append((*self._as_written((Text(text),), other.as_written), Text(" "), cite))
        return joined(parts, ", ")

    def when(self, record: Record) -> Cell:
        """Return the date of a record as ``dated`` does, or that it is not known."""
        return self.dated(date_of(record), beside(record)) or (Text(say(self.locale, "not known"), order=""),)

    def _as_written(self, date: tuple[Text, ...], written: str | None) -> Cell:
        if written is None:
            return date
        return (*date, Text(f" ({written})")) if date else (Text(written, order=""),)

    def standing(self, record: Record) -> Cell:
        """Return the mark of a record."""
        return (Mark(standing_of_record(record, self.volume)),)

    def sources(self, record: Record) -> Cell:
        """Return the citations of everything that bears on a record."""
        return cited(evidence.of_record(record, self.volume), self.volume, located=True)

    def cite_links(self, links: Iterable[Link], *, located: bool = True) -> Cell:
        """Return citations of source links, with their locators."""
        return cited(evidence.of_links(links, self.locale), self.volume, located=located)

    def judged(self, record: Record, links: tuple[Link, ...], *, located: bool = True) -> dict[str, Cell]:
        """Return the cells of what a part of a record rests on: its own sources, or else those of the record."""
        if not links:
            return self.rests(record)
        mark = self.mark(standing_of_part(links, self.volume))
        return {"standing": mark, "sources": self.cite_links(links, located=located)}

    def rests(self, record: Record) -> dict[str, Cell]:
        """Return the cells of what a record rests on: its mark and its sources."""
        return {"standing": self.standing(record), "sources": self.sources(record)}

    def valued(self, record: Record, links: tuple[Link, ...]) -> dict[str, Cell]:
        """Return the cells of what a value of a record rests on: its own sources and those of the record."""
        own = (*links, *record.sources) or tuple(link for fact in record.facts for link in fact.sources)
        return {
            "standing": self.mark(standing_of_value(record, links, self.volume)),
            "sources": self.cite_links(own),
        }

    def marked(self, cell: Cell, links: tuple[Link, ...]) -> Cell:
        """Return a cell with the mark of what it rests on, where that is not confirmed."""
        standing = standing_of_part(links, self.volume)
        return cell if standing == "confirmed" else (*cell, Mark(standing))

    def word(self, vocabulary: Vocabulary, word: str) -> Cell:
        """Return a word of a vocabulary as it is printed."""
        return (Text(self.volume.word(vocabulary, word)),)

    def sorted_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return source keys, each once, in the order of the bibliography."""
        return tuple(sorted(set(keys), key=lambda key: self.volume.sources[key].number))

    def date_key(self, key: str | None) -> tuple[dt.date, int, dt.date, int, str]:
        """Return the sort key of a record by date; records without one come last."""
        date = date_of(self.volume.records[key]) if key else None
        return (*date.sort_key, key or "") if date else (dt.date.max, 9, dt.date.max, 0, key or "")

    def is_undated(self, key: str | None) -> bool:
        """Tell whether a record has no date to be ordered by."""
        return key is None or date_of(self.volume.records[key]) is None

    def name_key(self, key: str | None) -> tuple[bytes, str]:
        """Return the sort key of a record by name."""
        return collation_key(reading_of(self.volume.records[key], self.volume) if key else "", self.locale)

    def mark(self, standing: Standing, *, named: bool = False) -> Cell:
        """Return the mark of a standing."""
        return (Mark(standing, named),)


def capitalised(mention: Mention, locale: str) -> Mention:
    """Let a mention begin a line."""
    return Mention(mention.record, capital(mention.text, locale), mention.language)
