"""Ana's seat on a small launch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.exchange.tracker import Tracker, make_tracker
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


@pytest.fixture(scope="session")
def blank_tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker that every test copies: making one takes a second."""
    home = tmp_path_factory.mktemp("tracker") / "home"
    make_tracker(home)
    return home


@pytest.fixture
def tracker(blank_tracker: Path, tmp_path: Path) -> Iterator[Tracker]:
    """A tracker of its own, served on loopback."""
    home = tmp_path / "tracker"
    shutil.copytree(blank_tracker, home)
    made = Tracker(home)
    made.start()
    yield made
    made.stop()
