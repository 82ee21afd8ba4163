"""Read the bibliography once, for all that use it: check, build, register, printed list and exports.

The way: ``bibtex`` reads the syntax and keeps places, ``inheritance`` adds what entries take from others, ``records``
decodes TeX and makes records in CSL-JSON by the tables of ``kinds`` and ``biblatex``, ``sources`` judges what this
project asks of a source.
"""

from __future__ import annotations

from bilateral.bibliography.biblatex import Fields, Item, Names, from_item
from bilateral.bibliography.dates import write_date
from bilateral.bibliography.kinds import WORDS
from bilateral.bibliography.languages import language_code
from bilateral.bibliography.names import OTHERS, Name, write_name
from bilateral.bibliography.records import Record, read_records
from bilateral.bibliography.sources import GRADES, Source, parse_bibliography, read_bibliography
from bilateral.bibliography.tex import NOCASE, escaped, plain, tokens, unprotected

__all__ = [
    "GRADES",
    "NOCASE",
    "OTHERS",
    "WORDS",
    "Fields",
    "Item",
    "Name",
    "Names",
    "Record",
    "Source",
    "escaped",
    "from_item",
    "language_code",
    "parse_bibliography",
    "plain",
    "read_bibliography",
    "read_records",
    "tokens",
    "unprotected",
    "write_date",
    "write_name",
]
