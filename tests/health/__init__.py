"""Health: kinds of checks, fetched metrics, alerts and maintenance."""
