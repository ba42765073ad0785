"""What a division offers to show others, or asks to be shown."""
