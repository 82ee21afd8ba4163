"""Images that a transform adds to a page when Sphinx has already collected its images.

``env.images`` has no documented way in. Without it, the builders do not copy drawn pictures, and PDFs lack them.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment


def image_of(env: BuildEnvironment, docname: str, path: str, alt: str) -> nodes.image:
    """Return an image of a page, known to the builders."""
    env.images.add_file(docname, path)
    return nodes.image("", uri=path, candidates={"*": path}, alt=alt)
