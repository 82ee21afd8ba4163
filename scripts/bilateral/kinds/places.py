"""Cities and buildings."""

from __future__ import annotations

from bilateral.content import Text, filled, joined
from bilateral.kinds.kind import Cells, Found, Kind, TableKind, columns, filters
from bilateral.locales import language_name
from bilateral.messages import say
from bilateral.model import Place
from bilateral.query import Query


def _rows(cells: Cells, query: Query) -> Found:
    """One row a place."""
    chosen = [
        place
        for place in cells.volume.of(Place)
        if (not query.from_ or place.country == query.from_) and (not query.ids or place.id in query.ids)
    ]
    for place in chosen:
        name = cells.title(place, place.name)
        if place.within:
            name = filled(say(cells.locale, "{place} in {city}"), place=name, city=(cells.mention(place.within),))
        names = [
            (Text(name, language), Text(f" ({language_name(language, cells.locale)})"))
            for language, name in place.names.items()
        ]
        yield (
            place.id,
            {
                "name": name,
                "names": joined(list(names)),
                "country": cells.party(place.country),
            },
        )


PLACES = Kind(
    name="places",
    model=Place,
    about="Cities and buildings.",
    word="Place",
    thing="Place",
    example="""
- id: place-old-harbour
  name: Old Harbour
  country: XS
  within: place-sud
  names: {es: Puerto Viejo}
""",
    mention=lambda place, _: place.name,
    attendant=True,
    dated=False,
    indexed=True,
    places=lambda place: (place.id,),
    tables={
        "places": TableKind(
            summary="Cities and buildings.",
            columns=columns(("name", "Place"), ("names", "Other names"), ("country", "Country")),
            empty="No place is recorded.",
            rows=_rows,
            filters=filters("from_", "ids"),
            order="name",
        )
    },
)
