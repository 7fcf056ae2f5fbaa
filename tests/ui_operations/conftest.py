"""Screens of what the plan asks for, on a real launch database, driven by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.operations.sample import planned_launch
from tests.services.sample import seat
from tests.ui.conftest import _plain_terminal
from warroom_tui.services.warroom import Services

__all__ = ["_plain_terminal"]


@pytest.fixture
def at_ten(tmp_path: Path) -> Iterator[Services]:
    """A seat at 10:00 in Copenhagen: the morning round and a message are late."""
    clock = FixedClock(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    with seat(planned_launch(tmp_path), "Ana", clock) as services:
        yield services
