"""Tests of dialogs: by keys, at the smallest and a large size."""
