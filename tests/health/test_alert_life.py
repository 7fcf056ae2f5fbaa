"""Flapping, reminding, maintenance by plan, and what the targets answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.health.conftest import MakeLaunch, bad, good, needed, see, told
from tests.services.sample import seat
from warroom_tui.bootstrap import read_plan_files
from warroom_tui.domain.monitoring.alerts import AlertState
from warroom_tui.domain.monitoring.health import Measurement, OutsideAlert
from warroom_tui.plan.errors import PlanError
from warroom_tui.services.warroom import Services


def test_a_check_that_flaps_is_one_alert_with_a_count(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", good())
    for _ in range(3):
        clock.move(minutes=1)
        see(ana, "Shop", bad())
        clock.move(minutes=1)
        see(ana, "Shop", good())
    [first] = ana.health.history.alerts()
    assert (first.check, first.alert.flaps, first.alert.state) == ("Shop", 2, AlertState.RESOLVED)
    assert [text for text in told(ana) if "is down" in text] != []
    assert len(told(ana)) == 6
    clock.move(minutes=20)
    see(ana, "Shop", bad())
    assert [each.alert.flaps for each in ana.health.history.alerts()] == [0, 2]


def test_a_flap_wakes_who_had_taken_it_on(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    ana.health.alerts.acknowledge("Shop", "rolling back")
    assert needed(ana) == []
    clock.move(minutes=1)
    see(ana, "Shop", good())
    clock.move(minutes=1)
    see(ana, "Shop", bad())
    assert needed(ana) == ["Shop"]


def test_nobody_looking_is_said_again_until_somebody_does(ana: Services, clock: FixedClock) -> None:
    for _ in range(65):
        see(ana, "Shop", bad())
        clock.move(minutes=1)
    reminded = [text for text in told(ana) if "nobody has acknowledged" in text]
    assert len(reminded) == 2
    ana.health.alerts.acknowledge("Shop", "on it")
    for _ in range(40):
        see(ana, "Shop", bad())
        clock.move(minutes=1)
    assert len([text for text in told(ana) if "nobody has acknowledged" in text]) == 2


def test_a_clock_that_was_set_back_delays_no_reminder(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", bad())
    clock.move(hours=-5)
    for _ in range(35):
        see(ana, "Shop", bad())
        clock.move(minutes=1)
    reminded = [text for text in told(ana) if "nobody has acknowledged" in text]
    assert len(reminded) == 2, "at once, as nobody knows how old it is, and after half an hour"


def test_the_last_answers_are_kept_cleaned_and_few(ana: Services, clock: FixedClock) -> None:
    for number in range(12):
        seen = Measurement(False, 3.0, "HTTP 500", excerpt=f"{number}: \x1b]0;x\x07" + "y" * 900)
        see(ana, "Shop", seen)
        clock.move(minutes=1)
    shop = ana.health.history.find("shop")
    kept = ana.health.history.excerpts(shop.id)
    assert [each.text.split(":")[0] for each in kept] == ["11", "10", "9", "8", "7"]
    assert all("\x1b" not in each.text and len(each.text) <= 500 for each in kept)


def test_alerts_of_an_alertmanager_are_kept_while_it_is_away(
    make_launch: MakeLaunch, clock: FixedClock
) -> None:
    fence = "checks:\n  - {name: Ops, alertmanager: 'http://am.example', slow: '> 5', every: 30s}\n"
    with seat(make_launch(fence), "Ana", clock) as ana:
        one = OutsideAlert("Disk", "warning", "active", clock.now(), "full", (("job", "db"),))
        see(ana, "Ops", Measurement(True, 1.0, "1 active", alerts=(one,)))
        see(ana, "Ops", Measurement(False, None, "Alertmanager: connection refused"))
        [found] = ana.health.history.outside()
        assert (found.name, found.source, found.labels) == ("Disk", "Ops", (("job", "db"),))
        see(ana, "Ops", Measurement(True, 0.0, "0 active", alerts=()))
        assert ana.health.history.outside() == ()


MAINTAINED = """\
checks:
  - {name: Shop, http: "https://shop.example/health", fail-after: 1, runbook: Shop down}
maintenance:
  - {check: Shop, days: 1, time: 08:00-09:00, reason: "new disks"}
  - {check: Nothing, days: 1, time: 08:00-09:00, reason: "a check that is not there"}
