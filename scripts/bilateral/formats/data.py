"""The dataset."""

from bilateral.formats.format import Format

FORMAT = Format(
    name="data",
    title="the dataset",
    builder="dataset",
    file="{name}-data.zip",
    media_type="application/zip",
    rank=60,
    standard=True,
    label="Data (CSV, SQLite, JSON)",
    validators=("frictionless", "SQLite", "JSON-LD", "GeoJSON"),
)
