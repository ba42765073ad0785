"""Privacy, cookies, accessibility, help, and the health of the service."""
