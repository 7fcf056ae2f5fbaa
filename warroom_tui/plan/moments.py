"""The plain values that the time grammar yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom_tui.domain.runsheet.anchors import Anchor

WhenKind = Literal["clock", "offset", "day", "weekday", "date", "part", "duration", "every"]
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class When:
    """One expression of time as it stands in the plan."""

    kind: WhenKind
    raw: str
    line: int = 0
    start: Anchor | None = None
    end: Anchor | None = None
    """Of a range, the other end as written: "Day 2-7" ends on day 7 and includes it."""
    open_end: bool = False
    lo_min: int | None = None
    """Of a duration or a cadence: minutes, with `hi_min` when a range is given."""
    hi_min: int | None = None
    unit_assumed: bool = False
    part: str | None = None
    """morning, midday, afternoon, evening or end."""
    granule_days: int = 1
    """How long the named unit is: "Week 2" is 7 days, "Month 2" 30."""

    @property
    def is_window(self) -> bool:
        """Whether it places something relative to go-live or on the clock."""
        return self.start is not None and self.kind != "part"

    def to_json(self) -> list[dict[str, int | str | bool]]:
        """The entries for the document's `times`: a range gives two."""
        points = [point for point in (self.start, self.end) if point is not None]
        return [self._entry(point) for point in points] or [self._entry(None)]

    def _entry(self, point: Anchor | None) -> dict[str, int | str | bool]:
        entry: dict[str, int | str | bool] = {"line": self.line}
        if point is not None:
            entry.update(_point_json(point))
        if self.unit_assumed:
            entry["unit_assumed"] = True
        if self.part:
            entry["part"] = self.part
        if self.lo_min is not None:
            entry["every_min" if self.kind == "every" else "duration_min"] = self.lo_min
            if self.hi_min is not None and self.hi_min != self.lo_min:
                entry["duration_max"] = self.hi_min
        entry["raw"] = self.raw
        return entry


def _point_json(point: Anchor) -> dict[str, int | str | bool]:
    entry: dict[str, int | str | bool] = {}
    if point.offset_min is not None:
        entry["offset_min"] = point.offset_min
    elif point.day is not None:
        entry["offset_min"] = point.day * DAY_MIN
    if point.at is not None:
        entry["tod"] = point.at.strftime("%H:%M")
    if point.on is not None:
        entry["date"] = point.on.isoformat()
    if point.weekday is not None:
        entry["weekday"] = point.weekday
    return entry
