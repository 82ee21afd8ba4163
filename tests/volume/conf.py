"""Settings in which this volume differs from others. Title, authors, edition and language stand in data/relations.yaml."""

extensions = ["bilateral_sphinx"]
