"""Write small generated files, touching only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def mirror(folder: Path, files: Mapping[str, str | None], *, whole: bool = True) -> None:
    """Write ``files``, by their path below ``folder``; where these are ``whole``, remove whatever else lies there.

    What is None lies there already and is current.
    """
    for name, text in files.items():
        path = folder / name
        if text is None:
            continue
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if not whole:
        return
    wanted = {folder / name for name in files}
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else []:
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path not in wanted:
            path.unlink()
