"""People and shifts: what can be done with them."""
