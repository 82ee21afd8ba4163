"""Judge the finished formats by the validators of their fields, and report in one table.

The way: ``tools`` finds the validators; ``epub``, ``web`` with ``browser``, and ``pdf`` run them, each returning a
``Report`` of ``Finding``; ``checks`` runs them all; ``exemptions`` takes out what is known and explained; ``table``
prints. Nothing here knows how the formats are made.
"""
