"""Checks and alerts, their history, and the figures that come of them."""
