"""Criteria and rollback triggers as gauges, the last safe moment, the rollback."""
