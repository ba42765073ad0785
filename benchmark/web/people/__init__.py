"""The people of a trust and their posts, for its coordinator."""
