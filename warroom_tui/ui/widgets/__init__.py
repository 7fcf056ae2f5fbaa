"""Reusable widgets that know nothing of launches."""
