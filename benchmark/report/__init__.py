"""A Comparison becomes PDF bytes."""
