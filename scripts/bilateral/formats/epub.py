"""The e-book."""

from bilateral.formats.format import Format

FORMAT = Format(
    name="epub",
    title="the e-book",
    builder="epub",
    file="{name}.epub",
    media_type="application/epub+zip",
    rank=20,
    standard=True,
    label="E-book (EPUB)",
    validators=("Ace", "EPUBCheck"),
)
