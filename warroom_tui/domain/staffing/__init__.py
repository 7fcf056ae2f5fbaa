"""People, and who is on duty when."""
