"""A process that stands by after a build, with all loaded that the next one needs, and copies itself for it.

``client`` asks it to build, ``server`` is the process. It never builds itself, so that nothing which a build has read
or broken is left for the next; and it only serves a program that has begun as it has itself (``circumstances``), while
all that it has loaded is as it was. Otherwise it ends, and the program does without: what is built is the same.
"""

SOCKET = ".standby"
"""The file in the folder of the build at which the process listens."""
INTERRUPT = b"\x03"
"""What a client sends that has been interrupted; one that has gone sends nothing more."""
READY, UNFIT = b"+", b"-"
"""Whether the process serves a client; the exit status of the build follows."""
