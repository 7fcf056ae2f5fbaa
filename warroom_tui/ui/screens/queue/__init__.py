"""The Tickets screen: the queue with its views, query line and detail, and what is done there."""
