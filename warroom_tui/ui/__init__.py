"""The full-screen dashboard and wall; Textual lives here and nowhere else."""
