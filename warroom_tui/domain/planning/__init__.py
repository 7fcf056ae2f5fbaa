"""What is told of a plan: its entries, what it leaves open, where documents differ."""
