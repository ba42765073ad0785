"""The record of who did what in a trust, for its coordinator."""
