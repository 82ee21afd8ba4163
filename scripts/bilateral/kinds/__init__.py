"""The registry of the kinds of records, and the model of the data file that follows from it.

A new kind is a module here and a line in ``KINDS``. Schema, reference, directives, checks and exports follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel, Field, create_model

from bilateral.kinds.agreements import AGREEMENTS
from bilateral.kinds.community import COMMUNITY
from bilateral.kinds.consultations import CONSULTATIONS
from bilateral.kinds.countries import COUNTRIES
from bilateral.kinds.events import EVENTS
from bilateral.kinds.kind import Kind, TableKind
from bilateral.kinds.memberships import MEMBERSHIPS
from bilateral.kinds.missions import MISSIONS
from bilateral.kinds.organisations import ORGANISATIONS
from bilateral.kinds.people import PEOPLE
from bilateral.kinds.places import PLACES
from bilateral.kinds.products import PRODUCTS
from bilateral.kinds.relations import RELATIONS
from bilateral.kinds.series import SERIES
from bilateral.kinds.sister_cities import SISTER_CITIES
from bilateral.kinds.ties import TIES_KIND
from bilateral.kinds.visits import VISITS
from bilateral.model import File
from bilateral.model.base import PlainText, Strict
from bilateral.model.vocabulary import Word

__all__ = ["KINDS", "AnyKind", "file_model", "tables_of"]

AnyKind = Kind[Any]

KINDS: tuple[AnyKind, ...] = (
    COUNTRIES,
    ORGANISATIONS,
    PLACES,
    PEOPLE,
    EVENTS,
    VISITS,
    CONSULTATIONS,
    AGREEMENTS,
    MISSIONS,
    MEMBERSHIPS,
    SERIES,
    PRODUCTS,
    COMMUNITY,
    SISTER_CITIES,
    RELATIONS,
    TIES_KIND,
)
"""Every kind of record, in the order in which the data file has them."""


@cache
def file_model(kinds: tuple[AnyKind, ...] = KINDS) -> type[File]:
    """Return the model of a data file with records of these kinds."""
    words: dict[str, Any] = {
        one.name.replace("-", "_"): (dict[Word, PlainText], Field({}, alias=one.name, description=one.about))
        for kind in kinds
        for one in kind.vocabularies
    }
    vocabularies: type[BaseModel] = create_model(
        "OwnWords", __base__=Strict, __doc__="Words that the volume adds, each with its form in print.", **words
    )
    collections: dict[str, Any] = {}
    for kind in kinds:
        model: Any = kind.model
        collections[kind.name] = (tuple[model, ...], Field((), description=kind.about))
    about = Field(vocabularies(), description="Words that the volume adds to those of the press.")
    return create_model(
        "DataFile",
        __base__=File,
        __doc__="Everything in the data file.",
        vocabularies=(vocabularies, about),
        **collections,
    )


def tables_of(kinds: tuple[AnyKind, ...]) -> Iterator[tuple[str, TableKind]]:
    """Yield the tables of kinds, each with the name of its directive and the collection that it can be the home of."""
    for kind in kinds:
        for name, table in kind.tables.items():
            yield name, replace(table, collection=kind.name if table.home else None)
