"""What differs in this volume. Title, authors, edition and language stand in data/relations.yaml."""

extensions = ["bilateral_sphinx"]
