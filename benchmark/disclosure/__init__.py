"""Who may see what, decided over plain frozen values."""
