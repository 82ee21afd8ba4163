"""The standing of every numbered statement and the content of the facts, as judged by hand from the material.

The expectations were written from the notes of the two searches, not from the data or the pipeline.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from book.judged import Judged

ROOT = Path(__file__).parents[2]
Data = dict[str, Any]

CONFIRMED, PARTLY, REPORTED = "confirmed", "partly confirmed", "no independent source"
DISPUTED, CONTRADICTED = "disputed", "contradicted"

ARTICLE = {
    CONFIRMED: "01 03 04 05 10 11 12 15 19 22 24 25 26 28 29 34 35 39 41 42 43 45 49 56 72 73 74 75",
    PARTLY: "02 06 07 08 09 13 18 23 31 33 46 47 54 60",
    DISPUTED: "21",
    CONTRADICTED: "16 20 57 58",
    REPORTED: "14 17 27 30 32 36 37 38 40 44 48 50 51 52 53 55 59 61 62 63 64 65 66 67 68 69 70 71",
}
"""The statements of the article by standing: 28, 14, 1, 4 and 28 of 75."""

FURTHER = {
    CONFIRMED: (
        "01 02 03 04 05 06 08 09 10 11 12 13 14 15 18 19 21 22 23 24 25 26 27 28 31 33 34 35 36 37 38 39 40 41 42 43"
        " 44 45 46 47 48 49 50 51 52 54 55 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79"
    ),
    PARTLY: "29 30 32 53 56 57",
    DISPUTED: "07 16 17 20",
    REPORTED: "",
}
"""The further facts: all were found in a source; where sources differ, in part or whole, the standing says so."""

FACTS: dict[str, tuple[str, str | None, set[str]]] = {
    # number: the record, its date (or None where another date is meant), and the sources that bear on it
    "E33": ("mission-mx-accreditation-stockholm", None, {"latvijas-vestnesis-1997-09-24"}),
    "E34": ("event-credentials-gasca", "2014-07-22/2014-07-24", {"embassy-mx-se-newsletter-2014"}),
    "E35": ("consultation-vilnius-2014", "2014-07", {"embassy-mx-se-newsletter-2014"}),
    "E36": ("person-del-rio-francisco", None, {"rtu-2020-02-13"}),
    "E37": ("person-alday-alejandro", None, {"el-agora-2024-03-12", "mfa-lv-2024-03-19"}),
    "E38": ("mission-lt-embassy-washington", None, {"kauno-diena-sakalauskas", "draugas-2011-09-08"}),
    "E39": ("mission-lt-embassy-washington", None, {"kauno-diena-sakalauskas", "draugas-2011-09-08"}),
    "E40": ("mission-lt-embassy-washington", None, {"kauno-diena-sakalauskas"}),
    "E41": ("mission-lt-embassy-washington", None, {"washington-times-2006-06-29", "en-wiki-usackas-2012"}),
    "E42": ("mission-lt-accreditation-washington", None, {"draugas-2009-03-18", "draugas-2010-07-03"}),
    "E43": (
        "mission-lt-embassy-washington",
        None,
        {"lzinios-ambassador-2015", "lzinios-cuba-embassy-2015", "draugas-2010-07-03"},
    ),
    "E44": ("mission-lt-embassy-washington", None, {"diena-2025-06-16"}),
    "E45": ("mission-lt-embassy-washington", None, {"diena-2025-06-16"}),
    "E46": ("mission-lt-embassy-washington", None, {"diena-2025-06-16", "tv3-2025-09-20"}),
    "E47": ("series-lithuania-born-in-mexico", None, {"un-migrant-stock-2019"}),
    "E48": ("series-mexicans-in-lithuania", None, {"un-migrant-stock-2019"}),
    "E49": ("event-fair-2014", "2014-05-17/2014-06-01", {"lietuve-fair-2014"}),
    "E50": ("event-fair-2016", "2016-05-21", {"quadratin-2016-05-21"}),
    "E51": ("event-visa-free", "2019-11-23/2025-01-12", {"passport-index-2025", "eu-2018-1806"}),
    "E52": ("event-entry-ban-2020", "2020-11/2021-05", {"passport-index-2025"}),
    "E53": ("event-visa-free", None, {"makalius-mexico"}),
    "E54": ("community-immigration-1900-1950", None, {"el-universal-2006-01-24", "enlace-judio-2018-06-20"}),
    "E55": ("community-immigration-1900-1950", None, {"gojman-ashkenazitas"}),
    "E56": ("community-synagogue-justo-sierra", None, {"capital-mx-2017-02-24", "chilango-justo-sierra-71"}),
    "E57": ("community-synagogue-justo-sierra", None, {"facilisimo-justo-sierra", "enlace-judio-2013-10-07"}),
    "E58": ("event-golomb-mexico", "1944/1964", {"yleksikon-golomb"}),
    "E59": ("event-kovalski-mexico", "1936/", {"yleksikon-kovalski"}),
    "E60": ("event-jancauskaite-queretaro", "2022-01-08", {"noticias-queretaro-2022-01-08"}),
    "E61": ("event-in-latino", "2021~", {"diena-in-latino"}),
    "E62": ("event-mexican-students", None, {"delfi-mexican-student"}),
    "E63": ("event-mexican-students", None, {"vdu-mexican-student"}),
    "E64": ("event-basketball-2023", "2023-08-27", {"clutchpoints-2023-08-26", "spin-2023-08-29"}),
    "E65": ("event-human-rights-council-2022", "2022-02-28", {"readkong-hrc-2022"}),
    "E66": ("event-general-assembly-2022", "2022-03-02", {"un-ga-12407", "sunday-vision-2022", "l24-2022"}),
    "E67": ("agreement-eu-mexico-modernised", None, {"to-manifesto-2026-05-23"}),
    "E68": ("agreement-eu-mexico-modernised", None, {"cuarto-poder-2026-03-10"}),
    "E69": ("person-zadeikis-povilas", None, {"skirius-chicago-2024"}),
    "E70": ("event-non-recognition", None, {"lrt-2012-10-23"}),
    "E71": ("mission-lt-accreditation-washington", None, {"mfa-br-2016"}),
    "E72": ("product-lt-wheat", None, {"vic-grain-exports"}),
    "E73": ("agreement-education-culture", None, {"vlex-education-culture", "etar-education-culture"}),
    "E74": ("event-vilchis-letters", "1935/195X", {"oikos-2014"}),
    "E75": ("series-trade-interwar", None, {"oikos-2014"}),
    "E76": ("visit-adamkus-2002", None, {"bns-adamkus-2002"}),
    "E77": ("visit-paulauskas-2004", "2004-05-29", {"president-lt-2004-guadalajara"}),
    "E78": ("event-journey-1984", "1984-01", {"laiskai-lietuviams-1984-03"}),
    "E79": ("series-flow-lt-mx-2006", None, {"gravity-trade-2006"}),
}

BROUGHT = {
    # sources that the second search added to statements of the article
    "F06": {"el-universal-2006-01-24", "gojman-ashkenazitas", "oikos-2014"},
    "F07": {"capital-mx-2017-02-24"},
    "F14": {"oikos-2014"},
    "F18": {"lrt-2012-10-23"},
    "F23": {"latvijas-vestnesis-1997-09-24", "embassy-mx-se-newsletter-2014"},
    "F24": {"draugas-2009-03-18"},
    "F34": {"president-lt-2004-guadalajara"},
    "F35": {"president-lt-2004-guadalajara"},
    "F49": {"president-lt-2004-guadalajara"},
    "F54": {"vlex-education-culture"},
    "F57": {"to-manifesto-2026-05-23"},
    "F60": {"vic-grain-exports"},
    "F72": {"draugas-2009-03-18"},
    "F74": {"latvijas-vestnesis-1997-09-24", "embassy-mx-se-newsletter-2014"},
}

PROBLEMS = {
    # what the findings and notes must say of each problem of the second search
    "P25": [("E16", "count different things"), ("E47", "by birth")],
    "P26": [("E48", "a gap in the table and not a count")],
    "P27": [
        ("E29", "bought in 1938"),
        ("E29", "2009, 2010 or October 2011"),
        ("E56", "1937"),
        ("E57", "2009 or October 2011"),
    ],
    "P28": [("F34", "Acting President"), ("F34", "29 May"), ("F49", "Acting President")],
    "P29": [("F23", "from 1997"), ("F23", "that it began in 1991 is not proven")],
    "P30": [("E41", "six years"), ("E41", "about five")],
    "P31": [("E54", "probably two works")],
    "P32": [("F33", "two openings or one of the dates")],
}

HEADS = {
    "mission-lt-embassy-washington": [
        ("person-lozoraitis-stasys", "1991/1993"),
        ("person-eidintas-alfonsas", "1993/1997"),
        ("person-sakalauskas-stasys", "1997/2001"),
        ("person-usackas-vygaudas", "2001-03/2006"),
        ("person-bruzga-audrius", "2007~/2010-07-16"),
        ("person-pavilionis-zygimantas", "2010/2015-07"),
        ("person-krisciunas-rolandas", "attested 2016-06/2018"),
        ("person-plepyte-audra", "2021-05/2025-07-14"),
        ("person-varvuolis-gediminas", "attested 2025-09"),
    ],
    "mission-lt-accreditation-washington": [
        ("person-usackas-vygaudas", "2001/2006"),
        ("person-bruzga-audrius", "attested 2009-03-10"),
        ("person-pavilionis-zygimantas", "2011-09-13/"),
        ("person-krisciunas-rolandas", "2016-06/"),
    ],
    "mission-mx-accreditation-stockholm": [
        ("person-vignal-lorenzo", "attested 1997-09-24"),
        ("person-lomonaco-jorge", "2012-07/"),
        ("person-gasca-agustin", "2014-07/"),
    ],
}
"""Who is documented for which post; those known for Washington or Latvia alone are not among those for the other."""


@pytest.fixture(scope="module")
def judged(data: Data) -> Judged:
    return Judged(data, ROOT / "source")


@pytest.fixture(scope="module")
def facts(judged: Judged) -> dict[str, tuple[Data, Data]]:
    """Each fact with its record."""
    return {fact["fact"]: (fact, record) for fact, record in judged.facts}


@pytest.mark.parametrize(
    ("number", "standing"),
    [
        (f"{letter}{number}", standing)
        for letter, table in (("F", ARTICLE), ("E", FURTHER))
        for standing, numbers in table.items()
        for number in numbers.split()
    ],
)
def test_statements_stand_as_the_sources_have_it(
    number: str, standing: str, judged: Judged, facts: dict[str, tuple[Data, Data]]
) -> None:
    assert judged.standing_of_fact(facts[number][0]) == standing


def test_every_number_is_judged_once() -> None:
    for count, table in ((75, ARTICLE), (79, FURTHER)):
        numbers = " ".join(table.values()).split()
        assert sorted(numbers) == [f"{number:02}" for number in range(1, count + 1)]


@pytest.mark.parametrize("number", FACTS)
def test_further_facts_have_record_date_and_sources(number: str, facts: dict[str, tuple[Data, Data]]) -> None:
    fact, record = facts[number]
    key, date, sources = FACTS[number]
    assert record["id"] == key
    assert date is None or record["date"] == date
    assert {link["source"] for link in fact["sources"]} == sources


@pytest.mark.parametrize("number", BROUGHT)
def test_statements_of_the_article_have_the_new_sources(number: str, facts: dict[str, tuple[Data, Data]]) -> None:
    assert {link["source"] for link in facts[number][0]["sources"]} >= BROUGHT[number]


@pytest.mark.parametrize(("number", "words"), [(number, words) for said in PROBLEMS.values() for number, words in said])
def test_problems_are_told(number: str, words: str, facts: dict[str, tuple[Data, Data]]) -> None:
    assert words in facts[number][0]["finding"]


@pytest.mark.parametrize("mission", HEADS)
def test_heads_are_those_that_a_source_names_for_the_post(mission: str, judged: Judged) -> None:
    found = [
        (head["person"], ("attested " if head.get("attested") == "true" else "") + head["date"])
        for head in judged.records[mission]["heads"]
    ]
    assert found == HEADS[mission]


def test_figures_are_those_of_the_sources(judged: Judged) -> None:
    born = judged.records["series-lithuania-born-in-mexico"]["points"]
    assert [(point["date"], point["value"]) for point in born] == [
        ("1990", "78"), ("1995", "87"), ("2000", "101"), ("2005", "75"), ("2010", "58"), ("2015", "61"), ("2019", "62"),
    ]  # fmt: skip
    for series, value in (("series-flow-lt-mx-2006", "20.46"), ("series-flow-mx-lt-2006", "6.04")):
        (point,) = judged.records[series]["points"]
        assert (point["date"], point["value"]) == ("2006", value)
        assert judged.records[series]["currency"] == "USD"
    assert "surplus" in judged.records["series-trade-interwar"]["title"]
    values = [point["value"] for series in judged.data["series"] for point in series["points"]]
    assert "0" not in values, "a gap in a table is no count"


def test_the_signed_agreement_is_not_in_force(judged: Judged) -> None:
    steps = {step["step"]: step for step in judged.records["agreement-eu-mexico-modernised"]["milestones"]}
    assert steps["signed"]["date"] == "2026"
    assert "23 May" in steps["signed"]["detail"]
    assert not {"in-force", "ratified", "applied"} & set(steps)


def test_a_refuted_date_is_no_alternative(judged: Judged) -> None:
    """The sources that date the annexation agree on 1940; for the recognition of 1991 two readings stand."""
    assert "also_dated" not in judged.records["event-annexation"]
    (other,) = judged.records["event-recognition-restored"]["also_dated"]
    assert other["date"] == "1991-11-05"


def test_people_are_as_the_sources_have_them(judged: Judged) -> None:
    assert judged.name("person-grybauskaite") == "Dalia Grybauskaitė"
    assert judged.name("person-pena-nieto") == "Enrique Peña Nieto"
    assert judged.officer("person-paulauskas-arturas", "2004-05-29") == "Acting President Artūras Paulauskas"
    for person in ("person-vilchis-tomas", "person-waisser-ronen", "person-golomb-avrom"):
        assert "country" not in judged.records[person]


def test_the_sources_of_both_searches_are_there_and_used(judged: Judged) -> None:
    linked = {link["source"] for link in judged.links(judged.data)}
    assert len(judged.keys) == 1 + 87 + 45
    unused = set(judged.keys) - linked
    assert unused <= {"heraldo-martinez-2024-11-30", "grigaraviciute-2022", "enlace-judio-2011-09-15"}, unused


def test_locators_say_what_was_seen(judged: Judged) -> None:
    vague = [link for link in judged.links(judged.data) if link["locator"].startswith("excerpt")]
    assert vague == []
