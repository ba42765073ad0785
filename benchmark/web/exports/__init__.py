"""What a trust's people download for their own tools."""
