"""What is made to stay until the program ends: nothing looks for garbage among it, now or later."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Let all that is loaded while the block runs be passed over by the garbage collector.

    To look at it while it is being loaded takes a tenth of that time, and each later look as long again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()
