"""Gathering what a report says, and keeping what was issued."""
