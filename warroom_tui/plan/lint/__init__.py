"""The plan linter: what a plan gets wrong, found before launch day.

`lint` looks at one document as it is read; `lint_launch` at what one or more of them ask for
together. Every finding is one sentence: what stands there, and why it matters.
"""

from warroom_tui.plan.lint.document import lint
from warroom_tui.plan.lint.launch import LaunchProblem, lint_launch

__all__ = ["LaunchProblem", "lint", "lint_launch"]
