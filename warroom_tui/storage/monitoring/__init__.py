"""Reading and writing checks, alerts and their history."""
