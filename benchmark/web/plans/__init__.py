"""The plan of a division: actions, and openly what became of them."""
