"""What differs in this volume from others; title, authors, edition and language stand in data/relations.yaml."""

extensions = ["bilateral_sphinx"]
