"""The e-book."""

from bilateral.formats.accessibility import Accessibility
from bilateral.formats.format import Format
from bilateral.messages import N_

FORMAT = Format(
    name="epub",
    title="the e-book",
    builder="epub",
    file="{name}.epub",
    media_type="application/epub+zip",
    rank=20,
    standard=True,
    names_pages=True,
    label=N_("E-book (EPUB)"),
    accessibility=Accessibility(
        standards=("EPUB Accessibility 1.1", "WCAG 2.2 Level AA"),
        features=(
            *("alternativeText", "displayTransformability", "ARIA", "index", "readingOrder", "structuralNavigation"),
            *("tableOfContents", "unlocked"),
        ),
    ),
    validators=("Ace", "EPUBCheck"),
)
