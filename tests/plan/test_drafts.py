"""What the drafts make of times and limits that depend on more than their own line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from warroom_tui.plan.drafting.launch import draft_launch
from warroom_tui.plan.reader import read_plan

METRIC = """# Plan

## Rollback Triggers

- System down for > 2 hours

```warroom
metrics:
  - {key: unavailable, name: Away, unit: minutes, better: lower, source: probe}
criteria:
  - {match: System down, metric: unavailable%s}
```
"""


@pytest.mark.parametrize("limit", ["", ', op: ">", value: 120'])
def test_a_limit_in_hours_on_a_metric_in_minutes_is_120_minutes(limit: str) -> None:
    draft = draft_launch([read_plan((METRIC % limit).encode(), "p.md")])
    (criterion,) = draft.criteria
    assert (criterion.op, criterion.value, criterion.unit) == (">", 120.0, "min")


@pytest.mark.parametrize("shift", range(7))
def test_a_phase_begins_no_later_than_its_monday_list(shift: int) -> None:
    text = (
        "# Plan\n\n## 1 Week Before Go-Live\n\n### Monday\n\n- [ ] Freeze\n\n"
        "### Tuesday\n\n- [ ] Rehearse\n"
    )
    (phase,) = draft_launch([read_plan(text.encode(), "p.md")]).phases
    go_live = datetime(2026, 1, 12, 9, tzinfo=UTC) + timedelta(days=shift)
    zone = ZoneInfo("UTC")
    assert phase.start is not None
    begins = phase.start.resolve(go_live, zone)
    for each in phase.checklists:
        assert each.anchor is not None
        due = each.anchor.resolve(go_live, zone)
        assert begins is not None
        assert due is not None
        assert begins <= due < go_live


def test_weeks_before_a_named_day_stand_before_it() -> None:
    text = "# Plan\n\n## 4 Weeks Before Go-Live Day\n\n- [ ] Begin\n"
    (phase,) = draft_launch([read_plan(text.encode(), "p.md")]).phases
    assert phase.start is not None
    assert phase.start.day == -28


@pytest.mark.parametrize("start", ["2026-01-20 09:00", "Jan 20, 9:00 AM"])
def test_a_date_and_a_clock_time_beside_it_are_one_moment(start: str) -> None:
    text = f"# Plan 2026\n\n## Go-Live\n\n- [ ] {start}: go\n"
    draft = draft_launch([read_plan(text.encode(), "p.md")])
    (task,) = [t for phase in draft.phases for each in phase.checklists for t in each.tasks] + [
        t for each in draft.lists for t in each.tasks
    ]
    assert task.anchor is not None
    assert task.anchor.resolve(None, ZoneInfo("UTC")) == datetime(2026, 1, 20, 9, tzinfo=UTC)
