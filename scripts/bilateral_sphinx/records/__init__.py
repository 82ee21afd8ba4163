"""Records of a data file in the pages of a book: tables, chronology, pictures, mentions, marks, and an index.

The extension renders what ``bilateral`` gives it, and reads no YAML.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral.kinds import tables_of
from bilateral_sphinx.loading import volume_of
from bilateral_sphinx.phases import Phase, connect
from bilateral_sphinx.records import backlinks, checks, directions, drawings, entries, nodes, pictures, transforms
from bilateral_sphinx.records.directives import TABLES, table_directive
from bilateral_sphinx.records.domain import RecordDomain
from bilateral_sphinx.records.pictures import PICTURES
from bilateral_sphinx.records.roles import ROLES


def add_own_tables(app: Sphinx, config: Config) -> None:
    """Add the directives of the kinds that the volume brings."""
    for name, table in tables_of(volume_of(app).own_kinds):
        app.add_directive_to_domain(RecordDomain.name, name, table_directive(name, table))


def setup(app: Sphinx) -> None:
    """Register the domain, its nodes, and the handlers that keep pages in step with the data."""
    nodes.setup(app)
    directions.setup(app)
    transforms.setup(app)
    checks.setup(app)
    entries.setup(app)
    backlinks.setup(app)
    pictures.setup(app)
    drawings.setup(app)
    app.add_domain(RecordDomain)
    for name, directive in (*TABLES.items(), *PICTURES.items()):
        app.add_directive_to_domain(RecordDomain.name, name, directive)
    for name, role in ROLES.items():
        app.add_role_to_domain(RecordDomain.name, name, role)
    connect(app, Phase.KINDS, add_own_tables)
