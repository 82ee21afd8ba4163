"""The dataset by itself; the web book brings it along too."""

from bilateral.formats.format import Format
from bilateral.messages import N_

FORMAT = Format(
    name="data",
    title="the dataset",
    builder="dataset",
    file="{name}-data.zip",
    media_type="application/zip",
    rank=60,
    label=N_("Data (CSV, SQLite, JSON)"),
    validators=("frictionless .", "SQLite .", "JSON-LD .", "GeoJSON ."),
)
