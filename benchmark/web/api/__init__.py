"""What pages say, for other programs: JSON under ``/api/v1``, to read only."""
