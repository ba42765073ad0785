"""The mails of a round, for its coordinator."""
