"""Known issues, patterns, incidents and post-mortems: what can be done with them."""
