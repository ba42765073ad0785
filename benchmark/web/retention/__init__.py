"""How long answers are kept: the coordinator sets the period, and holds a round for longer."""
