"""A lead answers, checks and submits."""
