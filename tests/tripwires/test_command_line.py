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
