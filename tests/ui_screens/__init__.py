"""Tests of the screens that open above the dashboard, by keys, on a real database."""
