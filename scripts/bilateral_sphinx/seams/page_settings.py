"""The settings of docutils for a page, found out once for all pages that are read with the same.

Sphinx makes a parser of docutils' command line for each page, asks it for the settings that it would have without any
words, and looks for files of settings. Without this, books are the same, and a twentieth of the reading goes into that.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from docutils import Component
from docutils.frontend import Values
from docutils.utils import DependencyList
from sphinx.util import docutils
from sphinx.util.docutils import _get_settings

_last: list[tuple[object, Values]] = []
"""What was asked for last, and the answer."""


def _once(*components: Component | type[Component], defaults: Mapping[str, Any], **options: bool) -> Values:
    asked = [part if isinstance(part, type) else type(part) for part in components], dict(defaults), options
    if not _last or _last[0][0] != asked:
        _last[:] = [(asked, _get_settings(*components, defaults=defaults, **options))]
    settings = copy(_last[0][1])
    settings.record_dependencies = DependencyList()  # a page has its own
    return settings


def settle_once() -> None:
    """Let pages be read so from now on."""
    vars(docutils)["_get_settings"] = _once
