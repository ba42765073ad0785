"""One trust: the comparison and its report."""
