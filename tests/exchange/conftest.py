"""Ana's seat on a small launch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import make_launch, seat
from warroom_tui.services.warroom import Services


@pytest.fixture
def launch_file(tmp_path: Path) -> Path:
    """A fresh launch database."""
    return make_launch(tmp_path / "orchid.db")


@pytest.fixture
def ana(launch_file: Path, clock: FixedClock) -> Iterator[Services]:
    """Ana's seat."""
    with seat(launch_file, "Ana", clock) as services:
        yield services
