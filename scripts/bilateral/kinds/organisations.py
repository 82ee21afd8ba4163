"""Organisations and bodies."""

from __future__ import annotations

from bilateral.content import Cell, Text
from bilateral.kinds.kind import Cells, Found, Kind, TableKind, columns, filters
from bilateral.model import Organisation
from bilateral.query import Query


def _rows(cells: Cells, query: Query) -> Found:
    """One row an organisation."""
    for body in cells.volume.of(Organisation):
        if not query.ids or body.id in query.ids:
            abbreviation: Cell = (Text(body.abbreviation),) if body.abbreviation else ()
            yield body.id, {"name": cells.title(body, body.name), "abbreviation": abbreviation}


ORGANISATIONS = Kind(
    name="organisations",
    model=Organisation,
    about="Organisations and bodies.",
    word="Organisation",
    thing="Organization",
    example="""
- {id: org-post, name: Union of Posts, abbreviation: UP}
""",
    mention=lambda body, _: body.name,
    attendant=True,
    dated=False,
    indexed=True,
    see=lambda body: body.abbreviation,
    tables={
        "organisations": TableKind(
            summary="Organisations and bodies.",
            columns=columns(("name", "Name"), ("abbreviation", "Abbreviation")),
            empty="No organisation is recorded.",
            rows=_rows,
            filters=filters("ids"),
            order="name",
        )
    },
)
