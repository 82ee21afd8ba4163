"""A kind of a name that is taken."""

from dataclasses import replace

from bilateral.kinds import KINDS

SIGHTINGS = replace(KINDS[0], name="sightings")
