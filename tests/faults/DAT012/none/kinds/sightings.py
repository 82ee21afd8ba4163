"""A module without a kind."""
