"""Countries."""

from __future__ import annotations

from bilateral.collation import collation_key
from bilateral.content import Text
from bilateral.kinds.kind import Cells, Found, Kind, TableKind, columns, filters
from bilateral.model import Country
from bilateral.query import Query


def _rows(cells: Cells, query: Query) -> Found:
    """One row a country, by name."""
    for country in sorted(cells.volume.of(Country), key=lambda country: collation_key(country.name)):
        if not query.ids or country.id in query.ids:
            yield country.id, {"name": cells.title(country, country.name), "code": (Text(country.code),)}


COUNTRIES = Kind(
    name="countries",
    model=Country,
    about="Countries that the book speaks of.",
    word="Country",
    example="""
- id: country-xw
  code: XW
  name: Westland
  adjective: Western
  language: en
  colours: ["#aa0000", "#ffffff"]
""",
    mention=lambda country, _: country.name,
    language=lambda *_: None,
    key="code",
    attendant=True,
    dated=False,
    tables={
        "countries": TableKind(
            summary="Countries.",
            columns=columns(("name", "Country"), ("code", "Code")),
            rows=_rows,
            filters=filters("ids"),
        )
    },
)
