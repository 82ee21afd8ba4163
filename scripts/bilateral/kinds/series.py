"""Figures over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from babel.numbers import format_decimal, get_currency_symbol
from pydantic import Field

from bilateral.content import Cell, Column, Mark, Text, joined
from bilateral.dates import Edtf
from bilateral.kinds.kind import (
    DATASET,
    SOURCES,
    STANDING,
    Cells,
    Data,
    Found,
    Kind,
    TableKind,
    columns,
    filters,
    select,
)
from bilateral.messages import N_, N_many, say, say_in, say_many
from bilateral.model import Link, Record, vocabulary
from bilateral.model.base import SCALES, Dated, Party, PlainText, SeriesId
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query, QueryError

SUBJECTS = vocabulary(
    "series-subjects",
    "What a series is about.",
    "trade",
    "population",
    "investment",
    "aid",
    "loans",
    "tourism",
    "education",
    "transport",
    "energy",
    "opinion",
)
UNITS = vocabulary(
    "units",
    "The scale of values, or what is counted.",
    *SCALES,
    "people",
    "units",
    "tonnes",
    "per cent",
    "students",
    "flights",
)
NOTES = vocabulary("value-notes", "What is to be known of a value.", "estimate", "provisional", "revised", "new method")
_QUALIFIED = {
    "about": N_("about {amount}"),
    "over": N_("over {amount}"),
    "up to": N_("up to {amount}"),
    "under": N_("under {amount}"),
}
_AMOUNTS: dict[tuple[bool, str | bool], tuple[str, str]] = {
    (False, False): N_many("{sign}{number}", "{sign}{number}"),
    (True, False): N_many("{sign}{currency}{number}", "{sign}{currency}{number}"),
    (False, True): N_many("{sign}{number} {unit}", "{sign}{number} {unit}"),
    (True, True): N_many("{sign}{currency}{number} {unit}", "{sign}{currency}{number} {unit}"),
    (False, "thousand"): N_many("{sign}{number} thousand", "{sign}{number} thousand"),
    (True, "thousand"): N_many("{sign}{currency}{number} thousand", "{sign}{currency}{number} thousand"),
    (False, "million"): N_many("{sign}{number} million", "{sign}{number} million"),
    (True, "million"): N_many("{sign}{currency}{number} million", "{sign}{currency}{number} million"),
    (False, "billion"): N_many("{sign}{number} billion", "{sign}{number} billion"),
    (True, "billion"): N_many("{sign}{currency}{number} billion", "{sign}{currency}{number} billion"),
}
"""What is said of a number with a currency or without, with a unit or without; scales have other forms for many."""
MOST_COLUMNS = 7
"""A table has no more series beside each other: its columns have to be as wide as their numbers."""
_BARE = frozenset({"people", "units"})
"""Units that are not printed beside a number."""


class Observation(Dated):
    """One value of a series."""

    date: Edtf = Field(description="Period or day of the value.")
    value: Decimal = Field(max_digits=20, description="The value in the unit of the series.")
    qualifier: Literal["about", "over", "up to", "under"] | None = Field(None, description="How the source limits it.")
    note: Annotated[str, NOTES] | None = Field(None, description="What is to be known of it.")
    sources: tuple[Link, ...] = Field((), description="Sources of the value.")


class Series(Record):
    """One line of figures: one measure, one unit, one currency."""

    prefix: ClassVar[str] = "series"
    title: PlainText = Field(description="What is measured, as a noun phrase.")
    subject: Annotated[str, SUBJECTS] = Field(description="Which table it belongs to.")
    from_: Party | None = Field(None, alias="from", description="Exporting country, or country of origin.")
    to: Party | None = Field(None, description="Importing country, or country of residence.")
    unit: Annotated[str, UNITS] = Field(description="Scale of the values, or people.")
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3}|[a-z]+)$")] | None = Field(
        None, description="ISO 4217 code, or the name of a currency that has none."
    )
    prices: Edtf | None = Field(None, description="The year in whose prices the values are.")
    points: tuple[Observation, ...] = Field(min_length=1, description="The values, in order of time.")
    sum_of: tuple[SeriesId, ...] = Field((), description="Series of the same unit and currency that add up to this.")

    def amounts(self) -> Iterator[tuple[str, Decimal, Decimal, str | None]]:
        """Yield each value as it is written, as the number in it, as a plain number, and its currency."""
        for point in self.points:
            words = " ".join(filter(None, [str(point.value), self.unit, self.currency]))
            yield words, point.value, size(self, point), self.currency


def amount(series: Series, point: Observation, locale: str, unit: str | None = None) -> str:
    """Write a value with its qualifier, currency and scale: ``about 1.5 million litas``, ``−US$111.50 million``.

    It has as many decimals as in the source; ``unit`` is the unit as it is printed, where that is another word.
    """
    sign, number = _number(point, locale)
    code = series.currency if series.currency and series.currency.isupper() else None
    places = {
        "number": number,
        "sign": sign,
        "currency": get_currency_symbol(code, locale=locale) if code else "",
        "unit": "" if series.unit in _BARE else unit or series.unit,
    }
    kept = series.unit if series.unit in SCALES else ""
    one, many = _AMOUNTS[bool(places["currency"]), kept or bool(places["unit"])]
    whole = int(point.value) if point.value == int(point.value) else 0  # a fraction takes the form of many
    said = say_many(locale, one, many, whole, **places)
    if (symbol := places["currency"])[-1:].isalpha():  # letters and digits are apart: GEL 12, but US$12
        said = said.replace(f"{symbol}{number}", f"{symbol}\u00a0{number}")
    if series.currency and not code:
        of_millions = say_in(locale, "of millions", "{amount} {currency}", amount=said, currency=series.currency)
        plain = say(locale, "{amount} {currency}", amount=said, currency=series.currency)
        said = of_millions if SCALES.get(series.unit, 1) >= SCALES["million"] else plain
    return say(locale, _QUALIFIED[point.qualifier], amount=said) if point.qualifier else said


def unit_text(series: Series, volume: Data, locale: str) -> str:
    """Write the unit of a series as it heads its values: ``million EUR``."""
    unit = volume.word(UNITS, series.unit)
    return say(locale, "{unit} {currency}", unit=unit, currency=series.currency) if series.currency else unit


def _number(point: Observation, locale: str) -> tuple[str, str]:
    """Return the sign of a value, and its digits with as many decimals as in the source."""
    exponent = point.value.as_tuple().exponent
    decimals = f".{'0' * -exponent}" if isinstance(exponent, int) and exponent < 0 else ""
    number = format_decimal(abs(point.value), format=f"#,##0{decimals}", locale=locale)
    return ("−" if point.value < 0 else ""), number


def size(series: Series, point: Observation) -> Decimal:
    """Return a value as a plain number."""
    return point.value * SCALES.get(series.unit, 1)


def _trade(cells: Cells, query: Query) -> Found:
    """One row a value of a trade series."""
    return _values(cells, query, "trade")


def _population(cells: Cells, query: Query) -> Found:
    """One row a value of a population series."""
    return _values(cells, query, "population")


def _values(cells: Cells, query: Query, subject: str) -> Found:
    for series in [series for series in select(cells, Series, query) if series.subject == subject]:
        for point in series.points:
            yield (
                series.id,
                {
                    "title": cells.title(series, series.title),
                    "period": cells.dated(point.date, point),
                    "value": (Text(stated(cells, series, point), order=str(size(series, point))),),
                    "note": cells.word(NOTES, point.note) if point.note else (),
                    **cells.valued(series, point.sources),
                },
            )


def last_of(points: Iterable[Observation]) -> Observation:
    """Return the last of some values: of two whose periods end together, that of the shorter."""
    return max(points, key=lambda point: (point.date.latest, point.date.earliest))


def stated(cells: Cells, series: Series, point: Observation) -> str:
    """Write a value as it is stated by itself: with its unit, and the year of its prices."""
    said = amount(series, point, cells.locale, cells.volume.word(UNITS, series.unit))
    year = "".join(part.text for part in cells.date(series.prices))
    return say(cells.locale, "{amount} in prices of {year}", amount=said, year=year) if year else said


def _figures(cells: Cells, query: Query) -> Found:
    """One row a value of a series of any subject."""
    for series in select(cells, Series, query, SUBJECTS, "subject"):
        yield from _values(cells, Query(ids=(series.id,)), series.subject)


def _years(cells: Cells, query: Query) -> Found:
    """One row a time, with a cell for each series that has a value then."""
    values: dict[tuple[Any, ...], list[tuple[Series, Observation]]] = {}
    for series in select(cells, Series, query, SUBJECTS, "subject"):
        for point in series.points:
            values.setdefault((*point.date.sort_key, point.date.text), []).append((series, point))
    for _, found in sorted(values.items()):
        row: dict[str, list[Cell]] = {}
        for series, point in found:
            row.setdefault(series.id, []).append(_in_a_column(cells, series, point))
        sources = [cells.valued(series, point.sources)["sources"] for series, point in found]
        periods = dict.fromkeys(cells.dated(point.date, point) for _, point in found)
        given = {key: joined(parts) for key, parts in row.items()}
        yield None, {"period": joined(list(periods)), "sources": joined(list(dict.fromkeys(sources))), **given}


def _in_a_column(cells: Cells, series: Series, point: Observation) -> Cell:
    """Write a value below a head that has its unit, with what is to be known of it."""
    said = "".join(_number(point, cells.locale))
    said = say(cells.locale, _QUALIFIED[point.qualifier], amount=said) if point.qualifier else said
    note = f" ({cells.volume.word(NOTES, point.note)})" if point.note else ""
    mark = tuple(one for one in cells.valued(series, point.sources)["standing"] if one != Mark("confirmed"))
    return (Text(f"{said}{note}", order=str(size(series, point))), *mark)


def _series_columns(cells: Cells, query: Query) -> tuple[Column, ...]:
    """Return a column for each series, with its unit.

    Raises:
        QueryError: where they are more than fit on a page.

    """
    found = select(cells, Series, query, SUBJECTS, "subject")
    if len(found) > MOST_COLUMNS:
        raise QueryError(f"{len(found)} series are too many for a table; name up to {MOST_COLUMNS} by 'ids'")
    return tuple(Column(series.id, _head(cells, series)) for series in found)


def _head(cells: Cells, series: Series) -> str:
    unit = unit_text(series, cells.volume, cells.locale)
    year = "".join(part.text for part in cells.date(series.prices))
    unit = say(cells.locale, "{amount} in prices of {year}", amount=unit, year=year) if year else unit
    return f"{series.title} ({unit})"


def _sums(series: Series, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL016, REL017: a series that is a sum adds series of its own unit and currency, and adds up."""
    parts = [part for part in volume.of(Series) if part.id in series.sum_of] if series.sum_of else []
    mixed = False
    for part in parts:
        if (part.unit, part.currency) != (series.unit, series.currency):
            mixed = True
            place: KeyPath = (*path, "sum_of", series.sum_of.index(part.id))
            message = (
                f"{format_path(place)}: {part.id} is in {part.currency or 'no currency'} ({part.unit}),"
                f" the sum in {series.currency or 'no currency'} ({series.unit}); they cannot be added"
            )
            yield volume.document.problem(place, "REL016", message)
    if mixed or not parts:
        return
    for index, point in enumerate(series.points):
        values = [found.value for part in parts for found in part.points if found.date == point.date]
        if len(values) == len(parts) and sum(values, Decimal(0)) != point.value:
            place = (*path, "points", index, "value")
            added = " + ".join(map(str, values))
            message = f"{format_path(place)}: {point.value} for {point.date}, but {added} = {sum(values)}; correct one"
            yield volume.document.problem(place, "REL017", message)


