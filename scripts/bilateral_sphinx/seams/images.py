"""The images of the book, as Sphinx collects them, and those that a transform adds later.

``env.images`` has no documented way in, and gives equal names numbers in the order in which pages were read. docutils
takes all spaces out of the name of a picture in a directive, since it may stand on several lines.
Without it, the builders do not copy drawn pictures, a picture has another name in a book that was edited than in
the same book built anew, and one with a space in its name is not found.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import PurePath

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.environment import BuildEnvironment

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
"""What no name of a copied image has."""


def keep_spaces() -> None:
    """Let directives name pictures as they are called, with the spaces within a line."""
    directives.uri = lambda argument: "".join(line.strip() for line in argument.splitlines())


def image_of(env: BuildEnvironment, docname: str, path: str, alt: str) -> nodes.image:
    """Return an image of a page, known to the builders."""
    env.images.add_file(docname, path)
    return nodes.image("", uri=path, candidates={"*": path}, alt=alt)


def settle_names(env: BuildEnvironment) -> list[str]:
    """Name the images in the order of their paths. Return the pages that show one whose name has changed.

    Signs that mean something in an address, in TeX or in an archive are left out.
    """
    images, taken = env.images, set[str]()
    before = dict(images)
    images.clear()
    images._existing.clear()
    for path, (docnames, _) in sorted(before.items()):
        name = PurePath(path)
        letters = unicodedata.normalize("NFKD", name.stem).encode("ascii", "ignore").decode()
        stem = UNSAFE.sub("-", letters).strip("-.") or "image"
        numbered = (f"{stem}{count or ''}{name.suffix}" for count in itertools.count())
        chosen = next(free for free in numbered if free.casefold() not in taken)
        taken.add(chosen.casefold())
        images[path] = (set(docnames), chosen)
        images._existing.add(chosen)
    return sorted({page for path, (pages, name) in images.items() if before[path][1] != name for page in pages})


def copied_files(env: BuildEnvironment) -> set[str]:
    """Return where builders copy the images and downloads of all pages, below the folder of the pages."""
    images = {f"_images/{name}" for _, name in env.images.values()}
    return images | {f"_downloads/{place}" for _, place in env.dlfiles.values()}
