"""The `warroom` command: parses, calls a service, prints; no launch logic."""
