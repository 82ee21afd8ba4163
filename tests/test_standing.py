"""The standing rules, as a table: what the sources of a statement make of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from bilateral import evidence
from bilateral.standing import standing_of_fact, standing_of_record
from bilateral.volume import Volume

# "story" is what the facts of the register F come from, "copy" repeats it; the other two know of neither.
BIBLIOGRAPHY = """
@misc{free, title = {Free}, grade = {A}, seen = {whole}, langid = {en}}
@misc{story, title = {Story}, grade = {D}, seen = {whole}, langid = {en}}
@misc{copy, title = {Copy}, grade = {C}, seen = {whole}, langid = {en}, base = {story}}
@misc{weak, title = {Weak}, grade = {D}, seen = {whole}, langid = {en}}
@misc{other, title = {Other}, grade = {B}, seen = {whole}, langid = {en}}
"""
REGISTERS = [
    {"letter": "F", "title": "From the story", "count": 9, "source": "story"},
    {"letter": "G", "title": "From nowhere in particular", "count": 9},
]
RULES: list[tuple[list[str], str]] = [
    ([], "reported"),
    (["free context"], "reported"),
    (["free supports"], "confirmed"),
    (["free supports", "other supports"], "confirmed"),
    (["free supports", "other context"], "confirmed"),
    (["free supports part"], "partly"),
    (["free supports part", "other supports part"], "partly"),
    (["free supports part", "other supports"], "confirmed"),
    (["free contradicts"], "contradicted"),
    (["weak contradicts"], "disputed"),
    (["weak contradicts", "free contradicts"], "contradicted"),
    (["free contradicts", "other supports part"], "disputed"),
    (["free contradicts", "other supports"], "disputed"),
    (["free contradicts", "other contradicts part"], "contradicted"),
    (["free contradicts part"], "partly"),
    (["free contradicts part", "other supports"], "partly"),
    (["free contradicts part", "other context"], "partly"),
    (["story supports"], "reported"),
    (["story contradicts"], "reported"),
    (["copy supports"], "reported"),
    (["copy contradicts"], "reported"),
    (["copy contradicts part", "story supports part"], "reported"),
    (["copy supports", "free supports part"], "partly"),
    (["copy contradicts", "free supports"], "confirmed"),
    (["copy supports", "free contradicts"], "contradicted"),
]
MAKES = {
    "confirmed": ["free supports"],
    "partly": ["free supports part"],
    "disputed": ["weak contradicts"],
    "contradicted": ["free contradicts"],
    "reported": ["free context"],
}

VolumeOf = Callable[..., Volume]


def _link(words: str) -> dict[str, str]:
    source, stance, *part = words.split()
    return {"source": source, "stance": stance, "locator": "p. 1"} | ({"part": "the year"} if part else {})


def _fact(number: str, links: list[str], *, counts: bool = True) -> dict[str, Any]:
    sources = [_link(words) for words in links]
    return {"fact": number, "statement": "It happened.", "section": "here", "sources": sources, "counts": counts}


def _event(**parts: Any) -> dict[str, Any]:
    return {"id": "event-one", "kind": "statehood", "title": "One", **parts}


def _volume(volume_of: VolumeOf, **parts: Any) -> Volume:
    return volume_of(BIBLIOGRAPHY, registers=REGISTERS, events=[_event(**parts)])


@pytest.mark.parametrize(("links", "expected"), RULES, ids=lambda value: ", ".join(value) or "no source")
def test_the_links_of_a_fact_make_its_standing_in_any_order(
    links: list[str], expected: str, volume_of: VolumeOf
) -> None:
    for ordered in permutations(links):
        volume = _volume(volume_of, facts=[_fact("F01", list(ordered))])
        assert standing_of_fact("F01", volume) == expected


@pytest.mark.parametrize("source", ["story", "copy", "free"])
def test_any_source_confirms_a_fact_of_a_register_without_a_base_source(source: str, volume_of: VolumeOf) -> None:
    volume = _volume(volume_of, facts=[_fact("G01", [f"{source} supports"])])
    assert standing_of_fact("G01", volume) == "confirmed"


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        (["confirmed"], "confirmed"),
        (["partly"], "partly"),
        (["disputed"], "disputed"),
        (["reported"], "reported"),
        (["confirmed", "confirmed"], "confirmed"),
        (["reported", "reported"], "reported"),
        (["confirmed", "reported"], "partly"),
        (["confirmed", "partly"], "partly"),
        (["reported", "partly"], "partly"),
        (["contradicted"], "contradicted"),
        (["confirmed", "contradicted"], "disputed"),
        (["confirmed", "disputed"], "disputed"),
        (["reported", "partly", "disputed"], "disputed"),
    ],
)
def test_the_facts_of_a_record_make_its_standing(standings: list[str], expected: str, volume_of: VolumeOf) -> None:
    facts = [_fact(f"F{number:02}", MAKES[standing]) for number, standing in enumerate(standings, 1)]
    volume = _volume(volume_of, facts=facts)
    assert standing_of_record(volume.records["event-one"], volume) == expected


def test_a_record_with_facts_takes_nothing_from_its_own_sources(volume_of: VolumeOf) -> None:
    volume = _volume(volume_of, facts=[_fact("F01", [])], sources=[_link("free supports")])
    assert standing_of_record(volume.records["event-one"], volume) == "reported"


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (["free supports"], "confirmed"),
        (["story supports"], "reported"),  # the base source of a register confirms nothing
        (["free supports part"], "partly"),
        (["free supports", "other contradicts"], "disputed"),
        (["free context"], "reported"),
        ([], "reported"),
    ],
)
def test_a_record_without_facts_stands_on_its_own_sources(links: list[str], expected: str, volume_of: VolumeOf) -> None:
    volume = _volume(volume_of, sources=[_link(words) for words in links])
    assert standing_of_record(volume.records["event-one"], volume) == expected


def test_a_fact_that_does_not_weigh_leaves_the_standing_of_its_record_alone(volume_of: VolumeOf) -> None:
    facts = [_fact("F01", ["free contradicts"], counts=False), _fact("F02", ["free supports"])]
    volume = _volume(volume_of, facts=facts)
    assert standing_of_fact("F01", volume) == "contradicted"
    assert standing_of_record(volume.records["event-one"], volume) == "confirmed"


def test_where_no_fact_weighs_the_record_stands_on_its_own_sources(volume_of: VolumeOf) -> None:
    facts = [_fact("F01", ["free contradicts"], counts=False)]
    volume = _volume(volume_of, facts=facts, sources=[_link("other supports part")])
    assert standing_of_record(volume.records["event-one"], volume) == "partly"


def test_sources_come_once_each_in_the_order_of_the_bibliography_the_base_among_them(volume_of: VolumeOf) -> None:
    dated = {"date": "1900", "sources": [_link("copy supports")]}
    volume = _volume(
        volume_of,
        facts=[_fact("F01", ["other supports"]), _fact("F02", ["other context"])],
        sources=[_link("free context")],
        also_dated=[dated],
    )
    assert evidence.sources_of(evidence.of_fact("F01", volume), volume) == ("story", "other")
    found = evidence.of_record(volume.records["event-one"], volume)
    assert evidence.sources_of(found, volume) == ("free", "story", "copy", "other")
