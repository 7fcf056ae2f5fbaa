"""What waits for a person, in which order, and the launch in one word with its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.pieces import (
    NOW,
    board,
    criterion,
    issue,
    minutes,
    phase,
    requirement,
    shift,
    task,
    ticket,
)
from warroom_tui.domain.board import Board, Promise, RagOverride, TicketCounts
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.desk.tickets import Priority
from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.needs import needs_you
from warroom_tui.domain.rag import Rag, judge_rag
from warroom_tui.domain.runsheet.launch import PhaseState, TaskState
from warroom_tui.domain.runsheet.phase_needs import phase_needs
from warroom_tui.domain.situation import read_situation
from warroom_tui.domain.triggers.criteria import Verdict

BAD = (("Shop", CheckState.DOWN, NOW - minutes(3)), ("Mail", CheckState.SLOW, NOW - minutes(9)))


def promised(kind: str, late_min: int, title: str = "Morning") -> Promise:
    return Promise(kind, 1, title, NOW - minutes(late_min))


def rag(held: Board, *, checks: bool = False, breached: int = 0) -> tuple[Rag, tuple[str, ...]]:
    verdicts = read_situation(held, NOW).verdicts
    status = judge_rag(held, NOW, BAD if checks else (), (), verdicts, breached)
    return status.rag, status.reasons


def test_what_hurts_users_most_stands_first() -> None:
    held = board(
        urgent=(
            ticket(1, due_at=NOW + minutes(5), at_risk_at=NOW - minutes(1)),
            ticket(2, due_at=NOW - minutes(5)),
            ticket(3, priority=Priority.P1, assignee=None),
            ticket(4, due_at=NOW + minutes(50), at_risk_at=NOW + minutes(40)),
        ),
        due_tasks=(task(1, NOW - minutes(20)), task(2, NOW + minutes(1))),
        phases=(phase(1, PhaseState.IN_PROGRESS, started_at=NOW - minutes(40), plan_min_hi=30),),
        requirements=(requirement(2), requirement(1, level="L2", time_from=None)),
        shifts=(shift(9, NOW - minutes(1), NOW + minutes(30), level="L2"),),
    )
    situation = read_situation(held, NOW)
    late = phase_needs(held, NOW)
    needs = needs_you(held, NOW, BAD, situation.covers, situation.gaps, late)
    assert [need.key for need in needs] == [
        "ticket:T-003",
        "check:Shop",
        "ticket:T-002",
        "ticket:T-001",
        "cover:L1",
        "cover:L2",
        "check:Mail",
        "task:1",
        "phase:1",
    ]


def test_of_one_kind_the_oldest_stands_first() -> None:
    held = board(urgent=(ticket(1, due_at=NOW - minutes(1)), ticket(2, due_at=NOW - minutes(9))))
    assert [need.row for need in needs_you(held, NOW, (), (), ())] == ["T-002", "T-001"]


def test_a_need_says_why_and_which_key_helps() -> None:
    held = board(urgent=(ticket(3, priority=Priority.P1, assignee=None, due_at=NOW - minutes(7)),))
    (need,) = needs_you(held, NOW, (), (), ())
    assert (need.tag, need.why, need.hint) == (
        "P1",
        "no owner, first response 7 min over",
        "t take",
    )


def test_a_gap_ahead_is_told_once_and_before_it_bites() -> None:
    held = board(
        requirements=(requirement(1),),
        shifts=(shift(1, NOW - minutes(60), NOW + minutes(60)),),
    )
    situation = read_situation(held, NOW)
    needs = needs_you(held, NOW, (), (), situation.gaps)
    assert [(need.key, need.why) for need in needs] == [("gap:L1", "in 1 h 00")]


def test_nothing_wrong_is_green_and_says_so() -> None:
    status = judge_rag(board(), NOW, (), (), (), 0)
    assert status.rag is Rag.GREEN
    assert status.first_reason == "no promise is broken, nothing down or short"


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (board(counts=TicketCounts(by_priority=(("P1", 2),))), "2 P1 open"),
        (board(due_tasks=(task(1, NOW - minutes(16)),)), "late: Task 1"),
        (
            replace(board(), promises=(promised("meeting", 16),)),
            "meeting not held in time: Morning",
        ),
        (replace(board(), promises=(promised("action", 16),)), "action not done in time: Morning"),
        (
            board(phases=(phase(1, PhaseState.NOT_STARTED, starts_at=NOW - minutes(16)),)),
            "Phase 1 should have begun 16 min ago",
        ),
        (
            board(due_tasks=(task(1, NOW - minutes(16)), task(2, NOW - minutes(17)))),
            "2 tasks late",
        ),
        (
            board(
                phases=(
                    phase(1, PhaseState.IN_PROGRESS, started_at=NOW - minutes(40), plan_min_hi=30),
                )
            ),
            "Phase 1 10 min over its time",
        ),
        (
            board(today=SupportCounts(clocks_met=8, clocks_breached=2)),
            "SLA 80 %, goal 90 %",
        ),
        *(
            (
                replace(board(), promises=(promised(kind, 20), promised(kind, 16, "Other"))),
                f"{said}: Morning, and 1 more",
            )
            for kind, said in (
                ("gate", "gate not decided in time"),
                ("message", "message not sent in time"),
                ("run", "routine not done in time"),
            )
        ),
    ],
)
def test_what_makes_it_yellow(held: Board, reason: str) -> None:
    assert rag(held) == (Rag.YELLOW, (reason,))


def test_down_and_slow_checks_and_broken_promises_are_yellow() -> None:
    assert rag(board(), checks=True) == (Rag.YELLOW, ("Shop is down", "Mail is slow"))
    assert rag(board(), breached=3) == (Rag.YELLOW, ("3 over SLA",))


@pytest.mark.parametrize(
    "held",
    [
        board(due_tasks=(task(1, NOW - minutes(15)),)),
        board(due_tasks=(task(1, NOW - minutes(60), TaskState.DONE),)),
        board(issues=(issue(Severity.CRITICAL, IssueState.RESOLVED),)),
        board(issues=(issue(Severity.HIGH),)),
        board(today=SupportCounts(clocks_met=9, clocks_breached=1)),
        replace(board(), promises=(promised("run", 15), promised("routine", 60))),
    ],
)
def test_what_does_not_make_it_yellow(held: Board) -> None:
    assert rag(held) == (Rag.GREEN, ())


def test_a_critical_issue_is_red_before_anything_else() -> None:
    held = board(issues=(issue(Severity.CRITICAL),), due_tasks=(task(1, NOW - minutes(16)),))
    assert rag(held) == (Rag.RED, ("ORCHID-001 Cards fail is critical", "late: Task 1"))


def test_a_missed_must_have_is_red_and_a_nice_one_is_not() -> None:
    today = SupportCounts(clocks_met=95, clocks_breached=5)
    missed = criterion("<", 50)
    assert rag(board(criteria=(missed,), today=today))[0] is Rag.RED
    nice = criterion("<", 50, tier="nice")
    assert rag(board(criteria=(nice,), today=today))[0] is Rag.GREEN


def test_zero_critical_bugs_is_missed_by_one() -> None:
    from warroom_tui.domain.triggers.criteria import judge_criterion

    assert judge_criterion(criterion("==", 0), 1) is Verdict.MISSED
    assert judge_criterion(criterion("==", 0), 0) is Verdict.MET


@pytest.mark.parametrize(
    ("op", "value", "verdict"),
    [
        (">=", 95, Verdict.MET),
        (">=", 90, Verdict.MET),
        (">=", 80, Verdict.AT_RISK),
        ("<", 80, Verdict.MET),
        ("<", 88, Verdict.AT_RISK),
        ("<", 90, Verdict.MISSED),
        (">=", None, Verdict.NO_DATA),
        (None, 95, Verdict.NO_DATA),
    ],
)
def test_a_target_against_its_metric(op: str | None, value: float | None, verdict: Verdict) -> None:
    from warroom_tui.domain.triggers.criteria import judge_criterion

    assert judge_criterion(criterion(op, 90), value) is verdict


def test_a_persons_word_stands_over_the_computed_one_until_it_ends() -> None:
    until = NOW + minutes(30)
    held = board(
        issues=(issue(Severity.CRITICAL),),
        override=RagOverride("green", "only one customer", "Ana", NOW, until),
    )
    during = judge_rag(held, NOW, (), (), (), 0)
    assert (during.rag, during.first_reason, during.overridden_by) == (
        Rag.GREEN,
        "only one customer",
        "Ana",
    )
    assert "ORCHID-001 Cards fail is critical" in during.reasons
    assert judge_rag(held, until, (), (), (), 0).rag is Rag.RED


def test_a_phase_that_should_have_begun_waits_for_a_person() -> None:
    held = board(phases=(phase(starts_at=NOW - minutes(40)), phase(2, starts_at=NOW)))
    (need,) = phase_needs(held, NOW)
    assert (need.tag, need.why, need.hint) == ("START", "should have begun 40 min ago", "p start")
