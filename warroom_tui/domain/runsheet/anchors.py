"""When something is due, as the plan says it: relative to go-live until go-live is known.

An `Anchor` keeps the plan's own words as numbers ("two days before, at 09:00") and is resolved
against a go-live time only when there is one. Days and weeks are wall-clock arithmetic in the
launch's zone ("T-7 days" at 09:00 stays 09:00 across a clock change); minutes and hours are
elapsed time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Anchor:
    """One point in time of a plan, not yet resolved. Exactly one way of counting is set."""

    offset_min: int | None = None
    """Elapsed minutes from go-live; negative is before."""
    day: int | None = None
    """Calendar days from the go-live date (0 = launch day, -1 = the day before)."""
    weekday: int | None = None
    """0 = Monday; within the calendar week that `day` falls in."""
    on: date | None = None
    """An absolute date."""
    at: time | None = None
    """Wall-clock time on that day; midnight when the plan gives none."""

    def resolve(self, go_live: datetime | None, zone: ZoneInfo) -> datetime | None:
        """Return the absolute time in UTC, or None while go-live is not known.

        An absolute date needs no go-live. `go_live` must be aware.
        """
        if self.on is not None:
            return _local(self.on, self.at, zone)
        if go_live is None:
            return None
        if self.offset_min is not None:
            return go_live.astimezone(UTC) + timedelta(minutes=self.offset_min)
        day = go_live.astimezone(zone).date() + timedelta(days=self.day or 0)
        if self.weekday is not None:
            day += timedelta(days=self.weekday - day.weekday())
        return _local(day, self.at, zone)

    def to_json(self) -> dict[str, int | str]:
        """A plain mapping of what is set, for storage."""
        values = {
            "offset_min": self.offset_min,
            "day": self.day,
            "weekday": self.weekday,
            "on": self.on.isoformat() if self.on else None,
            "at": self.at.strftime("%H:%M") if self.at else None,
        }
        return {key: value for key, value in values.items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, int | str]) -> Anchor:
        """The anchor that `to_json` wrote."""
        number = {k: int(data[k]) for k in ("offset_min", "day", "weekday") if k in data}
        return cls(
            offset_min=number.get("offset_min"),
            day=number.get("day"),
            weekday=number.get("weekday"),
            on=date.fromisoformat(str(data["on"])) if "on" in data else None,
            at=time.fromisoformat(str(data["at"])) if "at" in data else None,
        )


def _local(day: date, at: time | None, zone: ZoneInfo) -> datetime:
    """Midnight or `at` on `day` in `zone`, as UTC."""
    return datetime.combine(day, at or time(0), tzinfo=zone).astimezone(UTC)
