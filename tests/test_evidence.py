"""Evidence: what each source does is said, in the order of the bibliography, and nothing that contradicts supports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bilateral import evidence
from bilateral.citation import evidence_items
from bilateral.render import Cell, Cite, Text, cited
from bilateral.volume import Volume
from test_standing import BIBLIOGRAPHY, REGISTERS, _event, _fact, _link

VolumeOf = Callable[..., Volume]


def shown(cell: Cell) -> str:
    """Write a cell as a reader sees it, with the keys of sources for their numbers."""
    parts = []
    for part in cell:
        assert isinstance(part, Cite | Text)
        parts.append(f"[{', '.join(part.keys)}]" if isinstance(part, Cite) else part.text)
    return "".join(parts)


def volume(volume_of: VolumeOf, **parts: Any) -> Volume:
    return volume_of(BIBLIOGRAPHY, registers=REGISTERS, events=[_event(**parts)])


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], "[story]"),
        (["other supports", "free supports"], "[free, story, other]"),
        (["other contradicts", "free contradicts"], "[story]; against [free, other]"),
        (["free supports", "other contradicts"], "[free, story]; against [other]"),
        (["weak context"], "[story]; see also [weak]"),
        (["free supports", "weak context", "other contradicts"], "[free, story]; against [other]; see also [weak]"),
        (["free supports", "free contradicts part"], "[free, story]; against [free]"),
        (["story contradicts"], "against [story]"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else None,
)
def test_sources_are_grouped_by_what_they_do(links: list[str], expected: str, volume_of: VolumeOf) -> None:
    made = volume(volume_of, facts=[_fact("F01", links)])
    found = [evidence.Evidence(item.source, item.stance) for item in evidence.of_fact("F01", made)]
    assert shown(cited(found, made)) == expected


def test_locators_stand_beside_their_sources(volume_of: VolumeOf) -> None:
    made = volume(volume_of, facts=[_fact("F01", ["free supports", "other contradicts part"])])
    text = shown(cited(evidence.of_fact("F01", made), made, located=True))
    assert text == "[free] p. 1; [story]; against [other] for the year: p. 1"


def test_exports_say_what_a_source_does(volume_of: VolumeOf) -> None:
    links = ["free supports", "free contradicts part", "weak context"]
    made = volume(volume_of, facts=[_fact("F01", links)])
    found = [one for group in evidence.by_stance(evidence.of_fact("F01", made), made).values() for one in group]
    items = {item["id"]: item["annote"] for item in evidence_items(made, found, "A talk")}
    assert items == {
        "free": "Supports ‘A talk’: p. 1; Contradicts ‘A talk’: for the year: p. 1",
        "story": "Supports ‘A talk’",
        "weak": "Gives context for ‘A talk’: p. 1",
    }


def test_where_the_record_follows_the_sources_against_a_statement_they_support_the_record(volume_of: VolumeOf) -> None:
    facts = [_fact("F01", ["free contradicts", "weak context"], counts=False), _fact("F02", ["other supports"])]
    made = volume(volume_of, facts=facts)
    found = evidence.of_record(made.records["event-one"], made)
    # The story states F02 rightly and F01 wrongly.
    assert shown(cited(found, made)) == "[free, story, other]; against [story]; see also [weak]"


def test_what_bears_on_a_part_of_a_statement_that_the_record_does_not_follow_is_not_against_the_record(
    volume_of: VolumeOf,
) -> None:
    first = _fact("F01", ["free supports"], counts=False)
    first["sources"][0]["part"] = "the year"
    made = volume(volume_of, facts=[first, _fact("F02", ["other supports"])])
    found = evidence.of_record(made.records["event-one"], made)
    assert shown(cited(found, made)) == "[story, other]; see also [free]"


def test_a_record_without_facts_shows_its_own_sources_with_their_locators(volume_of: VolumeOf) -> None:
    made = volume(volume_of, sources=[_link("free supports"), _link("other contradicts")])
    found = evidence.of_record(made.records["event-one"], made)
    assert shown(cited(found, made, located=True)) == "[free] p. 1; against [other] p. 1"
