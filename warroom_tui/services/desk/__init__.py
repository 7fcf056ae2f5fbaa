"""What can be done at the support desk: tickets in and out, escalation, figures, knowledge."""
