"""Which day it is, in the same words everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from warroom_tui.domain.runsheet.day_words import day_words
from warroom_tui.domain.runsheet.launch import Launch, LaunchStatus

GO_LIVE = datetime(2026, 12, 1, 7, tzinfo=UTC)
LAUNCH = Launch(
    code="SHOP",
    name="Shop",
    status=LaunchStatus.READY,
    tz="UTC",
    rehearsal=False,
    go_live_at=GO_LIVE,
    window_start=None,
    window_end=None,
    rollback_deadline=None,
    rollback_estimate_min=None,
    decision_margin_min=None,
    hypercare_days=None,
    issue_prefix="SHOP",
    product_url=None,
    version=1,
)


def test_before_launch_day_the_time_to_go_is_told() -> None:
    assert day_words(LAUNCH, -9, GO_LIVE - timedelta(days=10, hours=4)) == "T-10 d 4 h"


def test_launch_day_is_day_one_from_its_first_minute() -> None:
    assert day_words(LAUNCH, 1, GO_LIVE - timedelta(hours=1)) == "Day 1"
    assert day_words(LAUNCH, 3, GO_LIVE + timedelta(days=2)) == "Day 3"


def test_an_open_go_live_is_told() -> None:
    assert day_words(replace(LAUNCH, go_live_at=None), None, GO_LIVE) == "no go-live set"
