"""What a PDF may write as one value or as an array of them."""

from __future__ import annotations

from typing import Any

import pikepdf


def listed(value: Any) -> list[Any]:
    """Return the values of an entry that is missing, a single value or an array."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
