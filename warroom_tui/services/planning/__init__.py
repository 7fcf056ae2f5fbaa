"""A plan into a launch, a changed plan into a running one, and what happened back into the plan."""
