"""The files of the dataset, and one archive of them all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from bilateral.dataset.contents import contents_of
from bilateral.dataset.database import database_file
from bilateral.dataset.linked import linked_file
from bilateral.dataset.package import DESCRIPTOR, Origin, package_files
from bilateral.dataset.places import geojson_file
from bilateral.model import Edition
from bilateral.volume import Volume


def dataset_files(volume: Volume, origin: Origin) -> dict[str, bytes]:
    """Return every form of the data of a volume, by the path of its file; the descriptor of the package comes last."""
    contents = contents_of(volume)
    name = volume.edition.name
    return {
        f"{name}.sqlite": database_file(contents),
        f"{name}.jsonld": linked_file(volume),
        f"{name}.geojson": geojson_file(volume),
        **package_files(contents, origin),
    }


def archive_name(edition: Edition) -> str:
    """Return the name of the archive."""
    return f"{edition.name}-data.zip"


def media_types(edition: Edition) -> dict[str, str]:
    """Return the files that hold the whole dataset, each with its media type."""
    return {
        archive_name(edition): "application/zip",
        DESCRIPTOR: "application/json",
        f"{edition.name}.sqlite": "application/vnd.sqlite3",
        f"{edition.name}.jsonld": "application/ld+json",
        f"{edition.name}.geojson": "application/geo+json",
    }


def archive(files: Mapping[str, bytes], edition: Edition) -> bytes:
    """Return an archive of files, dated on the day of the edition, so that the same files give the same bytes."""
    day = edition.published.earliest
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{edition.name}-data/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, files[name])
    return packed.getvalue()


def unpacked(packed: bytes) -> dict[str, bytes]:
    """Return the files of an archive.

    Raises:
        zipfile.BadZipFile: where it is not whole.

    """
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return {entry.partition("/")[2]: file.read(entry) for entry in file.namelist()}
