"""The name and the version of the press, which every format says in one place that no reader sees."""

from importlib.metadata import version

PRESS = f"bilateral {version('bilateral')}"
