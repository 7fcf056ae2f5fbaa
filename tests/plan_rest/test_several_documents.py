"""Several documents drive one launch: each keeps its place, and nothing is counted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.domain.runsheet.day_words import day_words
from warroom_tui.domain.situation import read_situation
from warroom_tui.plan.reader import read_plan

WEEK = """# Orchid launch week

```warroom
requirements:
  - {level: L1, days: 1-7, time: 09:00-18:00, min: 4}
  - {level: L2, days: 1-7, time: 09:00-18:00, min: 2}
```

## Success Criteria

- >99.5% uptime
- >4.5/5 customer satisfaction
"""
OTHER = """# Orchid go-live

```warroom
requirements:
  - {level: L1, days: 1-3, time: 09:00-18:00, min: 6}
```

## Success Criteria

- >99.9% uptime
"""


GO_LIVE = "2026-12-01 08:00"


@pytest.fixture
def two(tmp_path: Path, warroom: Warroom, monkeypatch: pytest.MonkeyPatch) -> Warroom:
    """A launch of two documents."""
    (tmp_path / "week.md").write_text(WEEK)
    (tmp_path / "go-live.md").write_text(OTHER)
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "two.db"))
    plans = [str(tmp_path / name) for name in ("week.md", "go-live.md")]
    made = warroom("new", *plans, "--go-live", GO_LIVE, "--timezone", "UTC", "--yes")
    assert made.code == 0
    return warroom


def test_heads_of_two_documents_do_not_add_up(two: Warroom, tmp_path: Path) -> None:
    rows: Any = two("plan", "findings", "--json").json()
    differ = [row for row in rows if row["code"] == "heads-differ"]
    assert [(row["document"], row["line"]) for row in differ] == [("go-live.md", 5)]
    assert "4 heads (week.md, line 5) against 6 (go-live.md, line 5)" in differ[0]["message"]
    clock = FixedClock(datetime(2026, 12, 2, 12, tzinfo=UTC))
    with seat(tmp_path / "two.db", "Ana", clock) as services:
        covers = {each.level: each for each in read_situation(services.board(), clock.now()).covers}
        assert (covers["L1"].need, covers["L2"].need) == (6, 2)
        assert covers["L1"].asked == (("week.md:5", 4), ("go-live.md:5", 6))
        assert (covers["L1"].disagree, covers["L2"].disagree) == (True, False)
        clock.move(days=4)
        later = {each.level: each for each in read_situation(services.board(), clock.now()).covers}
        assert later["L1"].need == 4


def test_the_same_document_twice_asks_for_the_same_heads(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text(WEEK)
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "twice.db"))
    plans = [str(tmp_path / name) for name in ("one.md", "two.md")]
    warroom("new", *plans, "--go-live", GO_LIVE, "--timezone", "UTC", "--yes")
    clock = FixedClock(datetime(2026, 12, 2, 12, tzinfo=UTC))
    with seat(tmp_path / "twice.db", "Ana", clock) as services:
        covers = {each.level: each for each in read_situation(services.board(), clock.now()).covers}
    assert (covers["L1"].need, covers["L1"].disagree) == (4, False)


def test_each_target_says_where_it_stands_and_what_the_other_document_says(two: Warroom) -> None:
    told: Any = two("status", "--json").json()
    uptime = [one for one in told["criteria"] if one["metric"] == "uptime"]
    assert [(one["document"], one["line"]) for one in uptime] == [
        ("week.md", 11),
        ("go-live.md", 10),
    ]
    assert uptime[0]["differs_from"][0]["document"] == "go-live.md"
    [other] = [one for one in told["criteria"] if one["metric"] == "csat"]
    assert other["differs_from"] == []
    rows: Any = two("plan", "findings", "--json").json()
    assert "targets-differ" in {row["code"] for row in rows}


def test_the_plan_says_which_day_is_its_first() -> None:
    text = "# P\n\n## Day 1\n\n- [ ] Watch\n"
    after = "---\nday-1: day-after\n---\n\n" + text
    assert read_plan(text.encode(), "p.md").day_base == 1
    assert read_plan(after.encode(), "p.md").day_base == 0
    assert read_plan(after.replace("day-after", "go-live").encode(), "p.md").day_base == 1


def test_a_plan_that_counts_from_the_day_after_is_counted_so(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "after.md"
    plan.write_text("---\nday-1: day-after\n---\n\n# P\n\n## Day 1\n\n- [ ] Watch\n")
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "after.db"))
    warroom("new", str(plan), "--go-live", GO_LIVE, "--timezone", "UTC", "--yes")
    clock = FixedClock(datetime(2026, 12, 1, 12, tzinfo=UTC))
    with seat(tmp_path / "after.db", "Ana", clock) as services:
        now = read_situation(services.board(), clock.now())
        launch, phase = now.board.launch, now.board.phases[0]
        assert day_words(launch, now.day, clock.now()) == "Day 0"
        assert day_words(launch, 2, clock.now() + timedelta(days=1)) == "Day 1"
        assert phase.starts_at is not None
        assert phase.starts_at.date() == datetime(2026, 12, 2, tzinfo=UTC).date()


def test_where_promises_differ_both_are_shown(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, minutes in (("week.md", 15), ("care.md", 30)):
        (tmp_path / name).write_text(
            f"# Plan\n\n## Support Priorities\n\n### P1: Critical Issues\n\n"
            f"- **Response Time**: < {minutes} minutes\n- **Resolution Time**: < 4 hours\n"
        )
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "promises.db"))
    plans = [str(tmp_path / name) for name in ("week.md", "care.md")]
    warroom("new", *plans, "--go-live", GO_LIVE, "--timezone", "UTC", "--yes")
    told: Any = warroom("status", "--json").json()
    replies = [one for one in told["promises"] if one["clock"] == "first_response"]
    assert [(one["document"], one["minutes"]) for one in replies] == [
        ("week.md", 15),
        ("care.md", 30),
    ]
    assert [one["differs_from"][0]["document"] for one in replies] == ["care.md", "week.md"]
    fixes = [one for one in told["promises"] if one["clock"] == "resolution"]
    assert [one["differs_from"] for one in fixes] == [[], []]
    ticket: Any = warroom("ticket", "add", "Till is dead", "--priority", "P1", "--json").json()
    shown: Any = warroom("ticket", "show", ticket["ref"], "--json").json()
    assert [one["clock"] for one in shown["promises_elsewhere"]] == ["first_response"]
    assert "< 30 minutes in care.md:7" in shown["promises_elsewhere"][0]["target"]
    assert (
        "the plans differ: < 30 minutes in care.md:7"
        in warroom("ticket", "show", ticket["ref"]).out
    )
