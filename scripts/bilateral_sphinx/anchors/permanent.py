"""The permanent address of each anchor: ``a/<anchor>/`` redirects to the page that has it.

That of a record has its data too, for programs: ``a/<id>/index.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

from bilateral.anchors import DATA, INVENTORY, PERMANENT, permanent_address
from bilateral.dataset import RECORD_FILE, record_files
from bilateral.direction import direction_of
from bilateral.model import Edition
from bilateral_sphinx.anchors.collection import anchors_of
from bilateral_sphinx.dataset import is_current
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.templates import renderer_of
from bilateral_sphinx.state import Anchor
from bilateral_sphinx.web.builders import is_web


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write a page for each anchor, retired ones too, and the list of them all."""
    if exception is not None or not is_web(app):
        return
    edition, ledger = volume_of(app).edition, volume_of(app).ledger
    found = anchors_of(app.env)
    names = {name: name for name in found}
    names |= {old: target for target, retired in ledger.aliases.items() for old in retired}
    render = renderer_of(app, "lead.html")
    pages: dict[str, str | bytes | None] = {}
    for name, target in names.items():
        anchor = found[target]
        page = app.builder.get_target_uri(anchor.docname)
        context = {
            "language": edition.language,
            "direction": direction_of(edition.language),
            "book": edition.title,
            "title": anchor.title or target,
            "up": "../../",
            "target": f"{page}#{target}",
            "canonical": f"{edition.address}{page}",
            "document": RECORD_FILE if name in volume_of(app).records else "",
        }
        pages[f"{name}/index.html"] = render(context)
    if is_current(Path(app.outdir, DATA), Path(app.srcdir)):  # the dataset is written after this
        pages |= dict.fromkeys(f"{key}/{RECORD_FILE}" for key in volume_of(app).records)
    else:
        pages |= record_files(volume_of(app))
    mirror(Path(app.outdir, PERMANENT), pages)
    listed = {name: _described(anchor, edition) for name, anchor in sorted(found.items())}
    listing = {"edition": edition.version, "anchors": listed}
    mirror(Path(app.outdir), {INVENTORY: f"{json.dumps(listing, ensure_ascii=False, indent=1)}\n"}, whole=False)


def _described(anchor: Anchor, edition: Edition) -> dict[str, str]:
    """Return what the list says of an anchor."""
    return {
        "kind": anchor.kind,
        "page": anchor.docname,
        "title": anchor.title,
        "address": permanent_address(edition, anchor.name),
    }


def setup(app: Sphinx) -> None:
    """Write when the book is whole."""
    connect(app, Phase.FINISHED, write)
