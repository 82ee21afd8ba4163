"""Reading systems of others that run in a browser, each behind the same few functions (``NAME.js``).

``open()`` opens the book and returns its ``sections``, its ``contents`` and ``pages`` with labels, ``goTo(href)``, and
``shown()``, the document that is shown.
"""

from __future__ import annotations

import json
import posixpath
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

HERE = Path(__file__).parent
SYSTEMS = {"foliate": "foliate-js", "epubjs": "epubjs", "readium": "@readium/navigator"}
"""The reading systems, and the packages that bring them."""
TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml"}
MODULES = {name: f"/node_modules/{name}/dist/index.js" for name in ("@readium/shared", "@readium/navigator")}
BLANK = f"""<!DOCTYPE html>
<title>A reading system</title>
<style>html, body {{ margin: 0; height: 100% }}</style>
<script type="importmap">{json.dumps({"imports": MODULES})}</script>
<body>
"""


def prepare(folder: Path, book: Path, packages: Path) -> None:
    """Put the reading systems and the book into a folder that is served."""
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "node_modules").symlink_to(packages)
    shutil.copy(book, folder / "book.epub")
    (folder / "blank.html").write_text(BLANK, "utf-8")
    with ZipFile(book) as archive:
        archive.extractall(folder / "unpacked")
        (folder / "manifest.json").write_text(json.dumps(_manifest(archive)), "utf-8")


def _manifest(archive: ZipFile) -> dict[str, Any]:
    """Return the book as Readium's servers describe one to the navigator."""
    package = etree.fromstring(archive.read("content.opf"))
    items = {item.get("id"): _link(item.get("href")) for item in package.iterfind(".//{*}item")}
    spine = [items[item.get("idref")] for item in package.iterfind(".//{*}itemref")]
    nav = etree.fromstring(archive.read("nav.xhtml"))
    kinds = {each.get("{http://www.idpf.org/2007/ops}type"): each for each in nav.iterfind(".//{*}nav")}
    return {
        "metadata": {
            "conformsTo": "https://readium.org/webpub-manifest/profiles/epub",
            "title": package.findtext(".//{*}title"),
            "language": package.findtext(".//{*}language"),
        },
        "links": [],
        "readingOrder": spine,
        "resources": [link for link in items.values() if link not in spine],
        "toc": _lines(kinds["toc"]),
        "pageList": _lines(kinds["page-list"]),
    }


def _link(href: str) -> dict[str, Any]:
    return {"href": href, "type": TYPES.get(posixpath.splitext(href)[1], "application/octet-stream")}


def _lines(above: etree._Element) -> list[dict[str, Any]]:
    """Return the lines of a list of the navigation, with those below them."""
    return [
        {
            "title": "".join(line.find("{*}a").itertext()),
            "href": line.find("{*}a").get("href"),
            "children": _lines(line),
        }
        for line in above.iterfind("{*}ol/{*}li")
    ]
