"""What the kinds of records hold: states in time, names, offices, visits, relations, agreements, figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bilateral.dates import parse_edtf
from bilateral.document import Document
from bilateral.kinds.agreements import Agreement, in_force
from bilateral.kinds.people import PEOPLE
from bilateral.kinds.relations import Act, State, state_at
from bilateral.kinds.series import Series, amount
from bilateral.kinds.visits import Visit
from bilateral.model import Person
from bilateral.offices import office_at
from bilateral.query import Query
from bilateral.render import mention_text, render_table
from bilateral.rules import judge
from bilateral.validation import validate
from bilateral.volume import Volume
from conftest import COUNTRIES, EDITION

Make = Callable[..., Volume]


@pytest.mark.parametrize(
    ("parts", "name", "sorted_as"),
    [
        ({"given": "Ana", "family": "Sol"}, "Ana Sol", "Sol, Ana"),
        ({"family": "Suharto"}, "Suharto", "Suharto"),
        ({"given": "Lev", "patronymic": "Nikolaevich", "family": "Tol"}, "Lev Nikolaevich Tol", "Tol, Lev Nikolaevich"),
        ({"given": "Jan", "particle": "van der", "family": "Bos"}, "Jan van der Bos", "Bos, Jan van der"),
        ({"given": "Max", "family": "Roe", "suffix": "Jr."}, "Max Roe Jr.", "Roe, Max, Jr."),
        ({"given": "Ida", "family": "Au", "nobility": "Baroness"}, "Baroness Ida Au", "Au, Baroness Ida"),
        ({"given": "Aki", "family": "Sato", "family_first": True}, "Sato Aki", "Sato Aki"),
        ({"given": "Min-jun", "family": "Kim", "family_first": True}, "Kim Min-jun", "Kim Min-jun"),
        ({"given": "Imre", "family": "Nagy", "family_first": True}, "Nagy Imre", "Nagy Imre"),
        ({"given": "Ana María", "family": "López Obrador"}, "Ana María López Obrador", "López Obrador, Ana María"),
        ({"given": "João", "particle": "da", "family": "Silva"}, "João da Silva", "Silva, João da"),
        ({"given": "Anwar", "particle": "al-", "family": "Sadat"}, "Anwar al-Sadat", "Sadat, Anwar al-"),
        ({"given": "Jean", "particle": "d’", "family": "Ormesson"}, "Jean d’Ormesson", "Ormesson, Jean d’"),
        ({"given": "Vigdís", "patronymic": "Finnbogadóttir"}, "Vigdís Finnbogadóttir", "Vigdís Finnbogadóttir"),
        ({"given": "Haile", "patronymic": "Mariam"}, "Haile Mariam", "Haile Mariam"),
        ({"given": "Thant", "nobility": "U"}, "U Thant", "Thant, U"),
    ],
)
def test_a_name_is_said_in_the_order_of_its_culture(parts: dict[str, Any], name: str, sorted_as: str) -> None:
    person = Person.model_validate({"id": "person-x", **parts})
    assert (person.name, person.sort_name) == (name, sorted_as)


@pytest.mark.parametrize(
    ("language", "sorted_as"),
    [
        ("th", "Thak Shin"),
        ("is", "Thak Shin"),
        ("am", "Thak Shin"),
        ("my", "Thak Shin"),
        ("pt", "Shin, Thak"),
        ("zh", "Shin Thak"),
        ("hu", "Shin, Thak"),
    ],
)
def test_people_are_looked_up_as_in_the_language_of_their_names(language: str, sorted_as: str) -> None:
    people = [{"id": "person-a", "given": "Thak", "family": "Shin", "language": language}]
    data = {"volume": EDITION, "countries": COUNTRIES, "people": people}
    valid: Any = validate(Document("data/relations.yaml", data, {}))[0]
    look_up: Any = PEOPLE.sorted_as
    assert look_up(valid.people[0], valid) == sorted_as


def test_a_person_has_a_name() -> None:
    data = {"volume": EDITION, "countries": COUNTRIES, "people": [{"id": "person-a"}]}
    _, (problem,) = validate(Document("data/relations.yaml", data, {}))
    assert problem.code == "MOD002"
    assert "a person has a 'family' or a 'given' name" in problem.message


def test_the_order_of_a_name_is_that_of_its_language_unless_it_says_so() -> None:
    """The person's own language goes before that of the country."""
    people = [
        {"id": "person-a", "given": "Minh Triết", "family": "Nguyễn", "language": "vi"},
        {"id": "person-b", "given": "Anh", "family": "Lê", "language": "vi", "family_first": False},
        {"id": "person-c", "given": "朗", "family": "今村"},
        {"id": "person-d", "given": "Zoë", "family": "Aaa", "country": "XN"},
    ]
    data = {"volume": EDITION, "countries": COUNTRIES, "people": people}
    found: Any = validate(Document("data/relations.yaml", data, {}))[0]
    assert [one.name for one in found.people] == ["Nguyễn Minh Triết", "Anh Lê", "今村 朗", "Zoë Aaa"]
    assert found.people[0].sort_name == "Nguyễn Minh Triết"


