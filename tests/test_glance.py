"""At a glance: what stands on the day of the edition, from the records alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bilateral.reading import read_volume
from bilateral.render import Cell, Mark, Query, QueryError, render_table
from bilateral.volume import Volume

Make = Callable[..., Volume]
STOCK = Path(__file__).parent / "volume"
SOURCE = (STOCK / "references.bib").read_text("utf-8")
SOURCED = [{"source": "gazette", "stance": "supports", "locator": "p. 1"}]
PEOPLE = [
    {"id": f"person-{name}", "family": name.title(), "country": country, "private": True}
    for name, country in (("ann", "XN"), ("bob", "XS"))
]


def said(cell: Cell) -> str:
    return "".join(part.standing if isinstance(part, Mark) else getattr(part, "text", "") for part in cell)


def glance(volume: Volume, *kinds: str) -> list[tuple[str, ...]]:
    table = render_table("at-a-glance", volume, Query(kind=kinds), "en_GB")
    return [tuple(map(said, row.cells)) for row in table.rows]


def test_of_the_small_volume_all_is_told() -> None:
    assert glance(read_volume(STOCK)) == [
        ("Relations", "Recognition of *Northland* by `Southland`", "1899", "confirmed"),
        ("In force", "Treaty of Peace", "1 January 1902", "reported"),
        ("Last visit", "Visit of Acting Queen Zoë Aaa to Süd", "2–4 May 1900", "partly"),
        ("Last visit", "none is recorded from Southland to Northland", "", ""),
        ("Latest figure", "Trade: about €12.5 million", "1905", "confirmed"),
    ]


def act(kind: str, date: str, **more: Any) -> dict[str, Any]:
    name = f"act-{kind.replace(' ', '-')}-{date}"
    return {"id": name, "kind": kind, "from": "XN", "to": "XS", "date": date, "sources": SOURCED, **more}


@pytest.mark.parametrize(
    ("acts", "what", "date"),
    [
        ([act("recognition", "1890")], "Recognition without relations: recognition of Southland by Northland", "1890"),
        (
            [
                act("establishment", "1891", level="legation", mutual=True),
                act("change of level", "1920", level="embassy"),
            ],
            "Relations at the level of embassy: establishment of relations between Northland and Southland",
            "1891",
        ),
        (
            [act("establishment", "1891"), act("severance", "1930"), act("resumption", "2005")],  # after the edition
            "Recognition without relations: severance of relations between Northland and Southland by Northland",
            "1930",
        ),
        (
            [act("recognition", "1890"), act("recognition withdrawn", "1895")],
            "No relations: withdrawal of the recognition of Southland by Northland",
            "1895",
        ),
    ],
)
def test_acts_make_the_state_of_relations(acts: list[Any], what: str, date: str, volume_of: Make) -> None:
    assert glance(volume_of(SOURCE, relations=acts), "relations") == [("Relations", what, date, "confirmed")]


def mission(name: str, date: str, **more: Any) -> dict[str, Any]:
    given = {"kind": "embassy", "title": name, "from": "XN", "to": "XS", "date": date, "sources": SOURCED}
    return {"id": f"mission-{name}", **given, **more}


def test_posts_are_those_that_are_open_with_whom_is_known_to_head_them(volume_of: Make) -> None:
    missions = [
        mission("open", "1901/..", heads=[{"person": "person-ann", "date": "1990/.."}]),
        mission("unheaded", "1901/.."),
        mission("attested", "1901/..", heads=[{"person": "person-ann", "date": "1990", "attested": True}]),
        mission("unended", "1901/..", heads=[{"person": "person-ann", "date": "1990/"}]),
        mission("over", "1901/1950"),
        mission("shut", "1901/..", changes=[{"change": "closed", "date": "1940"}]),
        mission(
            "again", "1901/..", changes=[{"change": "closed", "date": "1940"}, {"change": "re-opened", "date": "1950"}]
        ),
    ]
    volume = volume_of(SOURCE, people=PEOPLE, missions=missions)
    assert [what for _, what, *_ in glance(volume, "missions")] == [
        "Open: Ann",
        "Unheaded",
        "Attested: Ann, last known 1990",
        "Unended: Ann, last known from 1990",
        "Again",
    ]
    assert [what for _, what, *_ in glance(volume, "unknown")][1:] == [
        f"who heads the post: {name}" for name in ("unheaded", "attested", "unended", "again")
    ]


def agreement(name: str, *parties: str, **steps: str) -> dict[str, Any]:
    milestones = [{"step": step.replace("_", "-"), "date": date} for step, date in steps.items()]
    given = {"title": name, "short": name, "field": "trade", "parties": parties, "milestones": milestones}
    return {"id": f"agreement-{name}", **given, "sources": SOURCED}


def test_agreements_bind_parties_and_members_of_parties(volume_of: Make) -> None:
    member = {"organisation": "org-league", "status": "member", "sources": SOURCED}
    volume = volume_of(
        SOURCE,
        memberships=[
            {"id": "membership-xn", "country": "XN", "date": "1950/..", **member},
            {"id": "membership-xs", "country": "XS", "date": "1950/1960", **member},
        ],
        agreements=[
            agreement("own", "XN", "XS", signed="1901", in_force="1902"),
            agreement("ended", "XN", "XS", signed="1901", in_force="1902", terminated="1910"),
            agreement("signed", "XN", "XS", signed="1901"),
            agreement("union", "org-league", "XS", signed="1901", in_force="1902"),
            agreement("others", "org-league", "XN", signed="1901", in_force="1902"),
            agreement("later", "XN", "XS", signed="1901", in_force="2011"),
        ],
    )
    assert [what for _, what, *_ in glance(volume, "agreements")] == ["Own", "Union"]
    assert [what for _, what, *_ in glance(volume, "unknown")][1:] == [
        "whether it is in force: signed",
        "whether it is in force: later",
    ]
    assert glance(volume, "memberships") == []


def test_where_nothing_is_recorded_that_is_said(volume_of: Make) -> None:
    assert [row[:2] for row in glance(volume_of())] == [
        ("Last visit", "none is recorded from Northland to Southland"),
        ("Last visit", "none is recorded from Southland to Northland"),
        ("Not known", "how and when relations began"),
    ]


def test_what_cannot_be_asked_is_refused(volume_of: Make) -> None:
    with pytest.raises(QueryError, match="did you mean 'visits'"):
        glance(volume_of(), "visit")
