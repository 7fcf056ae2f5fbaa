"""The real plans of five teams come out as a launch manager expects them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.coverage import plain_box_lines
from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.reader import read_plan

Real = Callable[[str], tuple[PlanDocument, LaunchDraft]]

LWS = "layby-launch-week"
PGL = "layby-production-go-live"
PLS = "post-launch-support"
ROS = "rendetaljeos-go-live"
CUS = "custody-rollout"
BOXES = {LWS: 168, PGL: 246, PLS: 43, ROS: 69, CUS: 37}


def tasks_of(draft: LaunchDraft) -> list[int]:
    """The source lines of everything that a box became."""
    lists = [found for phase in draft.phases for found in phase.checklists] + list(draft.lists)
    lines = [task.place.line for found in lists for task in found.tasks]
    return lines + [criterion.place.line for criterion in draft.criteria if criterion.is_box]


@pytest.mark.parametrize("name", BOXES)
def test_every_box_exactly_once(real: Real, real_plans: dict[str, Path], name: str) -> None:
    document, draft = real(name)
    lines = real_plans[name].read_text(encoding="utf-8").split("\n")
    assert len(document.boxes) == BOXES[name]
    assert {box.line for box in document.boxes} == plain_box_lines(lines)
    assert Counter(tasks_of(draft)) == Counter(box.line for box in document.boxes)
    assert document.coverage.unplaced_lines == 0


def test_lws_phases(real: Real) -> None:
    _, draft = real(LWS)
    told = [
        (phase.name, phase.kind, phase.start and phase.start.at, phase.end and phase.end.at)
        for phase in draft.phases
        if phase.kind == "go_live"
    ]
    assert told == [
        ("Pre-Launch", "go_live", time(7), time(8)),
        ("Launch Hour", "go_live", time(8), time(9)),
        ("Morning Operations", "go_live", time(9), time(12)),
        ("Lunch (Rotating)", "go_live", time(12), time(13)),
        ("Afternoon Operations", "go_live", time(13), time(17)),
        ("Peak Support Hour", "go_live", time(17), time(18)),
        ("Evening Wind-Down", "go_live", time(18), time(20)),
        ("End of Day Debrief", "go_live", time(20), None),
    ]
    first = draft.phases[0]
    assert (first.kind, first.start) == ("pre_launch", Anchor(day=-5, weekday=0))
    assert [len(found.tasks) for found in first.checklists] == [7, 6, 5, 5, 5]
    assert [f.anchor and f.anchor.weekday for f in first.checklists] == [0, 1, 2, 3, 4]
    assert first.checklists[3].kind == "rehearsal"
    after = [(p.name, p.start, p.end) for p in draft.phases if p.kind == "hypercare"]
    assert after == [
        ("Day 2 Focus", Anchor(day=1), Anchor(day=2)),
        ("Day 3-5 Focus", Anchor(day=2), Anchor(day=5)),
        ("Day 6-7 (Weekend)", Anchor(day=5), Anchor(day=7)),
        ("Week 2 Plan", Anchor(day=7), Anchor(day=14)),
    ]


def test_lws_tasks_with_a_clock(real: Real) -> None:
    _, draft = real(LWS)
    timed = {
        task.text: task.anchor
        for phase in draft.phases
        for found in phase.checklists
        for task in found.tasks
        if task.anchor is not None
    }
    assert timed == {
        "7:30 AM: Final team briefing": Anchor(day=0, at=time(7, 30)),
        "8:00 AM: Feature goes live": Anchor(day=0, at=time(8)),
    }


def test_lws_staffing(real: Real) -> None:
    _, draft = real(LWS)
    day, late, desk = (time(7), time(20)), (time(9), time(18)), draft.requirements
    told = [
        (r.level, r.day_from, r.day_to, (r.time_from, r.time_to), r.min_heads, r.max_heads, r.mode)
        for r in desk
    ]
    for expected in [
        ("manager", 1, 1, day, 1, None, "on_site"),
        ("L1", 1, 1, day, 6, None, "any"),
        ("L2", 1, 1, day, 2, None, "on_site"),
        ("L3", 1, 1, day, 1, None, "on_site"),
        ("L3", 1, 1, day, 1, None, "on_call"),
        ("qa", 1, 1, day, 1, None, "standby"),
        ("L1", 2, 7, late, 4, None, "any"),
        ("L2", 2, 7, late, 2, None, "any"),
        ("L3", 2, 7, late, 1, None, "on_call"),
        ("manager", 2, 7, late, 1, None, "manager_available"),
        ("staff", 6, 7, late, 2, 3, "any"),
        ("L1", 8, 10, late, 3, 4, "any"),
        ("L1", 11, 14, late, 2, None, "any"),
    ]:
        assert expected in told


def test_lws_priorities_and_targets(real: Real) -> None:
    _, draft = real(LWS)
    assert [(p.priority, len(p.examples)) for p in draft.priorities] == [
        ("P1", 5),
        ("P2", 4),
        ("P3", 4),
        ("P4", 4),
    ]
    assert [(t.key, t.clock, t.minutes) for t in draft.sla_targets] == [
        ("P1", "first_response", 0),
        ("P2", "first_response", 120),
        ("P3", "first_response", 240),
        ("P4", "first_response", 1440),
    ]


def test_lws_criteria(real: Real) -> None:
    _, draft = real(LWS)
    tiers = Counter(c.tier for c in draft.criteria if c.period == "Launch Day")
    assert tiers == {"must": 5, "should": 4, "nice": 4}
    week = {c.text: (c.op, c.value, c.unit) for c in draft.criteria if c.period == "Week 1"}
    assert week[">99.5% uptime"] == (">", 99.5, "percent")
    assert week["Average API response <500ms"] == ("<", 500.0, "ms")
    assert week["Average satisfaction >4.5/5"] == (">", 4.5, "score5")
    assert sum(c.klass == "transition" for c in draft.criteria) == 7


def test_lws_messages_meetings_and_routines(real: Real) -> None:
    _, draft = real(LWS)
    assert sum(message.body is not None for message in draft.messages) == 8
    debrief = next(m for m in draft.meetings if "End of Day" in m.title)
    assert (debrief.duration_min, len(debrief.agenda)) == (65, 7)
    briefing = next(m for m in draft.meetings if "Morning Briefing" in m.title)
    assert (briefing.every, briefing.duration_min) == ("daily", 15)
    review = next(m for m in draft.meetings if "Week 1 Review" in m.title)
    assert (review.anchor, review.duration_min) == (Anchor(day=7, at=time(9)), 120)
    assert len(review.attendees) == 4
    daily = [found for found in draft.lists if found.every == "daily" and found.anchor]
    assert [f.anchor and f.anchor.at for f in daily][:3] == [time(8, 30), time(8, 45), time(9)]
    assert len(draft.contacts) == 11
    assert draft.code == "LAYBY"
    assert draft.hypercare_days == 14


def test_lws_contradictions_are_found(real: Real) -> None:
    document, _ = real(LWS)
    lines = [p.line for p in document.problems if p.code == "contradiction"]
    assert lines == [63, 395, 435, 486]
    assert sum(p.code == "overlap" for p in document.problems) == 3


def test_pgl_phases(real: Real) -> None:
    document, draft = real(PGL)
    assert sum(box.done for box in document.boxes) == 5
    assert [p.start and p.start.day for p in draft.phases if p.kind == "pre_launch"] == [
        -28,
        -21,
        -14,
        -7,
        None,
    ]
    cutover = [(p.plan_min_lo, p.plan_min_hi) for p in draft.phases if p.kind == "cutover"]
    assert cutover == [(15, 30), (15, 30), (15, 30), (10, 10)]
    checks = next(p for p in draft.phases if p.name == "Phase 3: Verification")
    assert [(c.timebox_min, len(c.tasks)) for c in checks.checklists] == [(5, 6), (10, 9), (10, 5)]
    hours = [p.end and p.end.offset_min for p in draft.phases if p.kind == "hypercare"][:3]
    assert hours == [60, 240, 1440]


def test_pgl_details(real: Real) -> None:
    _, draft = real(PGL)
    tasks = [t for p in draft.phases for c in p.checklists for t in c.tasks]
    assert [t.command for t in tasks if t.command] == [
        "npx prisma migrate deploy",
        "npx prisma validate",
        "npm ci",
        "npm run build",
    ]
    assert [t.value_label for t in tasks if t.value_label] == ["Commit hash verified"]
    assert sorted(t.every_min for t in tasks if t.every_min) == [15, 30, 60, 120, 240]
    levels = {(t.key, t.clock): t.minutes for t in draft.sla_targets if t.scope == "level"}
    assert levels[("L1", "first_response")] == 240
    assert levels[("L2", "resolution")] == 2880
    assert levels[("L3", "first_response")] == 60
    assert len(draft.risks) == 5
    assert [s.minutes for s in draft.training] == [120, 90, 60]
    assert draft.rollback_minutes == 30
    classes = Counter(c.klass for c in draft.criteria)
    assert (classes["rollback_immediate"], classes["rollback_consider"]) == (4, 4)


def test_pls_has_routines_and_no_phase(real: Real) -> None:
    document, draft = real(PLS)
    assert draft.phases == ()
    assert [(f.every, f.anchor and f.anchor.at, len(f.tasks)) for f in draft.lists[:3]] == [
        ("daily", time(9), 6),
        ("daily", time(14), 5),
        ("daily", time(17), 4),
    ]
    weekly = [
        (f.anchor and f.anchor.weekday, len(f.tasks)) for f in draft.lists if f.every == "weekly"
    ]
    assert weekly == [(0, 4), (2, 3), (4, 4)]
    assert {(t.key, t.clock): t.minutes for t in draft.sla_targets} == {
        ("P1", "first_response"): 15,
        ("P1", "resolution"): 120,
        ("P2", "first_response"): 60,
        ("P2", "resolution"): 240,
        ("P3", "first_response"): 240,
        ("P3", "resolution"): 1440,
        ("P4", "first_response"): 1440,
        ("P4", "resolution"): None,
    }
    assert {t.subject: (t.op, t.value, t.unit) for t in draft.thresholds} == {
        "error_rate": (">", 1.0, "percent"),
        "response_time": (">", 3.0, "s"),
        "db_connections": (">", 80.0, "percent"),
        "cpu": (">", 80.0, "percent"),
        "memory": (">", 85.0, "percent"),
        "disk": ("<", 20.0, "percent"),
        "queue_depth": (">", 1000.0, "count"),
    }
    runbooks = [p for p in draft.procedures if p.kind == "troubleshoot"]
    assert [len(p.steps) for p in runbooks] == [6, 5, 5, 5, 5]
    assert sum(p.code == "alert-looser-than-target" for p in document.problems) == 2


def test_ros_window_and_slots(real: Real) -> None:
    document, draft = real(ROS)
    assert draft.window_start == Anchor(day=0, weekday=5, at=time(6))
    assert draft.window_end == Anchor(day=0, weekday=6, at=time(18))
    assert draft.rollback_deadline == Anchor(day=0, weekday=6, at=time(12))
    live = [p for p in draft.phases if p.kind == "go_live"]
    assert [(p.start and p.start.at, p.end and p.end.at) for p in live] == [
        (time(6), time(8)),
        (time(8), time(10)),
        (time(10), time(14)),
        (time(14), time(18)),
    ]
    slots = [found.anchor and found.anchor.at for phase in live for found in phase.checklists]
    assert slots == [
        time(6),
        time(6, 30),
        time(7, 30),
        time(8),
        time(8, 30),
        time(9),
        time(10),
        time(12),
        time(14),
        time(16),
    ]
    assert [len(c.tasks) for p in draft.phases[-3:] for c in p.checklists] == [5, 5, 5]
    assert len(draft.risks) == 4
    assert any(p.code == "trigger-looser-than-target" for p in document.problems)
    assert any(c.text == "> 80% of staff successfully using new system" for c in draft.criteria)


def test_cus_rollout(real: Real) -> None:
    document, draft = real(CUS)
    assert document.repaired_lines == 19
    rollout = [p for p in draft.phases if p.kind == "rollout"]
    assert [(p.start and p.start.day, p.end and p.end.day) for p in rollout] == [
        (0, 7),
        (7, 21),
        (21, 35),
        (35, None),
    ]
    assert rollout[0].objective == "Validate system with internal team"
    assert len(rollout[1].participants) == 3
    exits = [c for c in draft.criteria if c.klass == "exit" and c.phase == rollout[1].name]
    assert [(c.op, c.value, c.unit) for c in exits] == [
        ("<", 3.0, "per_day"),
        ("==", 0.0, "count"),
        (">", 80.0, "percent"),
        (None, None, None),
    ]
    triggers = [c for c in draft.criteria if c.klass == "rollback_consider"]
    assert sum(c.phase == rollout[2].name for c in triggers) == 4
    rollback = next(p for p in draft.procedures if p.kind == "rollback")
    assert len(rollback.steps) == 15


def test_two_plans_of_one_launch_show_where_they_differ(real_plans: dict[str, Path]) -> None:
    both = [read_plan(real_plans[n].read_bytes(), real_plans[n].name) for n in (LWS, PGL)]
    draft = draft_launch(both)
    assert any("99.5" in f.text and "99.9" in f.text for f in draft.findings)
    starts = [p.start.day for p in draft.phases if p.start is not None and p.start.day is not None]
    assert starts[:5] == [-28, -21, -14, -7, -5]
    assert {p.place.source for p in draft.phases} == {0, 1}


@pytest.mark.parametrize("name", BOXES)
def test_the_same_file_gives_the_same_document(
    real: Real, real_plans: dict[str, Path], name: str
) -> None:
    path = real_plans[name]
    assert read_plan(path.read_bytes(), path.name).to_json() == real(name)[0].to_json()
