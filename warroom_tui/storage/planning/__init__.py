"""Reading what a launch keeps of its plans."""
