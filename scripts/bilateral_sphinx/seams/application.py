"""The application, from where only the environment is at hand, and its count of warnings.

Sphinx 9 deprecates ``env.app`` and offers nothing in its place for domains; the count of warnings has no public name.
Without them, the record domain does not find its volume, and a build with warnings counts as whole.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def app_of(env: BuildEnvironment) -> Sphinx:
    """Return the application that an environment belongs to."""
    return env._app


def warning_count(app: Sphinx) -> int:
    """Return how many warnings there have been."""
    return app._warncount
