"""A launch that is out, with triggers, targets, a rollback procedure and two figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import HERE, ORCHID, make_launch, seat
from warroom_tui.plan.draft import (
    CriterionDraft,
    LaunchDraft,
    MetricDraft,
    Place,
    ProcedureDraft,
)
from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
from warroom_tui.services.warroom import Services

CRITERIA = (
    CriterionDraft("Shop does not start", Place(10), "rollback_immediate"),
    CriterionDraft(
        "More than 5 % of payments refused", Place(11), "rollback_immediate", op=">", value=5.0,
        unit="percent", metric="refused",
    ),
    CriterionDraft(
        "Performance degradation > 50%", Place(12), "rollback_consider", op=">", value=50.0,
        unit="percent", metric="degradation",
    ),
    CriterionDraft("Data corruption detected", Place(13), "rollback_immediate"),
    CriterionDraft(
        "Sign-ups > 100", Place(14), "success", "must", period="Week 1", op=">", value=100.0,
        unit="count", metric="signups",
    ),
    CriterionDraft("Sign-ups > 500", Place(15), "success", "must", period="Month 1", op=">",
                   value=500.0, unit="count", metric="signups"),
    CriterionDraft("Users are content", Place(16), "success", "nice"),
)  # fmt: skip
ROLL_BACK = ProcedureDraft(
    "Roll back the shop", Place(30), "rollback", ("Stop: Close the shop", "Data: Restore", "Test")
)
TELL = ProcedureDraft("Rollback communication", Place(40), "rollback", ("Tell support", "Mail all"))

WIRED: LaunchDraft = replace(
    ORCHID,
    checks=(),
    criteria=CRITERIA,
    procedures=(ROLL_BACK, TELL),
    metrics=(*ORCHID.metrics, MetricDraft("refused", "Payments refused", HERE, unit="percent")),
)


@pytest.fixture
def launch_file(tmp_path: Path) -> Path:
    """The launch's database."""
    return make_launch(tmp_path / "orchid.db", WIRED)


@pytest.fixture
def ana(launch_file: Path, clock: FixedClock) -> Iterator[Services]:
    """One seat, a minute after go-live."""
    clock.move(minutes=1)
    with seat(launch_file, "Ana", clock) as services:
        yield services


@pytest.fixture
def watch(ana: Services) -> CriteriaWatch:
    """The watch of that seat."""
    return CriteriaWatch(ana.context)


def id_of(services: Services, words: str) -> int:
    """The criterion whose text holds the words."""
    gauges = services.triggers.gauges()
    return next(one.criterion.id for one in gauges if words in one.criterion.text)
