"""The three leads settle each practice, alone at their desks or together before one screen."""
