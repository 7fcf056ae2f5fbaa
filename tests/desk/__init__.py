"""The ticket desk: query language, queue, bulk changes, canned replies, knowledge articles."""
