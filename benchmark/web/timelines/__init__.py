"""What has happened in a round, in the words of whoever reads it."""
