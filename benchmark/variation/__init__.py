"""Scores become variation, with numpy only."""
