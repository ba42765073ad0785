"""Each of the three confirms the same preview; the third confirmation releases."""
