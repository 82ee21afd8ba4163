"""What the last build has come to, for every page that is open in a browser."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field


@dataclass
class BuildStatus:
    """The number of builds that have changed the book, and the faults of the last build, "" where it has none."""

    number: int = 0
    faults: str = ""
    shown: frozenset[str] = frozenset()
    """The pages, by their paths, that are those of the next number already, while its build goes on."""
    open: Counter[str] = field(default_factory=Counter)
    """How many readers each page has, by its path."""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def post(self, faults: str) -> None:
        """Tell all readers how a build has ended."""
        async with self._news:
            self.faults = faults
            self.number += not faults
            self.shown = frozenset()
            self._news.notify_all()

    async def show(self, pages: Iterable[str]) -> None:
        """Tell the readers of some pages that these are new, while the build goes on."""
        async with self._news:
            self.shown |= frozenset(pages)
            self._news.notify_all()

    async def read(self, page: str = "") -> AsyncIterator[tuple[int, str]]:
        """Yield the state, as a page shows it, and then each change of it."""
        last = None
        self.open += Counter([page])
        try:
            async with self._news:
                while True:
                    now = self.number + (page in self.shown), self.faults
                    if now != last:
                        yield now
                        last = now
                    await self._news.wait()
        finally:
            self.open -= Counter([page])
