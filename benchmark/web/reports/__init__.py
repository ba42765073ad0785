"""Issued reports, and how to verify one."""
