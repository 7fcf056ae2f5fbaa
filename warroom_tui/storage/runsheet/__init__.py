"""Reading the run sheet."""
