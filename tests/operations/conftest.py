"""A launch with everything that this area knows, and two seats on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.operations.sample import planned_launch
from tests.services.sample import seat
from warroom_tui.services.warroom import Services


@pytest.fixture
def launch_file(tmp_path: Path) -> Path:
    """The launch's database."""
    return planned_launch(tmp_path)


@pytest.fixture
def ana(launch_file: Path, clock: FixedClock) -> Iterator[Services]:
    """One seat."""
    with seat(launch_file, "Ana", clock) as services:
        yield services


@pytest.fixture
def ben(launch_file: Path, clock: FixedClock) -> Iterator[Services]:
    """Another seat on the same launch."""
    with seat(launch_file, "Ben", clock) as services:
        yield services
