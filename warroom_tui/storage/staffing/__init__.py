"""Reading people and shifts."""
