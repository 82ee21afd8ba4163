"""What a table directive asks for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bilateral.problems import did_you_mean


class QueryError(ValueError):
    """A query that cannot be answered; the message says which option is wrong and what is allowed."""


@dataclass(frozen=True)
class Query:
    """Filters, columns and order of one table. Empty tuples and None mean: no restriction, the default."""

    from_: str | None = None
    to: str | None = None
    kind: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    parent: str | None = None
    register: str | None = None
    date: str | None = None
    columns: tuple[str, ...] = ()
    order: str | None = None

    def given(self) -> set[str]:
        """Return the names of the options that are set."""
        return {field.name for field in fields(self) if getattr(self, field.name)}


def choose(option: str, value: str, allowed: list[str]) -> str:
    """Return ``value`` where it is allowed.

    Raises:
        QueryError: where it is not.

    """
    if value in allowed:
        return value
    hint = did_you_mean(value, allowed) or f"; known: {', '.join(allowed)}"
    raise QueryError(f"option '{option}': '{value}' is unknown{hint}")
