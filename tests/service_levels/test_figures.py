"""A day's figures: percentiles, volume, trend, groups, and the tickets behind each of them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom, warroom
from tests.conftest import FixedClock
from tests.service_levels.conftest import Launch
from warroom_tui.domain.desk.figures import SupportCounts, trend, trend_word
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.domain.reporting.report_figures import DayRows
from warroom_tui.services.desk.figure_desk import GroupBy
from warroom_tui.services.warroom import Services

__all__ = ["warroom"]

SHARE = {
    DayRows.CREATED: "created",
    DayRows.RESOLVED: "resolved",
    DayRows.SAME_DAY: "same_day",
    DayRows.FIRST_CONTACT: "first_contact",
    DayRows.ESCALATED: "escalated",
    DayRows.REOPENED: "reopened",
    DayRows.ANSWERED: "responses",
    DayRows.RATED: "csat_n",
}
"""Which count each list of tickets stands for."""


def a_day(ana: Services, ben: Services, clock: FixedClock) -> None:
    """Ten answered after 1 to 10 minutes, six resolved: some handed on, some reopened."""
    refs = [
        ana.tickets.add(
            NewTicket(f"Case {n}", category="cards" if n % 2 else "login", priority=Priority.P2)
        ).ref
        for n in range(10)
    ]
    for ref in refs:
        clock.move(minutes=1)
        ana.tickets.reply(ref, "Looking")
    ana.tickets.assign(refs[1], "Ben")
    ben.tickets.escalate(refs[2], Level.L2, EscalationContext("a", "b", "c"))
    for ref in refs[:6]:
        clock.move(minutes=10)
        ana.tickets.resolve(ref, "Fixed", 5 if ref == refs[0] else None)
    ana.tickets.reopen(refs[3])
    ana.tickets.resolve(refs[3], "Fixed for good")
    clock.move(hours=5)


def test_every_figure_is_counted_from_the_tickets_that_it_lists(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    plan = shipped_plans["post-launch-support"]
    ana, ben = launch(plan), launch(plan, "Ben")
    a_day(ana, ben, clock)
    desk = ana.desk_figures
    page = desk.page(desk.today())
    counts = page.figures.counts
    for which, name in SHARE.items():
        assert len(desk.rows(which, page.figures.day)) == getattr(counts, name), which
    assert counts.first_contact == 3  # not the handed over, the escalated, the reopened
    assert (counts.reopened, counts.clocks_breached) == (1, 4)
    assert {t.ref for t in desk.rows(DayRows.LATE, page.figures.day)} == {
        "T-007", "T-008", "T-009", "T-010",
    }  # fmt: skip
    assert (counts.p90_response_min, counts.mean_response_min) == (9, 5.5)
    for by, groups in page.groups:
        for name in SupportCounts.__dataclass_fields__:
            if not name.endswith(("_s", "_sum", "week", "trend_pct")):
                total = sum(getattr(one, name) for _, one in groups)
                assert total == getattr(counts, name), (by, name)
    assert [name for name, _ in page.groups[0][1]] == ["cards", "login"]
    cards = desk.rows(DayRows.CREATED, page.figures.day, (GroupBy.CATEGORY, "cards"))
    assert len(cards) == 5
    assert dict(page.figures.hours)[9] == 10


def test_a_ticket_that_is_open_again_counts_as_reopened_at_once(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    refs = [ana.tickets.add(NewTicket(f"Case {n}")).ref for n in range(4)]
    for ref in refs:
        ana.tickets.resolve(ref, "Fixed")
    ana.tickets.reopen(refs[0])
    desk = ana.desk_figures
    counts = desk.page(desk.today()).figures.counts
    assert (counts.resolved, counts.reopened) == (3, 1)
    assert [one.ref for one in desk.rows(DayRows.REOPENED, desk.today())] == [refs[0]]
    ana.timeline.undo()
    assert desk.page(desk.today()).figures.counts.reopened == 0


def test_a_broken_promise_stays_on_the_day_it_broke(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["post-launch-support"])
    ref = ana.tickets.add(NewTicket("Down", priority=Priority.P1)).ref
    clock.move(hours=5)
    first = ana.desk_figures.today()
    before = ana.figures(first)
    clock.move(days=1)
    ana.tickets.resolve(ref, "Fixed")
    second = ana.desk_figures.today()
    assert ana.figures(first).clocks_breached == before.clocks_breached == 2
    assert ana.figures(second).clocks_breached == 0
    assert ana.figures(second).sla_pct is None


def test_volume_is_held_against_the_plan(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock
) -> None:
    ana = launch(shipped_plans["layby-production-go-live"])
    for number in (9, 8, 7, 4, 3, 2):
        for _ in range(number):
            ana.tickets.add(NewTicket("Cards"))
        clock.move(days=1)
    page = ana.desk_figures.page(ana.desk_figures.today())
    assert [one.created for one in page.figures.days] == [9, 8, 7, 4, 3, 2, 0]
    assert trend_word(page.figures.trend_pct) == "decreasing"
    week = next(one for one in page.limits if one.criterion.metric == "tickets_week")
    assert (week.value, week.word) == (33, "missed")
    custody = launch(shipped_plans["custody-rollout"])
    words = {one.criterion.text: one.word for one in custody.desk_figures.page(
        custody.desk_figures.today()).limits}  # fmt: skip
    assert words["Support tickets > 20 in a day"] == "clear"
    assert words["Support tickets < 3 per day"] == "met"


@pytest.mark.parametrize(
    ("days", "change", "word"),
    [
        ((), None, "no trend yet"),
        ((5,), None, "no trend yet"),
        ((0, 5), None, "no trend yet"),
        ((10, 5), -50.0, "decreasing"),
        ((1, 1, 1, 9, 9, 9, 9, 9, 9), 0.0, "steady"),
        ((4, 4, 4, 5, 5, 5), 25.0, "increasing"),
    ],
)
def test_a_trend_compares_three_days_with_the_three_before(
    days: tuple[int, ...], change: float | None, word: str
) -> None:
    assert trend(days) == change
    assert trend_word(change) == word


def test_the_command_line_tells_the_same_figures(
    launch: Launch, shipped_plans: dict[str, Path], clock: FixedClock, warroom: Warroom,
    tmp_path: Path,
) -> None:  # fmt: skip
    ana = launch(shipped_plans["post-launch-support"])
    a_day(ana, launch(shipped_plans["post-launch-support"], "Ben"), clock)
    day = ana.desk_figures.today()
    db = ("--db", tmp_path / "post-launch-support.db", "--day", str(day))
    told = json.loads(warroom("ticket", "stats", *db, "--json").out)
    counts = ana.desk_figures.day(day).counts
    assert (told["created"], told["p90_response_min"]) == (10, 9)
    assert told["same_day_pct"] == counts.same_day_pct
    assert sum(one["created"] for one in told["by_hour"]) == 10
    assert "trend" in told
    text = warroom("ticket", "stats", *db).out
    assert f"warroom ticket list --first-contact-on {day}" in text
    people = json.loads(warroom("ticket", "stats", *db, "--by", "person", "--json").out)
    assert {one["group"] for one in people} == {"Ana", "Ben"}
    listed = warroom("ticket", "list", *db[:2], "--first-contact-on", str(day), "--json")
    assert len(json.loads(listed.out)) == counts.first_contact
    assert warroom("ticket", "stats", *db[:2], "--day", "nonsense").code == 2
    assert timedelta(minutes=9).total_seconds() == counts.response_p90_s


def test_satisfaction_stands_on_the_scale_of_each_limit(launch: Launch) -> None:
    ana = launch(
        "# Shop\n\n## Success Criteria\n\n- [ ] User satisfaction > 80%\n"
        "- [ ] Average satisfaction >4.5/5\n"
    )
    for stars in (5, 4):
        ref = ana.tickets.add(NewTicket("Cards")).ref
        ana.tickets.resolve(ref, "Done", stars)
    page = ana.desk_figures.page(ana.desk_figures.today())
    told = {one.criterion.text: (one.text, one.word) for one in page.limits}
    assert told["User satisfaction > 80%"] == ("88 %", "met")
    assert told["Average satisfaction >4.5/5"] == ("4.5 / 5", "at risk")


HOURS = """# Orchid

## Success Metrics

### Technical Metrics

**Ongoing**:
- Support ticket resolution: < 24 hours
"""


def test_a_limit_in_hours_is_held_against_hours(launch: Launch, clock: FixedClock) -> None:
    ana = launch(HOURS)
    ref = ana.tickets.add(NewTicket("Slow", priority=Priority.P4)).ref
    clock.move(minutes=500)
    ana.tickets.resolve(ref, "Fixed")
    page = ana.desk_figures.page(ana.desk_figures.today())
    limit = next(one for one in page.limits if one.criterion.metric == "mean_resolution")
    assert (limit.text, limit.word, limit.bad) == ("8.3 h", "met", False)
    told = ana.reports.preview().text
    (line,) = [one for one in told.splitlines() if "ticket resolution" in one]
    assert "met | 8.3 h | &lt; 24 h" in line
    clock.move(hours=20)
    late = ana.tickets.add(NewTicket("Later", priority=Priority.P4)).ref
    clock.move(hours=26)
    ana.tickets.resolve(late, "Fixed")
    page = ana.desk_figures.page(ana.desk_figures.today())
    limit = next(one for one in page.limits if one.criterion.metric == "mean_resolution")
    assert (limit.text, limit.word) == ("26 h", "missed")
