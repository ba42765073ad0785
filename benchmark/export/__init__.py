"""Submitted answers become files for analysts, and files from paper become answers."""
