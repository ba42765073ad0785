"""What a lead who comes in takes over: page and PDF."""
