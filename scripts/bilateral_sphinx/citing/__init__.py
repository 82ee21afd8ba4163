"""Citations: a control at each section and record, a page and a panel that hold what to copy, and metadata.

All forms are written from one record of the part in CSL-JSON, by ``bilateral.citation``. ``parts`` lists what
can be cited; ``controls`` leads from the text to its citation, or prints the permanent address where nothing can be
opened; ``panels`` writes the citations; ``head`` adds the metadata of each page;
``catalogue`` lists the formats for reading systems, shops and libraries.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from bilateral_sphinx.citing import catalogue, controls, head, panels


def setup(app: Sphinx) -> None:
    """Register the modules."""
    for module in (controls, panels, head, catalogue):
        module.setup(app)
