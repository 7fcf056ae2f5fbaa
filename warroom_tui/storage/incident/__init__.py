"""Reading known issues, incidents and patterns."""
