"""The date of a record as a whole."""

from __future__ import annotations

from bilateral.dates import Edtf
from bilateral.model import Record
from bilateral.model.base import Dated


def date_of(record: Record) -> Edtf | None:
    """Return the date of a record, where it has one; a kind may compute it from the parts of the record."""
    found = getattr(record, "date", None)
    return found if isinstance(found, Edtf) else None


def beside(record: Record) -> Dated | None:
    """Return a record as what has a date, where it may have one."""
    return record if isinstance(record, Dated) else None
