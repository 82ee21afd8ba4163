"""Load the volume once for each build, and stop with a list of problems where it is faulty."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

from bilateral.reading import FaultyVolumeError, read_volume
from bilateral.volume import Volume
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)
_volumes: WeakKeyDictionary[Sphinx, Volume] = WeakKeyDictionary()


class FaultyDataError(SphinxError):
    """The data of the volume is faulty; what was built before stays where it is."""

    category = "Data error"


def volume_of(app: Sphinx) -> Volume:
    """Return the volume that ``app`` builds."""
    return _volumes[app]


def load(app: Sphinx, config: Config) -> None:
    """Read and judge the volume.

    Raises:
        FaultyDataError: with all problems, one a line, each with its place in the file.

    """
    del config  # the handler's signature; the volume lies in the source folder
    try:
        _volumes[app] = read_volume(Path(app.srcdir))
    except FaultyVolumeError as error:
        count = len(error.problems)
        message = f"{count} problem{'s' if count != 1 else ''} in the data; nothing was built\n{error}"
        raise FaultyDataError(message) from None


def setup(app: Sphinx) -> None:
    """Load before any other extension asks for the volume."""
    app.connect("config-inited", load, priority=100)
