"""Pure functions from domain facts to styled text, rows and cells."""
