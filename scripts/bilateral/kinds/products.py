"""Lists of main exports."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import Field

from bilateral.content import Cell, Mention, Text
from bilateral.dates import Edtf
from bilateral.kinds.kind import DATE, SOURCES, STANDING, Cells, Found, Kind, TableKind, columns, filters, select
from bilateral.kinds.series import Series, last_of, size, stated
from bilateral.model import Record
from bilateral.model.base import CountryCode, Dated, PlainText, SeriesId
from bilateral.query import Query


class Product(Dated, Record):
    """One product of a list of main exports."""

    prefix: ClassVar[str] = "product"
    label: PlainText = Field(description="The product.")
    from_: CountryCode = Field(alias="from", description="Exporting country.")
    to: CountryCode = Field(description="Importing country.")
    rank: int = Field(ge=1, description="Place in the list.")
    date: Edtf | None = Field(None, description="The year of the list, where it is of one.")
    values: SeriesId | None = Field(None, description="The series of its values, of which the list shows the last.")


def _rows(cells: Cells, query: Query) -> Found:
    """One row a product, in the order of its list."""
    for product in sorted(select(cells, Product, query), key=_place):
        yield (
            product.id,
            {
                "label": cells.title(product, product.label),
                "from": cells.party(product.from_),
                "to": cells.party(product.to),
                "rank": (Text(str(product.rank)),),
                "date": cells.dated(product.date, product),
                "value": _value(cells, product),
                **cells.rests(product),
            },
        )


def _place(product: Product) -> tuple[str, dt.date, int]:
    return product.from_, product.date.earliest if product.date else dt.date.min, product.rank


def _value(cells: Cells, product: Product) -> Cell:
    """Write the value in the year of the list, or the last one where there is none, with a link to its series."""
    series = next((series for series in cells.volume.of(Series) if series.id == product.values), None)
    if series is None:
        return ()
    same = [point for point in series.points if product.date and point.date.overlaps(product.date)]
    point = last_of(same or series.points)
    when: Cell = () if same else (Text(", "), *cells.date(point.date))
    return (Mention(series.id, stated(cells, series, point), order=str(size(series, point))), *when)


PRODUCTS = Kind(
    name="products",
    model=Product,
    about="Products of the lists of main exports.",
    word="Product",
    thing="Product",
    example="""
- id: product-amber
  label: amber
  from: XN
  to: XS
  rank: 1
  date: 1905
  values: series-trade
  sources: [{source: gazette, stance: supports, locator: p. 12}]
""",
    mention=lambda product, _: product.label,
    tables={
        "products": TableKind(
            summary="Lists of main exports.",
            columns=columns(("label", "Product"), STANDING, SOURCES),
            rows=_rows,
            filters=filters("from_", "to", "ids"),
            extra=columns(("from", "Exporter"), ("to", "Importer"), ("rank", "Place"), DATE, ("value", "Value")),
        )
    },
)
