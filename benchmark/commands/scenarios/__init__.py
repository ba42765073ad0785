"""Databases filled with invented trusts, for trying the product and for checking it."""
