"""A module that is documented by itself."""

from __future__ import annotations

LIMIT = 7
"""How far it counts."""


class Counter:
    """Counts things.

    Attributes:
        step: how far each count goes

    Example:
        >>> Counter(2).count()
        2

    Note:
        It never forgets.

    """

    def __init__(self, step: int = 1) -> None:
        self.step = step

    @property
    def doubled(self) -> int:
        """Twice the step."""
        return 2 * self.step

    def count(self, *things: str, quiet: bool = False) -> int:
        """Count once more.

        Args:
            things: what is counted
            quiet: say nothing

        Returns:
            How many there are.

        Raises:
            ValueError: where there is nothing to count

        """
        return self.step


class Better(Counter):
    """Counts better."""


def guess(number: float, names: list[str] | None = None) -> dict[str, float]:
    """Guess a number.

    Parameters
    ----------
    number
        where to begin
    names
        who may guess

    Yields
    ------
    float
        the next guess

    """
    return {}
