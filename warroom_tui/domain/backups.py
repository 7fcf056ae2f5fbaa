"""Scheduled backups: their names, when one is due, and which ones are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

EVERY = timedelta(hours=1)
HOURLY = 24
"""So many of the latest are kept."""
DAILY = 14
"""And of so many days the last one of the day (UTC)."""

_NAME = re.compile(r"(\d{8}-\d{6})Z\.db")
_FORM = "%Y%m%d-%H%M%S"


def name_of(at: datetime) -> str:
    """The file name of a backup taken at `at`."""
    return f"{at.astimezone(UTC):{_FORM}}Z.db"


def time_of(name: str) -> datetime | None:
    """When the backup of this file name was taken; None for a file that is none of ours."""
    match = _NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], _FORM).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def due(taken: Iterable[datetime], now: datetime) -> bool:
    """True when the latest is an hour old; one from the future does not count."""
    latest = max((at for at in taken if at <= now), default=None)
    return latest is None or now - latest >= EVERY


def to_drop(taken: Iterable[datetime]) -> tuple[datetime, ...]:
    """The ones that nobody needs any more, oldest first."""
    newest_first = sorted(set(taken), reverse=True)
    kept = set(newest_first[:HOURLY])
    last_of_day: dict[str, datetime] = {}
    for at in newest_first:
        last_of_day.setdefault(f"{at:%Y%m%d}", at)
    kept.update(list(last_of_day.values())[:DAILY])
    return tuple(at for at in reversed(newest_first) if at not in kept)
