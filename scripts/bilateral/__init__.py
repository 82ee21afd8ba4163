"""The core of the pipeline: one data file of relations between two countries, read, judged and rendered.

Nothing in this package knows Sphinx or docutils, and nothing in it knows a particular country.
The way of the data: ``document`` → ``model`` → ``volume`` → ``rules`` → ``render``; ``built`` reads books back.
"""
