"""Maintenance that the plan knows of: on launch days, which follow go-live, or on dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.text import clean
from warroom_tui.plan.draft import LaunchDraft

Row = dict[str, object]

BY = "plan"
"""Whose word a planned window is."""


def maintenance_rows(
    draft: LaunchDraft, checks: Sequence[Row], go_live: datetime | None, zone: ZoneInfo
) -> list[Row]:
    """Rows of the fences' windows; `checks` are the checks as they are inserted, in order.

    One for a check that the plan does not have is left out: it would silence nothing.
    """
    numbers = {str(row["name"]).casefold(): number for number, row in enumerate(checks, 1)}
    rows: list[Row] = []
    for item in draft.maintenance:
        name = clean(item.check, limit=80).casefold() if item.check else None
        if name is not None and name not in numbers:
            continue
        overnight = 1 if item.end <= item.start else 0
        start = _anchor(item.day, 0, item.start)
        end = _anchor(item.day, overnight, item.end)
        rows.append(
            {
                "check_id": numbers[name] if name is not None else None,
                "starts_at": start.resolve(go_live, zone),
                "ends_at": end.resolve(go_live, zone),
                "anchor_start": start.to_json(),
                "anchor_end": end.to_json(),
                "reason": clean(item.reason, limit=200),
                "by": BY,
                "source_id": item.place.source + 1,
                "line": item.place.line,
            }
        )
    return rows


def _anchor(day: int | date, later: int, at: time) -> Anchor:
    if isinstance(day, date):
        return Anchor(on=day + timedelta(days=later), at=at)
    return Anchor(day=day - 1 + later, at=at)
