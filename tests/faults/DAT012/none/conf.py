"""A volume that brings a kind of record."""

extensions = ["bilateral_sphinx"]
record_kinds = ["sightings"]
