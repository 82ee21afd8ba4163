"""From a folder of sources to published formats.

``books`` is the way of a build: ``staleness`` says what is out of date (by ``mtimes`` and the ``title_page``),
``lock`` lets one build work at a time, ``work`` throws away what older code has made, ``pictures`` starts early what
draws, ``run`` lets Sphinx read and write, ``tex`` sets LaTeX, and ``publishing`` puts what is whole in the place of the
last good book. ``errors`` tells what a machine lacks, ``progress`` shows how far a build is. ``languages`` makes
builds of all languages, in ``copies`` of one process. ``loading`` loads what a build does, before there is one.
"""

DATA_FILE = "data/relations.yaml"
"""What makes a folder a volume; said again here because ``bilateral.reading`` takes long to load."""
DOCTREES = "doctrees/book"
"""Where, below the output, Sphinx keeps what it has read, for all formats."""
