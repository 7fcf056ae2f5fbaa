"""Panels: a frame, a keyed list and a presenter each; they know nothing of services."""
