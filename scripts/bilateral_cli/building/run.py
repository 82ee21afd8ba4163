"""Let Sphinx read once and write the formats."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import color_terminal, nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bilateral_cli.building.errors import report


def build(source: Path, build: Path, formats: Sequence[str], processes: int = 0) -> int:
    """Read ``source`` and write the formats into ``build/work``, strictly. Return the exit status.

    Args:
        source: folder of the volume
        build: folder of everything that is built
        formats: names of the formats
        processes: how many may run side by side; 0 is as many as there are cores

    """
    if not color_terminal():
        nocolor()
    settings = {"formats": list(formats), "nitpicky": True}
    try:
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                source,
                source,
                build / "work",
                build / "doctrees/book",
                "formats",
                settings,
                status=None,
                warningiserror=True,
                parallel=processes or os.cpu_count() or 1,
            )
            app.build()
            return app.statuscode
    except (OSError, EOFError, MemoryError, SphinxError) as error:
        report(error)
        return 2
