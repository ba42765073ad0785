"""Access for support: what it reads, and where the trust sees and ends it."""
