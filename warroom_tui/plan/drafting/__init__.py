"""From plan documents to a launch draft, one module per topic."""
