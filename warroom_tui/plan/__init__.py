"""Markdown launch plan in, frozen plan document out; pure."""
