"""Focus cards, roles with their authority, risks that move on, lessons that are written down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from tests.conftest import CHECKOUT, FixedClock
from tests.services.sample import seat
from warroom_tui.domain.errors import InputError, NotFound, StaleWrite
from warroom_tui.domain.runsheet.focus import FocusKind, focus_cards
from warroom_tui.domain.runsheet.gates import GateKind
from warroom_tui.domain.runsheet.risks import RiskState
from warroom_tui.domain.runsheet.roles import deciders
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.presenters.wall_scenes import scene_lines
from warroom_tui.ui.theme import DARK_NAME, palette_for

PLAN = """# Orchid

## Launch Day

**9:00 AM - 12:00 PM: Morning**

**Actions:**
- [ ] Answer everything

**Expected Issues:**
- Login questions
- Wrong rights

## Day 2 Focus

**Primary Goals:**
- Keep the pace

**Expected:**
- More users

**Actions:**
- [ ] Publish articles

## Launch Team Roles

**Launch Director**
- Overall coordination
- Go/no-go decisions

**Support Manager**
- Triage

## Risk Register

| Risk | Probability | Impact | Mitigation |
|---|---|---|---|
| Nobody comes | high | critical | Advertise |

## Lessons Learned

### What went well
- [list]

### What could be improved
- [list]
"""


@pytest.fixture
def orchid(tmp_path: Path, warroom: Warroom, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan as a launch, imported on 1 December."""
    (tmp_path / "orchid.md").write_text(PLAN)
    path = tmp_path / "orchid.db"
    monkeypatch.setenv("WARROOM_DB", str(path))
    plan = str(tmp_path / "orchid.md")
    made = warroom("new", plan, "--go-live", "2026-12-01 08:00", "--timezone", "UTC", "--yes")
    assert made.code == 0
    return path


@pytest.mark.usefixtures("orchid")
def test_the_focus_is_that_of_the_hour_then_of_the_day(orchid: Path) -> None:
    clock = FixedClock(datetime(2026, 12, 1, 10, tzinfo=UTC))
    with seat(orchid, "Ana", clock) as ana:
        [morning] = focus_cards(ana.board().focus, clock.now())
        assert morning.title.endswith("Morning")
        assert [note.text for note in morning.of(FocusKind.EXPECT)] == [
            "Login questions",
            "Wrong rights",
        ]
        [ahead] = focus_cards(ana.board().focus, clock.move(hours=5))
        assert (ahead.title, ahead.current) == ("Day 2 Focus", False)
        [day] = focus_cards(ana.board().focus, clock.move(hours=18))
        assert day.current
        assert [note.text for note in day.of(FocusKind.GOAL)] == ["Keep the pace"]
        assert [note.text for note in day.of(FocusKind.ACTION)] == ["Publish articles"]


def test_a_role_says_what_it_decides_and_the_gate_says_who(orchid: Path, clock: FixedClock) -> None:
    with seat(orchid, "Ana", clock) as ana:
        roles = ana.gates.roles()
    assert [role.name for role in roles] == ["Launch Director", "Support Manager"]
    assert roles[0].decides == "decides go or no-go"
    assert [role.place for role in deciders(roles, GateKind.GO_NO_GO)] == ["orchid.md:27"]
    assert deciders(roles, GateKind.HANDOFF) == ()


def test_a_risk_that_occurs_becomes_a_known_issue_and_undo_takes_both_back(ana: Services) -> None:
    [risk] = ana.risks.all()
    assert (risk.state, risk.score, risk.grade) == (RiskState.OPEN, 12, "grave")
    assert ana.risks.assign(risk.id, "Ben").owner == "Ben"
    with pytest.raises(InputError):
        ana.risks.set_state(risk.id, RiskState.CLOSED)
    with pytest.raises(StaleWrite):
        ana.risks.set_state(risk.id, RiskState.MITIGATED, "", risk.version)
    hit = ana.risks.set_state(risk.id, RiskState.OCCURRED, "three people", log_issue=True)
    [issue] = ana.issues.all()
    assert (hit.issue, issue.title, issue.severity) == (issue.ref, risk.text, "critical")
    assert (issue.description, issue.workaround) == ("three people", "Call")
    ana.timeline.undo()
    assert ana.issues.all() == ()
    assert ana.risks.all()[0].state is RiskState.OPEN


