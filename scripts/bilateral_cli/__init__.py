"""The command line: ``bilateral check | build | live | anchors | …``."""
