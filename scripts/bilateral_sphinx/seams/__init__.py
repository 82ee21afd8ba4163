"""What we use of Sphinx, docutils, MyST, the theme and sphinxcontrib-bibtex that they do not promise to keep.

One module a seam; each says why it is needed and what breaks without it.
"""
