"""A launch with two seats, and a dashboard on a launch day."""

from __future__ import annotations

from tests.services.conftest import ana, ben, launch_file
from tests.ui.conftest import _plain_terminal, _played, colleague, day
from tests.widgets.conftest import pytest_pyfunc_call

__all__ = [
    "_plain_terminal",
    "_played",
    "ana",
    "ben",
    "colleague",
    "day",
    "launch_file",
    "pytest_pyfunc_call",
]
