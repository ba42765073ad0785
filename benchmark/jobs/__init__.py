"""The same steps in the background. Nothing lives here yet."""
