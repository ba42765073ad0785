"""Correction notices: the page and the PDF."""