def person(*terms: dict[str, Any], **more: Any) -> Person:
    return Person.model_validate({"id": "person-x", "family": "X", "terms": terms, **more})


def test_of_two_offices_held_at_once_the_one_beside_gives_way() -> None:
    both = {"office": "Minister", "date": "1900/1910"}, {"office": "Chair", "date": "1901/1905", "beside": True}
    assert office_at(person(*both), parse_edtf("1903"), "en_GB") == "Minister"
    assert office_at(person(both[1]), parse_edtf("1903"), "en_GB") == "Chair"


def visited(volume_of: Make, who: dict[str, Any], **more: Any) -> Volume:
    visit = {"id": "visit-x", "form": "visit", "from": "XN", "to": "XS", "date": "1900", "visitors": ["person-x"]}
    source = [{"source": "s", "stance": "supports", "locator": "p. 1"}]
    people = [{"id": "person-x", "family": "X", **who}]
    book = "@misc{s, title={S}, year={1900}, langid={en}, grade={A}, seen={whole}}"
    return volume_of(book, people=people, visits=[{**visit, "sources": source, **more}])


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ({}, ["REL013"]),
        ({"private": True}, []),
        ({"terms": [{"office": "Envoy"}]}, []),
        ({"terms": [{"office": "Envoy", "date": "1901"}]}, ["REL013"]),
        ({"terms": [{"office": "Envoy", "date": "1900"}, {"office": "Judge", "date": "1900"}]}, ["REL014"]),
    ],
)
def test_who_travels_holds_an_office_unless_it_is_known_why_not(
    who: dict[str, Any], codes: list[str], volume_of: Make
) -> None:
    assert [problem.code for problem in judge(visited(volume_of, who))] == codes


def test_a_person_of_a_state_acts_for_the_one_that_has_taken_its_place(volume_of: Make) -> None:
    volume = visited(volume_of, {"country": "XS", "private": True})
    assert [problem.code for problem in judge(volume)] == ["REL018"]
    successor = volume.countries["XN"].model_copy(update={"continues": ("XS",)})
    countries = tuple(successor if one.code == "XN" else one for one in volume.of(type(successor)))
    data = volume.file.model_copy(update={"countries": countries})
    assert judge(Volume(data, volume.sources, volume.document)) == []


