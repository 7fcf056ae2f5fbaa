"""Triggers, baselines and the rollback from a script, and the watch without a screen."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom, shop, warroom
from tests.tripwires.conftest import id_of
from warroom_tui.bootstrap import open_services
from warroom_tui.services.warroom import Services

__all__ = ["shop", "warroom"]


def test_a_trigger_from_a_script(warroom: Warroom, launch_file: Path, ana: Services) -> None:
    number = id_of(ana, "does not start")
    db = ("--db", str(launch_file))
    rows: Any = warroom(*db, "trigger", "list", "--json").json()
    assert [row["group"] for row in rows] == ["immediate"] * 3 + ["consider"]
    assert warroom(*db, "trigger", "raise", str(number)).code == 2
    raised = warroom(*db, "trigger", "raise", str(number), "--reason", "white page")
    assert (raised.code, raised.out) == (0, "Shop does not start: tripped.\n")
    assert warroom(*db, "trigger", "raise", str(number), "--reason", "again").code == 1
    assert warroom(*db, "trigger", "clear", "999", "--reason", "x").code == 2
    told: Any = warroom(*db, "status", "--json").json()
    assert told["rag"]["status"] == "red"
    decided = warroom(
        *db, "rollback", "decide", "continue-until", "--until", "+30", "--reason", "near"
    )
    assert decided.code == 0
    rows = warroom(*db, "rollback", "list", "--json").json()
    assert (rows[0]["decision"], rows[0]["state"]) == ("continue_until", "continued")
    assert warroom(*db, "criterion", "set", str(number), "--verdict", "met").code == 2
    assert warroom(*db, "criterion", "set", str(number), "--limit", "many").code == 2
    plan = warroom(*db, "rollback", "plan", "--deadline", "2026-12-06 12:00", "--estimate", "30")
    assert "a rollback takes 30 min (estimated)" in plan.out
    soon = warroom(*db, "rollback", "plan", "--deadline", "+120", "--estimate", "30")
    assert "Last safe moment for a rollback in 1 h" in soon.out
    assert warroom(*db, "rollback", "plan", "--deadline", "25:00").code == 2
    assert warroom(*db, "status", "--set", "yellow").code == 2
    assert "YELLOW" in warroom(*db, "status", "--set", "yellow", "--reason", "we watch").out


@pytest.mark.usefixtures("ana")
def test_the_watch_works_without_any_seat(launch_file: Path) -> None:
    """`warroom monitor` trips a trigger; real time, so the launch is taken as out by a person."""
    services = open_services(str(launch_file), actor="Cleo")
    try:
        while (ready := services.run_sheet.readiness()).phase is not None:
            services.run_sheet.advance(ready.phase.id, "on we go")
            if services.launch().status.value == "in_progress":
                break
        services.health.set_metric("refused", 9.0)
        program = "import sys; from warroom_tui.cli.main import main; sys.exit(main())"
        command = [sys.executable, "-c", program, "--db", str(launch_file), "monitor"]
        monitor = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            until, pause = time.monotonic() + 40, threading.Event()
            while services.rollback.current() is None and time.monotonic() < until:
                pause.wait(0.2)
        finally:
            monitor.terminate()
            monitor.communicate(timeout=20)
        asked = services.rollback.current()
        assert asked is not None
        assert asked.proposed_by == "monitor"
    finally:
        services.close()


def test_a_rollback_says_where_it_is(warroom: Warroom, launch_file: Path, ana: Services) -> None:
    """Until when it goes on, that it runs, that it is over; and nothing is rolled back twice."""
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    db = ("--db", str(launch_file))
    reason = ("--reason", "because")
    told = warroom(*db, "rollback", "decide", "continue_until", "--until", "+30", *reason).out
    assert "continue until" in told
    assert "asked again" in told
    assert "continued" in warroom(*db, "rollback", "list").out
    assert warroom(*db, "rollback", "decide", "roll_back", *reason).code == 0
    assert warroom(*db, "rollback", "start").code == 0
    assert "under way since" in warroom(*db, "rollback", "plan").out
    steps = [item for item in ana.run_sheet.lists() if "Roll back" in item.title]
    for task in [task for item in steps for task in ana.run_sheet.tasks(item.id)]:
        ana.run_sheet.tick(task.id)
    for step in ("verify", "communicate", "close"):
        assert warroom(*db, "rollback", step, "--note", "done").code == 0
    assert "is rolled back: nothing is left" in warroom(*db, "rollback", "plan").out
    assert "rolled back" in warroom(*db, "status").out.splitlines()[0]
    again = warroom(*db, "rollback", "decide", "roll_back", *reason)
    assert again.code == 1
    assert "rolled back already" in again.err
    assert warroom(*db, "rollback", "decide", "fix-forward", *reason).code == 0
