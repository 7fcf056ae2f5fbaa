"""The ticket queue's own small language: what is asked for, how it is written, what it finds."""
