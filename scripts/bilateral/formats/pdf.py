"""The PDF for readers, set by Typst."""

from bilateral.formats.accessibility import Accessibility
from bilateral.formats.format import Format
from bilateral.messages import N_

TAGGED = Accessibility(
    standards=("PDF/UA-1",),
    features=(
        *("alternativeText", "bookmarks", "index", "pageNavigation", "readingOrder", "tableOfContents", "taggedPDF"),
        "unlocked",
    ),
)

FORMAT = Format(
    name="pdf",
    title="the accessible, archival PDF",
    builder="typst",
    file="{name}.pdf",
    media_type="application/pdf",
    rank=30,
    cost=4,
    settings={"typst_page_list": True},
    standard=True,
    label=N_("PDF"),
    alone=True,
    paginated=True,
    accessibility=TAGGED,
    validators=("veraPDF ua1,3a", "tags"),
)
