"""What the last build has come to, for every page that is open in a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass
class BuildStatus:
    """The number of builds that have changed the book, and the faults of the last build, "" where it has none."""

    number: int = 0
    faults: str = ""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def post(self, faults: str) -> None:
        """Tell all readers how a build has ended."""
        async with self._news:
            self.faults = faults
            self.number += not faults
            self._news.notify_all()

    async def read(self) -> AsyncIterator[tuple[int, str]]:
        """Yield the state, and then each change of it."""
        async with self._news:
            while True:
                yield self.number, self.faults
                await self._news.wait()
