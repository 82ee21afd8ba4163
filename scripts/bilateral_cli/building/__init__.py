"""From a folder of sources to published formats.

``lock`` lets one build work at a time, ``run`` reads and writes, ``tex`` sets LaTeX, ``publishing`` puts what is whole
in the place of the last good book, ``mtimes`` says how old that is, and ``errors`` tells what a machine lacks.
"""
