"""The support desk: tickets, promises, escalation, knowledge, what comes in and goes out."""
