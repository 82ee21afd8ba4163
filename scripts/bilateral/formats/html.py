"""The web book."""

from bilateral.formats.accessibility import Accessibility
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
    names_pages=True,
    offers_downloads=True,
    accessibility=Accessibility(
        standards=("WCAG 2.2 Level AA",),
        features=(
            *("alternativeText", "ARIA", "displayTransformability", "index", "readingOrder"),
            *("structuralNavigation", "tableOfContents", "unlocked"),
        ),
    ),
    validators=("axe", "Nu", "lychee", "frictionless data", "SQLite data", "JSON-LD data", "GeoJSON data"),
)