"""


def test_maintenance_in_the_plan_follows_go_live_and_the_plan(
    make_launch: MakeLaunch, clock: FixedClock, tmp_path: Path
) -> None:
    with seat(make_launch(MAINTAINED), "Ana", clock) as ana:
        see(ana, "Shop", bad())
        assert needed(ana) == []
        ana.schedule.set_go_live(datetime(2026, 12, 3, 8, tzinfo=UTC))
        see(ana, "Shop", bad())
        assert needed(ana) == ["Shop"]
        [shop] = [check for check in ana.health.checks() if check.name == "Shop"]
        assert shop.options.runbook == "Shop down"
        plan = tmp_path / "plan.md"
        plan.write_text(plan.read_text("utf-8").replace("08:00-09:00", "10:00-12:00"), "utf-8")
        [(file, _)] = read_plan_files([plan])
        assert "new disks" in str(ana.plan_update.update(file))
        clock.at = datetime(2026, 12, 3, 11, tzinfo=UTC)
        see(ana, "Shop", good())
        see(ana, "Shop", bad())
        assert needed(ana) == []
        clock.move(hours=1)
        see(ana, "Shop", bad())
        assert needed(ana) == ["Shop"]


DATED = """\
checks:
  - {name: Shop, http: "https://shop.example/health", fail-after: 1}
maintenance:
  - {date: 2026-12-01, time: 22:00-02:00, reason: "the bank is closed"}
"""


def test_maintenance_on_a_date_stays_there_when_go_live_moves(
    make_launch: MakeLaunch, clock: FixedClock
) -> None:
    with seat(make_launch(DATED), "Ana", clock) as ana:
        ana.schedule.set_go_live(datetime(2026, 12, 3, 8, tzinfo=UTC))
        clock.at = datetime(2026, 12, 2, 1, tzinfo=UTC)
        see(ana, "Shop", bad())
        assert needed(ana) == []
        clock.move(hours=1)
        see(ana, "Shop", bad())
        assert needed(ana) == ["Shop"]


def test_maintenance_has_either_days_or_a_date(make_launch: MakeLaunch) -> None:
    with pytest.raises(PlanError, match="either days"):
        make_launch(DATED.replace("date: 2026-12-01", "days: 1, date: 2026-12-01"))
    with pytest.raises(PlanError, match="either days"):
        make_launch(DATED.replace("date: 2026-12-01, ", ""))


PROSE = """# Shop

## Monitoring and alerts

- **Error Rate:** Alert if > 1%
- **Response Time:** Alert if > 3 seconds
- **Database Connections:** Alert if > 80% capacity
- **Queue Depth:** Alert if > 1000 jobs
- **Disk Space:** Alert if < 20% free

```warroom
checks:
  - {name: Shop, http: "https://shop.example/health"}
  - {name: Own limit, http: "https://shop.example/health", slow: "> 1 s"}
  - {name: Error rate, queue: "https://shop.example/stats", path: errors}
  - {name: Mail, queue: "postgresql://db.example/shop", query: "SELECT count(*) FROM mail"}
  - {name: Waiting jobs, queue: "https://shop.example/stats", path: jobs}
  - {name: Connections, db: "postgresql://db.example/shop", measure: connections}
  - {name: Disk, host: disk}
```
"""


def test_limits_of_the_prose_hold_for_checks_that_state_none(tmp_path: Path) -> None:
    from warroom_tui.bootstrap import import_plans
    from warroom_tui.services.planning.launch_import import ImportAnswers

    plan, path = tmp_path / "plan.md", tmp_path / "launch.db"
    plan.write_text(PROSE, "utf-8")
    import_plans(read_plan_files([plan]), path, ImportAnswers(), actor="Ana")
    with seat(path, "Ana") as ana:
        checks = {check.name: check for check in ana.health.checks()}
    limits = {name: check.slow.as_text() for name, check in checks.items() if check.slow}
    assert limits == {
        "Shop": "> 3000 ms",
        "Own limit": "> 1000 ms",
        "Error rate": "> 1 %",
        "Waiting jobs": "> 1000",
        "Mail": "> 1000",
        "Connections": "> 80 %",
        "Disk": "< 20 %",
        "CPU": "> 80 %",
        "Memory": "> 85 %",
    }
    assert (checks["Mail"].kind, checks["Mail"].options.measure) == ("db", "value")
    assert timedelta(seconds=checks["Shop"].every_s) == timedelta(seconds=30)
