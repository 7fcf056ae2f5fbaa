"""The one error of reading plans."""

from __future__ import annotations

from warroom_tui.domain.errors import InputError


class PlanError(InputError):
    """A file that is no plan, or a plan whose machine-readable parts contradict the grammar."""