SERIES = Kind(
    name="series",
    model=Series,
    about="Figures over time.",
    word="Series",
    thing=DATASET,
    example="""
- id: series-northerners
  title: Northerners in Southland
  subject: population
  from: XN
  to: XS
  unit: people
  points:
  - {date: 1904, value: 1200, qualifier: over, sources: [{source: gazette, stance: supports, locator: p. 11}]}
- id: series-balance
  title: Balance of trade
  subject: investment
  from: XN
  to: XS
  unit: million
  currency: EUR
  prices: 1900
  points:
  - {date: 1904, value: "-12.50", note: estimate, sources: [{source: gazette, stance: supports, locator: p. 11}]}
""",
    facet=SUBJECTS,
    facet_field="subject",
    vocabularies=(SUBJECTS, UNITS, NOTES),
    parts=frozenset({"points"}),
    rows="points",
    rules=(_sums,),
    tables={
        "trade": TableKind(
            summary="Series of trade, a row for each value.",
            columns=columns(("title", "Measure"), ("period", "Period"), ("value", "Value"), STANDING, SOURCES),
            rows=_trade,
            filters=filters("from_", "to", "ids"),
            orders=("file",),
        ),
        "figures": TableKind(
            summary="Series of any subject, a row for each value.",
            columns=columns(("title", "Measure"), ("period", "Period"), ("value", "Value"), STANDING, SOURCES),
            empty="No figures are recorded.",
            rows=_figures,
            filters=filters("from_", "to", "kind", "ids"),
            extra=columns(("note", "Note")),
            orders=("file",),
        ),
        "figures-by-year": TableKind(
            summary="Series beside each other, a row for each year or other time.",
            columns=columns(("period", "Period")),
            asked=_series_columns,
            empty="No figures are recorded.",
            rows=_years,
            filters=filters("from_", "to", "kind", "ids"),
            extra=columns(SOURCES),
            orders=("file",),
            home=False,
            ids="series",
        ),
        "population": TableKind(
            summary="Series of people, a row for each value.",
            columns=columns(("title", "Measure"), ("period", "Date"), ("value", "People"), STANDING, SOURCES),
            rows=_population,
            filters=filters("ids"),
            orders=("file",),
        ),
    },
)
