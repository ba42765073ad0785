"""A lead reads who will see what, and may take their answers back."""
