"""The rehearsal that plays by itself: a product that misbehaves and people who work."""
