"""When each page was read, as Sphinx compares it with the time of its file: microseconds in ``env.all_docs``.

Sphinx notes the clock. Without it, a page that was read while the clock was wrong, in a future that has not come, would
not be read again when edited.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.environment import BuildEnvironment


def time_of(path: Path) -> int:
    """Return the time of a file as Sphinx compares it; 0 where there is none."""
    return -(path.stat().st_mtime_ns // -1000) if path.exists() else 0


def limit(env: BuildEnvironment, docname: str, latest: int) -> None:
    """Let a page count as read at ``latest``, if it counts as read later than that."""
    if docname in env.all_docs:
        env.all_docs[docname] = min(env.all_docs[docname], latest)
