"""Looking after checks from a script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Warroom

PLAN = """# Shop launch

```warroom
checks:
  - {name: Accounting, manual: Send an invoice and see it arrive}
  - {name: Copy, heartbeat: The nightly copy, every: 1 h}
```
"""


@pytest.fixture
def launch(tmp_path: Path, warroom: Warroom, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A launch with checks that are told."""
    plan, path = tmp_path / "plan.md", tmp_path / "launch.db"
    plan.write_text(PLAN, "utf-8")
    assert warroom("new", plan, "--db", path, "--yes", "--go-live", "2026-12-01 08:00").code == 0
    monkeypatch.setenv("WARROOM_DB", str(path))
    monkeypatch.setenv("WARROOM_SEAT", "Ada")
    return path


def listed(warroom: Warroom, name: str) -> dict[str, object]:
    checks = warroom("check", "list", "--json").json()
    assert isinstance(checks, list)
    found = next(check for check in checks if check["name"] == name)
    assert isinstance(found, dict)
    return found


def test_a_manual_check_is_told_acknowledged_and_undone(launch: Path, warroom: Warroom) -> None:
    assert warroom("check", "set", "accounting", "down").code == 2
    said = warroom("check", "set", "accounting", "down", "--reason", "no invoice")
    assert (said.code, said.out) == (0, "Accounting is down.\n")
    assert "DOWN" in warroom("status").out
    done = warroom("check", "ack", "Accounting", "--reason", "asking the bank")
    assert (done.code, done.out) == (0, "Acknowledged by Ada.\n")
    alert = listed(warroom, "Accounting")["alert"]
    assert isinstance(alert, dict)
    assert (alert["state"], alert["reason"]) == ("acknowledged", "asking the bank")
    assert "acknowledged by Ada: asking the bank" in warroom("check", "list").out
    assert warroom("check", "ack", "Accounting", "--reason", "again").code == 1
    assert warroom("undo").code == 0
    alert = listed(warroom, "Accounting")["alert"]
    assert isinstance(alert, dict)
    assert alert["state"] == "firing"


def test_maintenance_and_its_end(launch: Path, warroom: Warroom) -> None:
    assert warroom("check", "maintenance", "all", "--reason", "disks").code == 2
    begun = warroom("check", "maintenance", "all", "--minutes", "60", "--reason", "disks")
    assert begun.out == "All checks: under maintenance for 1 h 00, disks.\n"
    assert listed(warroom, "Copy")["maintenance_until"] is not None
    assert warroom("check", "maintenance", "all", "--end").code == 0
    assert listed(warroom, "Copy")["maintenance_until"] is None
    assert warroom("check", "maintenance", "all", "--end").code == 1


def test_a_beat_and_a_run(launch: Path, warroom: Warroom) -> None:
    assert "no beat yet" in warroom("check", "run", "Copy").out
    assert warroom("check", "beat", "copy").out == "Copy: beat.\n"
    ran = warroom("check", "run", "Copy")
    assert ran.code == 0
    assert "up" in ran.out
    assert warroom("check", "beat", "Accounting").code == 1
    assert warroom("check", "beat", "nothing").code in (1, 2)


def test_health_over_a_window_and_the_alert_log(launch: Path, warroom: Warroom) -> None:
    warroom("check", "beat", "Copy")
    warroom("check", "set", "Accounting", "down", "--reason", "no invoice")
    found = warroom("health", "--window", "36h", "--json").json()
    assert isinstance(found, dict)
    assert {check["name"] for check in found["checks"]} >= {"Accounting", "Copy"}
    assert found["budget_window_min"] == 7 * 1440
    assert "BUDGET LEFT" in warroom("health", "--window", "launch").out
    assert warroom("health", "--window", "yesterday").code == 2
    alerts = warroom("alert", "list", "--json").json()
    assert isinstance(alerts, list)
    [fired] = alerts
    assert (fired["check"], fired["state"], fired["flaps"]) == ("Accounting", "firing", 0)
    assert "Accounting" in warroom("alert", "list").out
    shown = warroom("check", "show", "accounting", "--json").json()
    assert isinstance(shown, dict)
    assert (shown["state"], shown["alerts"][0]["severity"]) == ("down", "down")
    assert "Accounting" in warroom("check", "show", "accounting").out
    assert warroom("check", "show", "nothing").code == 2
