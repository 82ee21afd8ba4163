"""Edited and built again equals built anew: sequences of random edits, held to that byte for byte.

``book`` is a book that can be edited without being broken, ``edits`` lists the kinds of edits, ``builds`` builds and
compares. ``python -m bilateral_workshop.rebuilding`` tries sequences.
"""
