"""Submitted answers become files for analysts. Nothing lives here yet."""
