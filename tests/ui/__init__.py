"""Tests of the dashboard: by keys, on a real database."""
