"""From Typst code to a finished PDF, in a process of its own; knows neither Sphinx nor what the book is about.

A large book takes much more memory to set than to write, and gives it back only when the process ends.
"""
