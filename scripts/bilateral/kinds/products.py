"""Lists of main exports."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bilateral.content import Text
from bilateral.kinds.kind import SOURCES, STANDING, Cells, Found, Kind, TableKind, columns, filters, select
from bilateral.model import Record
from bilateral.model.base import CountryCode, PlainText
from bilateral.query import Query


class Product(Record):
    """One product of a list of main exports."""

    prefix: ClassVar[str] = "product"
    label: PlainText = Field(description="The product.")
    from_: CountryCode = Field(alias="from", description="Exporting country.")
    to: CountryCode = Field(description="Importing country.")
    rank: int = Field(ge=1, description="Place in the list.")


def _rows(cells: Cells, query: Query) -> Found:
    """One row a product, in the order of its list."""
    for product in sorted(select(cells, Product, query), key=lambda product: (product.from_, product.rank)):
        yield (
            product.id,
            {
                "label": cells.title(product, product.label),
                "from": cells.party(product.from_),
                "to": cells.party(product.to),
                "rank": (Text(str(product.rank)),),
                **cells.rests(product),
            },
        )


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
  sources: [{source: gazette, stance: supports, locator: p. 12}]
""",
    mention=lambda product, _: product.label,
    tables={
        "products": TableKind(
            summary="Lists of main exports.",
            columns=columns(("label", "Product"), STANDING, SOURCES),
            rows=_rows,
            filters=filters("from_", "to", "ids"),
            extra=columns(("from", "Exporter"), ("to", "Importer"), ("rank", "Place")),
        )
    },
)
