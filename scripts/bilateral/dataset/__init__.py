"""The dataset of a volume: its data in forms that other programs read, each made from the same tables.

``shapes`` tells what the fields of the model are, ``tables`` how they are laid out, ``rows`` fills tables and reads
them back, ``contents`` adds what is computed. ``package`` (CSV), ``database`` (SQLite), ``linked`` (JSON, JSON-LD) and
``places`` (GeoJSON) write one form each, ``files`` all of them.
"""

from bilateral.dataset.contents import all_tables, contents_of
from bilateral.dataset.files import archive, archive_name, dataset_files, media_types, unpacked
from bilateral.dataset.linked import RECORD_FILE, record_files
from bilateral.dataset.package import DESCRIPTOR, Origin, is_made_of, origin_of

__all__ = [
    "DESCRIPTOR",
    "RECORD_FILE",
    "Origin",
    "all_tables",
    "archive",
    "archive_name",
    "contents_of",
    "dataset_files",
    "is_made_of",
    "media_types",
    "origin_of",
    "record_files",
    "unpacked",
]
