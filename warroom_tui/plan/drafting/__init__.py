"""From plan documents to a launch draft, one module per topic."""

from warroom_tui.plan.drafting.launch import draft_launch

__all__ = ["draft_launch"]
