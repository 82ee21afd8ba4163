"""Watch the sources, let the worker build, and serve the pages."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

import uvicorn
from watchfiles import awatch

from bilateral_cli.live.server import application
from bilateral_cli.live.status import BuildStatus

QUIET = 10
"""Milliseconds without a further change after which a build begins: an editor saves in several steps.

Changes are looked at as often, so that it is twice that at most.
"""


async def keep_building(source: Path, build: Path, status: BuildStatus, language: str) -> None:
    """Build at the start and after each change of the sources."""
    command = [sys.executable, "-m", "bilateral_cli.live.worker", str(source), str(build), language]
    pipe = asyncio.subprocess.PIPE
    # What a build says comes in one line, however long it is.
    warm = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 26)
    asked, answers = warm.stdin, warm.stdout
    assert asked is not None
    assert answers is not None

    async def build_once() -> None:
        begun = time.perf_counter()
        asked.write(f"{json.dumps(sorted(status.open))}\n".encode())
        await asked.drain()
        while "shown" in (answer := json.loads(await answers.readline())):
            await status.show(answer["shown"])
        took = time.perf_counter() - begun
        print(f"built in {took:.2f} s" if answer["whole"] else f"{answer['said'].strip()}\nnot built", flush=True)
        await status.post("" if answer["whole"] else answer["said"].strip() or "The build failed and did not say why.")

    changed = asyncio.Event()
    changed.set()
    async with asyncio.TaskGroup() as group:
        group.create_task(watch(source, changed))
        await asyncio.sleep(0)  # the watch is on before anything is read: what is saved during a build is seen too
        while await changed.wait():
            changed.clear()
            await build_once()


async def watch(source: Path, changed: asyncio.Event) -> None:
    """Set the event after each change of the sources."""
    async for _ in awatch(source, step=QUIET):
        changed.set()


async def serve(source: Path, build: Path, port: int, language: str) -> None:
    """Build and serve until interrupted; the first of them that ends takes the other along."""
    status = BuildStatus()
    # On loopback alone: what is being written is nobody else's business.
    config = uvicorn.Config(application(build / "html", status), host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(config)
    print(f"http://localhost:{port}/ shows {source}; end with Ctrl+C", flush=True)
    building = asyncio.create_task(keep_building(source, build, status, language))
    serving = asyncio.create_task(server.serve())
    await asyncio.wait({building, serving}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = server.force_exit = True
    building.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    if not building.cancelled() and building.done() and building.exception():
        raise building.exception() or RuntimeError


def run(source: Path, build: Path, port: int, language: str = "") -> int:
    """Run until interrupted, which is how it is meant to end."""
    try:
        asyncio.run(serve(source, build, port, language))
    except KeyboardInterrupt:
        print()
    return 0
