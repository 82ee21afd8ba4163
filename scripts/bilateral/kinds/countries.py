"""Countries."""

from __future__ import annotations

from collections.abc import Iterator

from bilateral.content import Text, filled, joined
from bilateral.kinds.kind import SOURCES, Cells, Data, Found, Kind, TableKind, columns, filters
from bilateral.messages import say
from bilateral.model import Country
from bilateral.model.names import PARTY_KINDS
from bilateral.problems import KeyPath, Problem, format_path
from bilateral.query import Query


def _rows(cells: Cells, query: Query) -> Found:
    """One row a country."""
    for country in cells.volume.of(Country):
        if not query.ids or country.id in query.ids:
            names = [(Text(f"{former.name}, "), *cells.dated(former.date, former)) for former in country.former_names]
            seat = say(cells.locale, "seat at {place}, {date}")
            seats = [
                filled(seat, place=(cells.mention(former.place),), date=cells.dated(former.date, former))
                for former in country.former_seats
            ]
            yield (
                country.id,
                {
                    "name": cells.title(country, country.name),
                    "code": (Text(country.code),),
                    "kind": cells.word(PARTY_KINDS, country.kind),
                    "existed": cells.dated(country.existed, country),
                    "before": joined([*names, *seats, *(cells.party(code) for code in country.continues)]),
                    "sources": cells.sources(country),
                },
            )


def _in_turn(country: Country, path: KeyPath, volume: Data) -> Iterator[Problem]:
    """REL022: a state takes the place of one that began before it."""
    for index, code in enumerate(country.continues):
        before = volume.countries[code].existed
        if code == country.code or (before and country.existed and before.earliest >= country.existed.earliest):
            place = (*path, "continues", index)
            message = f"{format_path(place)}: {code} did not begin before {country.code}; correct one of them"
            yield volume.document.problem(place, "REL022", message)


COUNTRIES = Kind(
    name="countries",
    model=Country,
    about="Countries that the book speaks of.",
    word="Country",
    thing="Country",
    example="""
- id: country-xw
  code: XW
  name: Westland
  adjective: Western
  language: en
  colours: ["#aa0000", "#ffffff"]
  bands: vertical
  existed: 1880/..
  former_names:
  - {name: West Coast, date: 1880/1895, sources: [{source: gazette, stance: supports, locator: p. 2}]}
  former_seats: [{place: place-old-harbour, date: 1880/1890}]
  continues: [XWOD]
- {id: country-xwod, code: XWOD, name: Old Westland, adjective: Old Western, language: en, existed: 1700/1880}
- {id: country-xe, code: XE, name: Eastland, adjective: Eastern, language: en, kind: government in exile}
""",
    mention=lambda country, _: country.name,
    language=lambda *_: None,
    vocabularies=(PARTY_KINDS,),
    rules=(_in_turn,),
    key="code",
    attendant=True,
    dated=False,
    tables={
        "countries": TableKind(
            summary="Countries.",
            columns=columns(("name", "Country"), ("code", "Code")),
            extra=columns(("kind", "What it is"), ("existed", "From – to"), ("before", "Before"), SOURCES),
            rows=_rows,
            filters=filters("ids"),
            order="name",
        )
    },
)
