"""A kind that cannot be made."""

KIND = 1 / 0
