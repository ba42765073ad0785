"""The same steps in the background: mail, reminders, rounds that have ended."""
