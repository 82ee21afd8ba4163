"""Hypothesis with the settings of these tests. Only tests that use it wait for it: it takes half a second to load."""

import sys

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

# Chance is for `make weekly`, which takes another order, too: what is tried daily fails for a change alone.
# A busy machine is no fault.
settings.register_profile("volume", deadline=None, derandomize="pytest_randomly" not in sys.modules)
settings.load_profile("volume")

__all__ = ["HealthCheck", "example", "given", "settings", "st"]
