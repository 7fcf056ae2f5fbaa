"""Reading the facts and the frozen texts of reports."""
