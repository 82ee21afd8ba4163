"""The rules that hold across records. Each is a generator of problems; none imports a renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bilateral.problems import Problem
from bilateral.rules import editions, facts, identity, offices, periods
from bilateral.rules.prose import judge_prose
from bilateral.volume import Volume

__all__ = ["IDENTITY", "RULES", "Rule", "judge", "judge_prose"]

Rule = Callable[[Volume], Iterator[Problem]]

IDENTITY: tuple[Rule, ...] = (identity.unique_ids, identity.prefixes, identity.references, identity.source_keys)
"""These come first: the others rely on references that lead somewhere."""

RULES: tuple[Rule, ...] = (
    facts.covered_once,
    facts.sourced,
    facts.no_refuted_date,
    periods.run_forwards,
    periods.memberships_in_force,
    offices.held_at_date,
    identity.not_to_itself,
    identity.not_redirected,
    editions.in_time,
    editions.in_ledger,
    editions.still_listed,
)


def of_kinds(volume: Volume) -> Iterator[Problem]:
    """Yield what the rules of each kind find in its records."""
    for path, record, kind in volume.located_kinds():
        for rule in kind.rules:
            yield from rule(record, path, volume)


def judge(volume: Volume) -> list[Problem]:
    """Return every problem that the rules find; only those of identity where identity is at fault."""
    problems = [problem for rule in IDENTITY for problem in rule(volume)]
    return problems or [problem for rule in (*RULES, of_kinds) for problem in rule(volume)]
