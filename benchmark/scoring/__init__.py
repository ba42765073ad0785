"""Answers become scores; a missing answer is never a zero."""
