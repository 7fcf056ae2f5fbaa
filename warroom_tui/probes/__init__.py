"""Probes of hosts and services: a failure is a result, never an exception."""
