"""One division: what the three see, and its report."""
