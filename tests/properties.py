"""Hypothesis with the settings of these tests. Only tests that use it wait for it: it takes half a second to load."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

settings.register_profile("volume", deadline=None)  # a busy machine is no fault
settings.load_profile("volume")

__all__ = ["HealthCheck", "example", "given", "settings", "st"]
