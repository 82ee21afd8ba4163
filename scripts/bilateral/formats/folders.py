"""Folders that the web book has beside its chapters."""

PERMANENT = "a"
"""That of a page for each anchor, whatever page has it."""
CITATIONS = "cite"
"""That of a page for each page, with its citations."""
DATA = "data"
"""That of the data that the book is made from."""
DOWNLOADS = "downloads"
"""That of the other formats that it offers."""
EDITIONS = "editions"
"""That in which its earlier editions stay."""
FOLDERS = frozenset({PERMANENT, CITATIONS, DATA, DOWNLOADS, EDITIONS})
