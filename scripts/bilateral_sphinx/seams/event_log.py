"""Events of which Sphinx says nothing to a log that is off.

It writes down the arguments of each, pages and all, before the log throws that away. Without this, books are the same,
and a thirtieth of all writing goes into that.
"""

from __future__ import annotations

import logging

from sphinx import events


def emit_in_silence() -> None:
    """Let events come so from now on."""
    silent = logging.getLogger(f"{__name__}.silent")
    silent.disabled = True
    vars(events).update(logger=silent, repr=lambda _arguments: "")
