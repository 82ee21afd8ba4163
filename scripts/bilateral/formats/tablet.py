"""The same PDF for the screen of a tablet."""

from bilateral.formats.format import Format
from bilateral.formats.pdf import TAGGED
from bilateral.messages import N_

FORMAT = Format(
    name="tablet",
    title="the same for the screen of a tablet",
    builder="typst",
    file="{name}.pdf",
    media_type="application/pdf",
    rank=40,
    cost=3,
    settings={"typst_papersize": "tablet"},
    label=N_("PDF for tablets"),
    alone=True,
    accessibility=TAGGED,
    validators=("veraPDF ua1,3a", "tags"),
)
