"""The improvement pack of a trust, practice by practice."""
