"""A program that conf.py does not name: it must not run."""

raise SystemExit(1)
