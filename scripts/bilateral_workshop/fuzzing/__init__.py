"""Inputs that nobody has thought of, tried against what reads them and what writes them into a format."""
