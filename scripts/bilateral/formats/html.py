"""The web book."""

from bilateral.formats.format import Format

FORMAT = Format(
    name="html",
    title="the web book",
    builder="html",
    file="index.html",
    media_type="text/html",
    rank=10,
    cost=2,
    standard=True,
    offers_downloads=True,
    validators=("axe", "Nu", "lychee"),
)
