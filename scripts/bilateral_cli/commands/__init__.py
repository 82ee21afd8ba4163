"""One module a subcommand; ``command`` is what click runs, and returns the exit status.

A module imports what its command needs only when that is called: help, completion and a build with nothing to do
must start at once, and pydantic and Sphinx take longer to load than such a build to end.
"""
