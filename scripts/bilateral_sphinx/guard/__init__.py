"""Chapters from strangers: what they may not do is refused at its place, and nothing of it is read or published.

A chapter may not have markup of an output format, name files outside the source folder, load anything from elsewhere,
or hide what it says behind characters that cannot be seen. ``trusted_authors = True`` in ``conf.py`` allows it all.
What is code, ``conf.py`` and the extensions, is not guarded: review it before you run it.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from bilateral_sphinx.guard import characters, directives, files, frontmatter, markup, mathematics
from bilateral_sphinx.phases import Phase, connect


def set_up_guards(app: Sphinx, config: Config) -> None:
    """Put the guards up, unless all who write are trusted."""
    if not config.trusted_authors:
        for part in (characters, directives, files, frontmatter, markup, mathematics):
            part.setup(app)


def setup(app: Sphinx) -> None:
    """Register the setting and the guards."""
    app.add_config_value("trusted_authors", default=False, rebuild="env", types=bool)
    connect(app, Phase.GUARDS, set_up_guards)
    connect(app, Phase.RAW, markup.disable_raw)
