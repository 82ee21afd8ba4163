"""The PDF set by XeLaTeX."""

from bilateral.formats.format import Format
from bilateral.messages import N_

FORMAT = Format(
    name="latex",
    title="the PDF set by XeLaTeX",
    builder="latex",
    file="{name}.pdf",
    media_type="application/pdf",
    rank=50,
    label=N_("PDF set by TeX"),
    tex=True,
    validators=("veraPDF 2u",),  # TeX Live 2022 cannot tag
)
