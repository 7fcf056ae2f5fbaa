"""When support last closed for the day: what came since then came overnight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.staffing.rota import Requirement

USUAL_CLOSE = time(18, 0)
"""Where the plan asks for nobody on a day."""


def last_close(launch: Launch, requirements: Iterable[Requirement], now: datetime) -> datetime:
    """The end of yesterday's support hours: the latest end of any level that the plan asks for.

    A level around the clock closes nothing and is left out; without hours it is 18:00.
    """
    yesterday = launch.local(now).date() - timedelta(days=1)
    number = launch.day_number(now - timedelta(days=1))
    ends = [
        wanted.time_to
        for wanted in requirements
        if number is not None
        and wanted.time_to is not None
        and wanted.wants_presence
        and wanted.day_from <= number <= wanted.day_to
        and (wanted.time_from or time.min) < wanted.time_to
    ]
    close = max(ends, default=USUAL_CLOSE)
    return datetime.combine(yesterday, close, launch.zone).astimezone(UTC)
