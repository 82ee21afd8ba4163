"""What a kind of record is: all that the press asks of one, and what a kind may ask of the press.

A kind is a module that ends in a ``Kind``. What it may ask is in two protocols: ``Data``, the records of the volume,
and ``Cells``, what rows are made of. So a kind knows neither the volume nor the renderer that call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, cast

from bilateral.bibliography import Item, Source
from bilateral.content import Cell, Column, Mention, Text
from bilateral.dates import Edtf
from bilateral.dating import beside, date_of
from bilateral.document import Document
from bilateral.messages import say_in
from bilateral.model import Country, Link, Person, Place, Record, Vocabulary
from bilateral.model.base import Dated
from bilateral.problems import KeyPath, Problem
from bilateral.query import Query, choose

R = TypeVar("R", bound=Record)
Found = Iterator[tuple[str | None, dict[str, Cell]]]
"""The rows of a table: the id of the record of each, and its cells by column."""

DATE = Column("date", "Date")
PERSON = Column("name", "Name", context="name of a person")
"""Its heading has a context of its own: many languages have another word for the name of a thing."""
STANDING = Column("standing", "Standing")
KIND = "kind"
"""The context of what legends call kinds, among the messages."""
DATASET = "Dataset"
"""What schema.org calls a kind whose records are figures."""
SOURCES = Column("sources", "Sources")
"""Sources with the places in them."""


class Data(Protocol):
    """The records of a volume, as a kind may ask for them."""

    @property
    def records(self) -> Mapping[str, Record]:
        """Each record by its id."""

    @property
    def countries(self) -> Mapping[str, Country]:
        """Each country by its code."""

    @property
    def people(self) -> Mapping[str, Person]:
        """Each person by id."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Each source by its key."""

    @property
    def document(self) -> Document:
        """The data file, which knows the places of values."""

    def of(self, model: type[R]) -> tuple[R, ...]:
        """Return the records of one kind."""

    @property
    def places(self) -> Mapping[str, Place]:
        """Each place by id."""

    def city(self, key: str) -> str:
        """Return the city in which a place lies, or the place where it is one."""

    def mention(self, key: str) -> str:
        """Return a record as running text mentions it; a country by its code."""

    def word(self, vocabulary: Vocabulary, word: str) -> str:
        """Return a word of a vocabulary as it is printed."""

    @property
    def locale(self) -> str:
        """The locale in which the book speaks."""

    def words(self, vocabulary: Vocabulary) -> list[str]:
        """Return the words of a vocabulary with those that the volume adds."""


class Cells(Protocol):
    """What the rows of a table are made of."""

    @property
    def volume(self) -> Data:
        """The records."""

    @property
    def locale(self) -> str:
        """The locale of dates and numbers."""

    def mention(self, key: str) -> Mention:
        """Return a link to a record, with the text that running text would use."""

    def mentions(self, keys: Iterable[str]) -> Cell:
        """Return links to records, separated by semicolons."""

    def title(self, record: Record, text: str) -> Cell:
        """Return the cell that names the row."""

    def party(self, key: str) -> Cell:
        """Return a link to a country or an organisation."""

    def parties(self, keys: Iterable[str]) -> Cell:
        """Return links to parties, separated by semicolons."""

    def officer(self, key: str, date: Edtf | None) -> Cell:
        """Return a person with the office held at a date."""

    def word(self, vocabulary: Vocabulary, word: str) -> Cell:
        """Return a word of a vocabulary as it is printed."""

    def date(self, date: Edtf | None, *, attested: bool = False) -> tuple[Text, ...]:
        """Return a date in words."""

    def when(self, record: Record) -> Cell:
        """Return the date of a record as ``dated`` does, or that it is not known."""

    def dated(self, date: Edtf | None, beside: Dated | None, *, attested: bool = False) -> Cell:
        """Return a date as it is written by another calendar too, with the other dates that sources give."""

    def sources(self, record: Record) -> Cell:
        """Return the citations of everything that bears on a record."""

    def rests(self, record: Record) -> dict[str, Cell]:
        """Return the cells of what a record rests on: its mark and its sources."""

    def judged(self, record: Record, links: tuple[Link, ...]) -> dict[str, Cell]:
        """Return the cells of what a part of a record rests on: its own sources, or else those of the record."""

    def valued(self, record: Record, links: tuple[Link, ...]) -> dict[str, Cell]:
        """Return the cells of what a value of a record rests on: its own sources and those of the record."""

    def marked(self, cell: Cell, links: tuple[Link, ...]) -> Cell:
        """Return a cell with the mark of what it rests on, where that is not confirmed."""


