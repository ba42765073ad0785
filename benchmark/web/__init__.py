"""Pages: the only floor that knows Flask."""
