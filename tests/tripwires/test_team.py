"""The rollback team: whose role it is, and whether they are here; the window's countdown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.runsheet.day_words import window_words
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services

PLAN = """\
# Shop launch

## Rollback Plan

**Rollback Team**:
- Lead: Ana Berg
- Database: Ben Holt
- DevOps: _____________

```warroom
people:
  - {name: Ana Berg, level: L2, shifts: [{days: "1", time: "08:00-16:00"}]}
```
"""


def test_roles_without_a_person_or_off_duty_are_told(tmp_path: Path, clock: FixedClock) -> None:
    plan, path = tmp_path / "plan.md", tmp_path / "launch.db"
    plan.write_text(PLAN, encoding="utf-8")
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, tzinfo=UTC))
    import_plans(read_plan_files([plan]), path, answers, actor="Ana")
    clock.move(minutes=5)
    with seat(path, "Ana", clock) as ana:
        assert told(ana) == [
            ("Lead", "Ana Berg", "not on duty"),
            ("Database", "Ben Holt", "not on duty"),
            ("DevOps", "", "nobody named"),
        ]
        [shift] = [one for one in ana.rota.shifts() if one.person == "Ana Berg"]
        ana.rota.sign_in(shift.id)
        assert told(ana)[0] == ("Lead", "Ana Berg", "on duty")


def told(ana: Services) -> list[tuple[str, str, str]]:
    return [(one.role, one.name, one.duty.value) for one in ana.triggers.team()]


def test_the_window_counts_down_to_its_start_and_then_to_its_end(
    ana: Services, clock: FixedClock
) -> None:
    now = clock.now()
    launch = replace(
        ana.launch(), window_start=now + timedelta(hours=1), window_end=now + timedelta(hours=5)
    )
    assert window_words(launch, now) == "window opens in 1 h 00"
    assert window_words(launch, now + timedelta(hours=2)) == "window closes in 3 h 00"
    assert window_words(launch, now + timedelta(hours=6)) == ""
    assert window_words(ana.launch(), now) == ""


def test_a_role_stays_whatever_stands_for_its_person(tmp_path: Path, clock: FixedClock) -> None:
    plan, path = tmp_path / "plan.md", tmp_path / "launch.db"
    hostile = PLAN.replace("Ana Berg\n- D", "[/] \x1b[31mEve [@click=app.quit]x[/] \u202eevil\n- D")
    plan.write_text(hostile, encoding="utf-8")
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, tzinfo=UTC))
    import_plans(read_plan_files([plan]), path, answers, actor="Ana")
    with seat(path, "Ana", clock) as ana:
        team = ana.triggers.team()
        assert [one.role for one in team] == ["Lead", "Database", "DevOps"]
        assert "\x1b" not in "".join(one.name for one in team)