@dataclass(frozen=True, kw_only=True)
class TableKind:
    """One kind of table. ``extra`` columns are shown only where a directive asks for them.

    ``asked`` returns the columns that depend on the records. ``order`` is the order of the rows unless a directive
    asks for another of ``orders``; rows that show parts of records have an order of their own, and ``sorts_itself``
    says that it is that of time. ``ids`` and ``parent`` name the collections that these options choose from, where that
    is not its own. ``home`` says whether a row can be the home of its record, and ``collection``, which the registry
    sets, of what kind such a record is. ``empty`` is what stands in a table without rows.
    """

    summary: str
    columns: tuple[Column, ...]
    rows: Callable[[Any, Query], Iterable[tuple[str | None, dict[str, Cell]]]]
    home: bool = True
    collection: str | None = None
    filters: frozenset[str] = frozenset()
    extra: tuple[Column, ...] = ()
    asked: Callable[[Any, Query], tuple[Column, ...]] | None = None
    order: str = "file"
    orders: tuple[str, ...] = ("file", "date", "-date", "name")
    sorts_itself: bool = False
    empty: str = "Nothing is recorded."
    ids: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Moment:
    """A line of the chronology: when something happened to a record, and what.

    ``beside`` is what has the date, with what else is said of it. ``suffix`` belongs to the mention of the record,
    ``what`` follows it. ``links`` are its own sources; without them it rests on those of the record.
    """

    date: Edtf | None
    beside: Dated | None = None
    suffix: str = ""
    what: Cell = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line on a map: its two ends, as ids of places, and its kind."""

    start: str | None
    end: str | None
    kind: str


@dataclass(frozen=True)
class Stands:
    """A row at a glance: the record, what is said of it on a day, its date, and the cells of what it rests on."""

    record: str | None
    what: Cell
    date: Cell = ()
    rests: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Glance:
    """What a kind tells at a glance: how its rows begin, and what stands on a day."""

    subject: str
    rows: Callable[[Any, Edtf], Iterable[Stands]]


def once(record: Record, _: Cells) -> Iterator[Moment]:
    """Yield the one moment of a record that has a date."""
    date = date_of(record)
    if date is not None:
        yield Moment(date, beside(record))


def even_undated(record: Record, _: Cells) -> Iterator[Moment]:
    """Yield the one moment of a record; what has no date comes last in the chronology."""
    yield Moment(date_of(record), beside(record))


def _title(record: Record, _: Data) -> str:
    return cast("str", getattr(record, "title", record.id))  # which may know its language


def _language(record: Record, _: Data) -> str | None:
    found = getattr(record, "language", None)
    return found if isinstance(found, str) else None


def _reading(record: Record) -> str | None:
    found = getattr(record, "reading", None)
    return found if isinstance(found, str) else None


def _places(record: Record) -> Iterable[str]:
    return cast("Iterable[str]", getattr(record, "places", ()))


def _nothing(*_: object) -> tuple[()]:
    return ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind(Generic[R]):
    """A kind of record."""

    name: str
    """The name of its collection in the data file."""
    model: type[R]
    about: str
    """What the collection holds."""
    word: str
    """What a legend calls one of its records."""
    thing: str = "Thing"
    """What schema.org calls one of its records."""
    cited: Callable[[R, Data], Item] | None = None
    """What it is, in CSL-JSON without an id, where that is a document which is cited by itself."""
    example: str
    """Records in YAML, for documentation and tests; they may name the examples of others, and the test volume."""

    mention: Callable[[R, Data], str] = _title
    """How running text mentions it."""
    language: Callable[[R, Data], str | None] = _language
    """The language of its name."""
    listed: Callable[[R, Data], str] | None = None
    """How a list mentions it, where that differs."""
    dates: Callable[[R], Iterable[tuple[str, Edtf]]] = _nothing
    """Its dates by name, of which ``{date}`` prints one."""
    key: str = "id"
    """The field by which other records name it."""
    facet: Vocabulary | None = None
    """The words that the filter ``kind`` chooses by."""
    facet_field: str = "kind"
    """The field that holds such a word."""

    attendant: bool = False
    """Whether it is only named by others and states nothing itself, so that it needs no source."""
    dated: bool = True
    """Whether it may hold dates or numbers."""
    acts: tuple[str, ...] = ()
    """The fields that name people who hold an office at its date."""
    parts: frozenset[str] = frozenset()
    """The fields whose parts have tables of their own, with the locators of their sources."""
    rows: str = ""
    """The field whose parts are the rows of a spreadsheet; without it, a row is a record."""
    rules: tuple[Callable[[R, KeyPath, Data], Iterator[Problem]], ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()

    tables: Mapping[str, TableKind] = field(default_factory=dict)
    """Its tables by the name of their directive."""
    moments: Callable[[R, Any], Iterable[Moment]] | None = None
    """Its lines in the chronology."""
    glance: Glance | None = None
    """What it tells at a glance, and by its own name where that is asked for."""
    timeline: bool = False
    """Whether timelines draw it at its date."""
    places: Callable[[R], Iterable[str]] = _places
    """Its places on a map."""
    lines: Callable[[R, Data], Iterable[Line]] = _nothing
    """Its lines on a map."""
    line_kinds: Callable[[Data], Iterable[str]] = _nothing
    """The kinds of its lines, in the order of the legend."""
    broad: bool = False
    """Whether its lines lie broad and pale below those of others, which often join the same places."""
    mapped: bool | None = None
    """Whether maps show it: always, never (None), or where they are asked to (False)."""
    sorted_as: Callable[[R, Data], str] | None = None
    """How it is written where it is sorted, if not as it is mentioned."""
    reading: Callable[[R], str | None] = _reading
    """What it is sorted by, where its script does not tell."""
    indexed: bool = False
    """Whether the general index lists it."""
    headword: Callable[[R], str] | None = None
    """What a text must have in it so that a mention gets an entry in the index."""
    see: Callable[[R], str | None] | None = None
    """Another name, from which the index refers to it."""


def select(cells: Cells, kind: type[R], query: Query, facet: Vocabulary | None = None, field_: str = "kind") -> list[R]:
    """Return the records of a kind that pass the filters of a query; ``ids`` has been checked.

    Raises:
        QueryError: where a kind that is asked for is none of those that the records can have.

    """
    records: Sequence[R] = cells.volume.of(kind)
    # Named records are looked up: a book may have thousands, and a table names a few.
    found = [cast("R", cells.volume.records[key]) for key in dict.fromkeys(query.ids)] if query.ids else list(records)
    if query.kind and facet is not None and records:
        kinds = [choose("kind", word, cells.volume.words(facet)) for word in query.kind]
        found = [record for record in found if getattr(record, field_) in kinds]
    for option in ("from_", "to"):
        if value := getattr(query, option):
            found = [record for record in found if getattr(record, option) == value]
    return found


def kind_word(kind: Kind[Any], locale: str) -> str:
    """Write what a legend calls a record of a kind."""
    return say_in(locale, KIND, kind.word)


def filters(*names: str) -> frozenset[str]:
    """Return the names of the options that a table takes."""
    return frozenset(names)


def columns(*pairs: Column | tuple[str, str]) -> tuple[Column, ...]:
    """Return columns, given as such or as key and heading."""
    return tuple(pair if isinstance(pair, Column) else Column(*pair) for pair in pairs)
