"""Fixtures for all tests: no test sees this machine's own settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from warroom_tui.domain.shipped import shipped_path

# A slow machine is no fault of the code; and CI must judge the change, not the day's dice.
settings.register_profile("patient", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "patient")

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home of its own for every test, and no setting from outside."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("WARROOM_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def real_plans() -> dict[str, Path]:
    """Launch plans of real teams by name; they lie beside the checkout, if at all."""
    folder = CHECKOUT.parent / "shared" / "plans"
    plans = {path.stem: path for path in sorted(folder.glob("*.md"))}
    if not plans:
        pytest.skip("no real plans beside this checkout")
    return plans


@pytest.fixture(scope="session")
def shipped_plans() -> dict[str, Path]:
    """The plans that come with the program, by name."""
    return {path.stem: path for path in sorted(shipped_path("data", "plans").glob("*.md"))}


@dataclass
class FixedClock:
    """A clock that stands still until the test moves it."""

    at: datetime

    def now(self) -> datetime:
        """The time it was set to, in UTC."""
        return self.at

    def move(self, **span: float) -> datetime:
        """Go on by a `timedelta` given by its keywords; returns the new time."""
        self.at += timedelta(**span)
        return self.at


@pytest.fixture
def clock() -> FixedClock:
    """A still clock on a launch morning, 2026-12-01 08:00 UTC."""
    return FixedClock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
