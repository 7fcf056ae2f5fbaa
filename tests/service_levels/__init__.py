"""SLA clocks, business hours, escalation paths and the figures of the support desk."""
