"""The PDF for readers, set by Typst."""

from bilateral.formats.format import Format

FORMAT = Format(
    name="pdf",
    title="the accessible, archival PDF",
    builder="typst",
    file="{name}.pdf",
    media_type="application/pdf",
    rank=30,
    cost=4,
    standard=True,
    label="PDF",
    alone=True,
    validators=("veraPDF ua1,2a", "tags"),
)
