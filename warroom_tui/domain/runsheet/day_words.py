"""Which day of the launch it is, in the words that every screen and the command line use."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.durations import short
from warroom_tui.domain.runsheet.launch import Launch, LaunchStatus


def day_words(launch: Launch, day: int | None, now: datetime) -> str:
    """Time to go before launch day ("T-9 d 4 h"), the day from then on ("Day 1").

    `day` is the launch day of `now`; 1 is launch day, and is said as the plan counts it.
    """
    if launch.go_live_at is None or day is None:
        return "no go-live set"
    if day < 1 and now < launch.go_live_at:
        return f"T-{short(launch.go_live_at - now)}"
    return f"Day {launch.shown_day(day)}"


STATUS_WORDS = {
    LaunchStatus.COMPLETE: "complete",
    LaunchStatus.POSTPONED: "postponed",
    LaunchStatus.ROLLED_BACK: "rolled back",
    LaunchStatus.CANCELLED: "cancelled",
}
"""What is said instead of the day where the day no longer counts."""


def window_words(launch: Launch, now: datetime) -> str:
    """Until the launch window opens, or closes; empty without a window, and after it.

    A window that opens at go-live is not told twice.
    """
    start, end = launch.window_start, launch.window_end
    if start is not None and now < start:
        return "" if start == launch.go_live_at else f"window opens in {short(start - now)}"
    if end is not None and now < end:
        return f"window closes in {short(end - now)}" if start is not None else ""
    return ""


def deadline_words(launch: Launch, now: datetime, *, known: bool) -> str:
    """Until the rollback deadline; empty without one, after it, and once nothing can be saved.

    `known`: it is known how long a rollback takes, so that the last safe moment counts down too.
    """
    at = launch.rollback_deadline
    if at is None or now >= at or launch.status in STATUS_WORDS:
        return ""
    told = f"rollback deadline in {short(at - now)}"
    return told if known else f"{told}, its length unknown"
