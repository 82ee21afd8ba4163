"""The date of a record as a whole."""

from __future__ import annotations

from bilateral.dates import Edtf
from bilateral.model import Agreement, Record


def date_of(record: Record) -> Edtf | None:
    """Return the date of a record; that of an agreement is the date of signature, or of its first step."""
    if isinstance(record, Agreement):
        signed = [milestone for milestone in record.milestones if milestone.step == "signed"]
        return (signed or record.milestones)[0].date
    found = getattr(record, "date", None)
    return found if isinstance(found, Edtf) else None
