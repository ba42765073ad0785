"""The divisions of a trust, for its coordinator."""
