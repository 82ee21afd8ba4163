"""The web book while it is being written: what is saved is built at once, and the page in the browser is new.

Two processes: one keeps Sphinx loaded and builds (``worker``), the other watches the sources and serves pages on this
machine alone (``server``). Whatever a build does, the next one begins with a clean process.
"""
