"""The permanent address of each anchor and paragraph: ``a/<anchor>/`` redirects to the page that has it.

That of a record has its data too, for programs: ``a/<id>/index.json``. Where the book has several languages, an address
of the original leads to the one that the reader prefers; that of a translation leads to it alone.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from bilateral.anchors import INVENTORY, permanent_address, permanent_folder
from bilateral.dataset import RECORD_FILE, record_files
from bilateral.direction import direction_of
from bilateral.formats.folders import DATA, PERMANENT
from bilateral.locales import own_name
from bilateral.model import Edition
from bilateral.text import json_lines
from bilateral.translation import language_left
from bilateral_sphinx.anchors.collection import anchors_of
from bilateral_sphinx.anchors.paragraphs import paragraphs_of
from bilateral_sphinx.dataset import is_current
from bilateral_sphinx.files import mirror
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.seams.templates import plain_environment, sources
from bilateral_sphinx.state import Anchor
from bilateral_sphinx.web.builders import is_web
from bilateral_sphinx.web.languages import Version

SCRIPT = "languages.js"
LEAD = "lead.html"
WRITTEN = "permanent.sha256"
"""A digest of what the pages were made from, beside the doctrees."""


def write(app: Sphinx) -> None:
    """Write a page for each anchor and each paragraph, retired ones too, and the list of the anchors."""
    if not is_web(app):
        return
    edition, ledger = volume_of(app).edition, volume_of(app).ledger
    found = anchors_of(app.env)
    names = dict(found)
    # What leads nowhere has been told.
    names |= {old: found[target] for target, retired in ledger.aliases.items() if target in found for old in retired}
    names |= paragraphs_of(app.env, found)
    contexts: dict[str, dict[str, Any]] = {}
    for name, anchor in names.items():
        folder = permanent_folder(name)
        up = "../" * (folder.count("/") + 2)
        page = app.builder.get_target_uri(anchor.docname)
        contexts[f"{folder}/index.html"] = {
            "language": edition.language,
            "direction": direction_of(edition.language),
            "book": edition.title,
            "title": anchor.title or anchor.name,
            "up": up,
            "target": f"{page}#{anchor.name}",
            "canonical": f"{edition.address}{page}",
            "versions": _versions(app, up, f"{page}#{anchor.name}"),
            "document": RECORD_FILE if name in volume_of(app).records else "",
        }
    templates = plain_environment(app)
    place, known = Path(app.outdir, PERMANENT), Path(app.doctreedir, WRITTEN)
    written = _digest(app, sources(templates, LEAD), contexts)
    there = known.exists() and known.read_text("utf-8") == written
    if there and all((place / name).exists() for name in contexts):
        pages: dict[str, str | bytes | None] = dict.fromkeys(contexts)
    else:
        known.unlink(missing_ok=True)  # until all of them are there
        render = templates.get_template(LEAD).render
        pages = {name: render(context) for name, context in contexts.items()}
    if is_current(Path(app.outdir, DATA), Path(app.srcdir), volume_of(app)):  # the dataset is written after this
        pages |= dict.fromkeys(f"{key}/{RECORD_FILE}" for key in volume_of(app).records)
    else:
        pages |= record_files(volume_of(app))
    mirror(place, pages)
    known.write_text(written, "utf-8")
    script = Path(app.outdir, "_static", SCRIPT)
    if _versions(app, "", ""):
        mirror(script.parent, {SCRIPT: templates.get_template(SCRIPT).render()}, whole=False)
    else:
        script.unlink(missing_ok=True)
    listed = {name: _described(anchor, edition) for name, anchor in sorted(found.items())}
    listing = {"edition": edition.version, "anchors": listed}
    mirror(Path(app.outdir), {INVENTORY: json_lines(listing)}, whole=False)


def _digest(app: Sphinx, templates: dict[str, str], contexts: dict[str, dict[str, Any]]) -> str:
    """Return a digest of what all pages are made from, and of where they are."""
    languages = [[language_left(context[key]) for key in ("book", "title")] for context in contexts.values()]
    made_from = [str(app.outdir), templates, contexts, languages]
    return sha256(json.dumps(made_from).encode()).hexdigest()


def _versions(app: Sphinx, up: str, target: str) -> list[Version]:
    """Return a place in all languages, the original first, as seen from its permanent address."""
    volume = volume_of(app)
    if volume.original:
        return []
    folders = {tag: address.removeprefix(volume.edition.address) for tag, address in app.config.press_languages}
    return [Version(tag, own_name(tag), f"{up}{folder}{target}", is_this=not folder) for tag, folder in folders.items()]


def _described(anchor: Anchor, edition: Edition) -> dict[str, str]:
    """Return what the list says of an anchor."""
    return {
        "kind": anchor.kind,
        "page": anchor.docname,
        "title": anchor.title,
        "address": permanent_address(edition, anchor.name),
    }


def setup(app: Sphinx) -> None:
    """Write beside the pages."""
    connect(app, Phase.BESIDE, write)
