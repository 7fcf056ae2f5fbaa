"""What is broken for many: known issues, patterns among tickets, incidents and their reviews."""
