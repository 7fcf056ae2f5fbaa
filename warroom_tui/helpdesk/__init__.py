"""Adapters to other help desks: httpx, and what each of them calls a ticket."""
