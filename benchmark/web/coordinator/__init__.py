"""The rounds of a trust, for its coordinator: prepared, opened, run and ended."""
