"""Every plan runs from its first box to its last, and reports on it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Warroom
from warroom_tui.bootstrap import open_services


def run_to_the_end(db: Path) -> int:
    """Tick every box phase by phase and end every phase; returns how many boxes there are."""
    services = open_services(str(db), actor="Ada")
    try:
        sheet = services.run_sheet
        while (ready := sheet.readiness()).phase is not None:
            if not ready.starts:
                for task in ready.open_required:
                    sheet.tick(task.id, "1" if task.value_label else None)
            reason = "exit criteria agreed by hand" if sheet.readiness().failing else None
            sheet.advance(ready.phase.id, reason)
        for task in sheet.all_tasks(open_only=True):
            sheet.tick(task.id, "1" if task.value_label else None)
        assert sheet.all_tasks(open_only=True) == ()
        return len(sheet.all_tasks())
    finally:
        services.close()


def check_plans(warroom: Warroom, plans: dict[str, Path], folder: Path) -> None:
    """Import each plan, run it to its end, and read its status, reports and timeline."""
    for name, plan in plans.items():
        db = folder / f"{name}.db"
        made = warroom("new", plan, "--db", db, "--yes", "--go-live", "2026-11-02 08:00")
        assert made.code == 0, made.err
        boxes = run_to_the_end(db)
        assert boxes > 0, name
        status = warroom("status", "--db", db)
        assert (status.code, "Phase      " in status.out) == (0, True), status.err
        for kind in ("daily", "midday"):
            for form in ("md", "html", "txt", "eml"):
                report = warroom("report", kind, "--format", form, "--db", db)
                assert report.code == 0, (name, kind, form, report.err)
        assert len(warroom("timeline", "--db", db).out.splitlines()) > min(boxes, 100)


def test_every_shipped_plan_runs_to_its_end(
    warroom: Warroom, shipped_plans: dict[str, Path], tmp_path: Path
) -> None:
    check_plans(warroom, shipped_plans, tmp_path)


def test_every_real_plan_runs_to_its_end(
    warroom: Warroom, real_plans: dict[str, Path], tmp_path: Path
) -> None:
    check_plans(warroom, real_plans, tmp_path)
