"""Build twice in other circumstances, and compare every byte."""
