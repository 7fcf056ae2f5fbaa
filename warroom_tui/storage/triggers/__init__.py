"""Reading criteria and triggers."""
