"""Fixtures for the report tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.reports.launch_day import EVENING, MemoryStore, full_day
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.reporting.report_desk import ReportDesk

KIM = Actor("Kim", "seat-1")


@pytest.fixture
def evening() -> FixedClock:
    """20:05 on launch day in Copenhagen."""
    return FixedClock(EVENING)


@pytest.fixture
def store() -> MemoryStore:
    """A full launch day."""
    return MemoryStore(full_day())


@pytest.fixture
def own_templates(tmp_path: Path) -> Path:
    """The team's own template folder, empty."""
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(store: MemoryStore, evening: FixedClock, own_templates: Path) -> ReportDesk:
    """Kim's report desk on that evening."""
    return ReportDesk(store, evening, KIM, user_templates=own_templates)
