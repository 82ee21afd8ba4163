"""The files of the dataset, and one archive of them all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from bilateral.dataset.contents import contents_of
from bilateral.dataset.database import database_file
from bilateral.dataset.package import Origin, package_files
from bilateral.model import Edition
from bilateral.volume import Volume


def dataset_files(volume: Volume, origin: Origin) -> dict[str, bytes]:
    """Return every form of the data of a volume, by the path of its file; the descriptor of the package comes last."""
    contents = contents_of(volume)
    return {f"{volume.edition.name}.sqlite": database_file(contents), **package_files(contents, origin)}


def archive_name(edition: Edition) -> str:
    """Return the name of the archive."""
    return f"{edition.name}-data.zip"


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