@pytest.mark.usefixtures("orchid")
def test_lessons_are_written_under_the_plans_own_questions_and_exported(
    warroom: Warroom, tmp_path: Path
) -> None:
    forms: Any = warroom("retro", "list", "--json").json()
    [form] = forms
    assert [each["question"] for each in form["questions"]] == [
        "What went well",
        "What could be improved",
    ]
    assert warroom("retro", "answer", form["form"], "1", "The team").code == 0
    assert warroom("retro", "answer", form["form"], "what could be improved", "Coffee").code == 0
    assert warroom("retro", "answer", form["form"], "7", "x").code == 2
    out = tmp_path / "lessons.md"
    assert warroom("retro", "export", "--out", str(out)).code == 0
    assert "## What went well\n\n- The team\n" in out.read_text()
    assert warroom("retro", "export", "--out", str(out)).code == 2
    assert warroom("undo").code == 0
    assert "Coffee" not in warroom("retro", "list").out


def test_without_a_form_of_the_plan_the_usual_questions_are_asked(ana: Services) -> None:
    [form] = ana.retro.forms()
    assert len(form.questions) == 3
    with pytest.raises(NotFound):
        ana.retro.answer("Nothing", "1", "x")


@pytest.mark.usefixtures("orchid")
def test_focus_and_risks_from_a_script(warroom: Warroom) -> None:
    cards: Any = warroom("focus", "--all", "--json").json()
    assert [card["title"] for card in cards][-1] == "Day 2 Focus"
    assert set(cards[0]) == {
        "title", "starts_at", "ends_at", "current", "goals", "expected_issues", "actions", "place",
    }  # fmt: skip
    status: Any = warroom("status", "--json").json()
    assert isinstance(status["focus"], list)
    risks: Any = warroom("risk", "list", "--json").json()
    [risk] = risks
    assert {"id", "text", "score", "state", "owner", "issue", "document", "line"} <= set(risk)
    assert warroom("risk", "set", "1").code == 2
    assert warroom("risk", "set", "1", "occurred", "--issue", "--owner", "Ben").code == 0
    assert "occurred" in warroom("risk", "list").out


def test_an_update_of_the_plan_keeps_what_became_of_a_risk(
    orchid: Path, warroom: Warroom, clock: FixedClock
) -> None:
    with seat(orchid, "Ana", clock) as ana:
        ana.risks.set_state(1, RiskState.OCCURRED, "it did")
    plan = orchid.with_name("orchid.md")
    text = plan.read_text().replace("| Nobody comes | high | critical | Advertise |\n", "")
    text = text.replace("- Keep the pace", "- Keep the pace\n- Sleep").replace("- Triage", "- Lead")
    plan.write_text(text)
    assert warroom("plan", "update", str(plan), "--yes").code == 0
    with seat(orchid, "Ana", clock) as ana:
        assert [risk.state for risk in ana.risks.all()] == [RiskState.OCCURRED]
        texts = [note.text for note in ana.board().focus]
        assert "Sleep" in texts
        assert ana.gates.roles()[1].duties == ("Lead",)


@pytest.mark.parametrize(
    ("name", "goals", "expected"), [("layby-launch-week", 15, 17), ("weekend-go-live", 0, 0)]
)
def test_the_shipped_plans_carry_their_focus(name: str, goals: int, expected: int) -> None:
    from warroom_tui.plan.drafting import draft_launch
    from warroom_tui.plan.reader import read_plan

    path = CHECKOUT / "data" / "plans" / f"{name}.md"
    focus = draft_launch([read_plan(path.read_bytes(), path.name)]).focus
    assert sum(note.kind == "goal" for note in focus) == goals
    assert sum(note.kind == "expect" for note in focus) == expected


def test_the_wall_shows_the_focus_beside_the_phases(orchid: Path) -> None:
    clock = FixedClock(datetime(2026, 12, 1, 10, tzinfo=UTC))
    with seat(orchid, "Ana", clock) as ana:
        situation = read_situation(ana.board(), clock.now())
    lines = scene_lines(situation, "timeline", palette_for(DARK_NAME), 160, 20, hide_names=False)
    text = "\n".join(line.plain for line in lines)
    assert "Focus · " in text
    assert "Login questions" in text
    narrow = scene_lines(situation, "timeline", palette_for(DARK_NAME), 80, 20, hide_names=False)
    assert "Login questions" not in "\n".join(line.plain for line in narrow)
    assert {line.cell_len for line in lines} == {160}
