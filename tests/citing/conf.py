"""Another project that cites the book; it needs the inventory of the web book, and nothing else of this project."""

import os

from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole

extensions = ["myst_parser", "sphinx.ext.intersphinx"]
exclude_patterns = ["_build"]
# The address of the book, and a copy of what stands there as objects.inv: nothing is asked from the network.
inventory = os.environ.get("BOOK_INVENTORY", "../../build/html/objects.inv")
intersphinx_mapping = {"book": ("https://lithuania-mexico-relations.example/", inventory)}

KINDS = ["agreements", "community", "consultations", "countries", "events", "memberships", "missions", "organisations"]
KINDS += ["people", "places", "products", "series", "visits"]


class Records(Domain):
    """What a project must know of the book so that reStructuredText can name its records; Markdown needs no domain."""

    name = "record"
    object_types = {
        **{kind: ObjType(kind, "rec") for kind in KINDS},
        "fact": ObjType("fact", "fact"),
        "source": ObjType("source", "source"),
    }
    roles = {"rec": XRefRole(), "fact": XRefRole(), "source": XRefRole()}


def setup(app: Sphinx) -> None:
    """Add the domain."""
    app.add_domain(Records)
