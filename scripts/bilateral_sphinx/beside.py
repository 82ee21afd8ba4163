"""What is written beside the pages, by a process of its own: files that are made of the data and the anchors alone.

They take as long as half of the pages. What is asked of them is to need no page, and to leave nothing in memory.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.builders import Builder

from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.writing import Beside, may_fork
from bilateral_sphinx.web.builders import is_web

_begun: WeakKeyDictionary[Sphinx, Beside] = WeakKeyDictionary()


def begin(app: Sphinx, _: Builder) -> None:
    """Begin to write what needs no page; only a web book has much of that."""
    if is_web(app):
        _begun[app] = Beside(lambda: _write(app))


def wait(app: Sphinx, exception: Exception | None) -> None:
    """Wait until that is written, and raise what has ended it; where it has not been begun, write it now."""
    beside = _begun.pop(app, None)
    if beside is None:
        if exception is None:
            _write(app)
    elif exception is None:
        beside.join()
    else:
        beside.terminate()


def _write(app: Sphinx) -> None:
    app.events.emit(Phase.BESIDE.event)


def setup(app: Sphinx) -> None:
    """Begin when all is read, and end before anything looks at what is there."""
    app.add_event(Phase.BESIDE.event)
    if may_fork(app):
        connect(app, Phase.BEGUN, begin)
    connect(app, Phase.JOINED, wait)
