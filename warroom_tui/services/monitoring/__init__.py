"""Running checks, recording what they saw, and looking after alerts."""
