"""A launch with two seats, and a dashboard on a launch day."""

from __future__ import annotations

from tests.services.conftest import ana, ben, launch_file
from tests.ui.conftest import _plain_terminal, _played, colleague, day

__all__ = ["_plain_terminal", "_played", "ana", "ben", "colleague", "day", "launch_file"]
