"""A start page for each kind of person."""
