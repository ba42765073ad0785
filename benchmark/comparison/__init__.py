"""What is said and drawn, once, for page and PDF."""