def test_the_name_of_a_visit_says_who_went_where_whole(volume_of: Make) -> None:
    people = [{"id": f"person-{name}", "family": name.title(), "private": True} for name in ("ann", "bob")]
    places = [{"id": f"place-{name}", "name": name.title(), "country": "XS"} for name in ("north", "south")]
    visit = {
        "id": "visit-x",
        "form": "visit",
        "from": "XN",
        "to": "XS",
        "visitors": ["person-ann", "person-bob"],
        "delegation": "a delegation of six",
        "legs": [{"places": ["place-north"]}, {"date": "1901", "places": ["place-south"]}],
    }
    volume = volume_of(people=people, places=places, visits=[visit])
    (record,) = volume.of(Visit)
    assert mention_text(record, volume) == "visit of Ann, Bob and a delegation of six to North and South"
    (row,) = render_table("visits", volume, Query(columns=("date",)), "en_GB").rows
    assert [part.text for part in row.cells[0]] == ["not known"]  # type: ignore[union-attr]  # texts


ACTS = [
    ("recognition", "1900", None),
    ("establishment", "1901-05", "legation"),
    ("change of level", "1920", "embassy"),
    ("severance", "1939", None),
    ("resumption", "1950", "consular"),
    ("recognition withdrawn", "1960", None),
]


@pytest.mark.parametrize(
    ("date", "recognised", "relations", "level"),
    [
        ("1899", False, False, None),
        ("1900", True, False, None),
        ("1902", True, True, "legation"),
        ("1938-12-31", True, True, "embassy"),
        ("1940", True, False, None),
        ("1955", True, True, "consular"),
        ("1961", False, False, None),
    ],
)
def test_the_state_of_relations_at_a_date(date: str, level: str | None, *, recognised: bool, relations: bool) -> None:
    acts = tuple(
        Act.model_validate({"id": f"act-{n}", "kind": kind, "from": "AA", "to": "BB", "date": when, "level": at})
        for n, (kind, when, at) in enumerate(ACTS)
    )
    found = state_at(acts, ("BB", "AA"), parse_edtf(date))
    assert (found.recognised, found.relations, found.level) == (recognised, relations, level)
    assert state_at(acts, ("AA", "CC"), parse_edtf(date)) == State()


@pytest.mark.parametrize(
    ("date", "party", "expected"),
    [
        ("1900", None, False),
        ("1902", None, True),
        ("1905", None, True),
        ("1905", "AA", False),
        ("1905", "BB", True),
        ("1903", "DD", True),
        ("1907", None, False),
        ("1909", None, True),
        ("1912", None, False),
    ],
)
def test_whether_an_agreement_is_in_force_on_a_date(date: str, party: str | None, *, expected: bool) -> None:
    steps = [("signed", "1900"), ("in-force", "1901"), ("acceded", "1903", "DD"), ("denounced", "1904", "AA")]
    steps += [("suspended", "1906"), ("resumed", "1908"), ("terminated", "1910")]
    milestones = [dict(zip(("step", "date", "by"), step, strict=False)) for step in steps]
    parties = ["AA", "BB", "CC", "DD"]
    record = {"id": "agreement-x", "title": "X", "short": "X", "field": "trade", "parties": parties}
    agreement = Agreement.model_validate({**record, "milestones": milestones})
    assert in_force(agreement, parse_edtf(date), party) is expected


@pytest.mark.parametrize(
    ("value", "unit", "currency", "text"),
    [
        ("12.50", "million", "EUR", "€12.50 million"),
        ("-3", "million", "USD", "−US$3 million"),
        ("-0.10", "per cent", None, "−0.10 per cent"),
        ("1200", "tonnes", None, "1,200 tonnes"),
        ("1200", "people", None, "1,200"),
        ("7.0", "thousand", "litas", "7.0 thousand litas"),
    ],
)
def test_a_value_is_printed_as_its_source_wrote_it(value: str, unit: str, currency: str | None, text: str) -> None:
    record = {"id": "series-x", "title": "X", "subject": "trade", "unit": unit, "currency": currency}
    series = Series.model_validate({**record, "points": [{"date": "1900", "value": value}]})
    assert amount(series, series.points[0], "en_GB") == text
