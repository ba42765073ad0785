"""For the three leads of a division only: what each said, and their edition of the report."""
