"""What goes wrong in the process beside the pages goes wrong in the build."""

from __future__ import annotations

import pytest

from pipeline.conftest import SmallVolume

pytestmark = pytest.mark.process

FAULT = """

def setup(app):
    from sphinx.util import logging

    def fault(app):
        {what}

    app.connect("beside-pages", fault)
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("what", ["raise ValueError('amiss')", "logging.getLogger('sphinx.own').warning('amiss')"])
def test_a_fault_beside_the_pages_fails_the_build(small: SmallVolume, what: str, jobs: str) -> None:
    small.append("conf.py", FAULT.format(what=what))
    built = small.build_process("html", "-j", jobs)
    assert built.status
    assert "amiss" in built.said
