"""Measure this pipeline beside plain Sphinx and pandoc: the same text, in one run, alternating.

The way: ``peers`` writes the text for the others, ``commands`` says what each is asked to do, ``rounds`` runs them
under hyperfine, ``editing`` measures what an editor waits for, ``report`` turns all of it into tables.
"""
