"""Judging criteria and triggers, deciding on a rollback, running it."""
