"""What plans ask for becomes part of the launch: the shipped ones always, real ones if there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.services.planning.launch_import import ImportAnswers

WANTED = {
    # messages, gates, routines, meetings, procedures, steps, risks
    "layby-launch-week": (8, 2, 11, 7, 7, 40, 0),
    "shipped layby-launch-week": (8, 2, 11, 7, 8, 48, 0),
    "layby-production-go-live": (13, 8, 7, 2, 5, 21, 5),
    "post-launch-support": (0, 1, 7, 2, 5, 26, 0),
    "custody-rollout": (7, 1, None, 0, 1, 15, 0),
    "rendetaljeos-go-live": (4, 2, 0, 1, 4, 20, 4),
    "weekend-go-live": (4, 2, 0, 1, 4, 20, 4),
}


REAL = [name for name in WANTED if name != "weekend-go-live" and not name.startswith("shipped ")]


def imported(folder: Path, *plans: Path) -> Path:
    target = folder / "launch.db"
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, 0), timezone="Europe/Copenhagen")  # noqa: DTZ001
    import_plans(read_plan_files(list(plans)), target, answers, actor="Ana")
    return target


def counted(path: Path) -> tuple[int, ...]:
    with seat(path, "Ana") as services:
        procedures = services.runbooks.all()
        return (
            len(services.messages.all()),
            len(services.gates.all()),
            len(services.routines.all()),
            len(services.meetings.all()),
            len(procedures),
            sum(len(procedure.steps) for procedure in procedures),
            len(services.runbooks.risks()),
        )


def check(name: str, plan: Path, folder: Path) -> None:
    found, wanted = counted(imported(folder, plan)), WANTED[name]
    assert [a for a, b in zip(found, wanted, strict=True) if b is not None] == [
        b for b in wanted if b is not None
    ]


@pytest.mark.parametrize(
    "name",
    [
        "custody-rollout",
        "layby-launch-week",
        "layby-production-go-live",
        "post-launch-support",
        "weekend-go-live",
    ],
)
def test_a_shipped_plan(name: str, shipped_plans: dict[str, Path], tmp_path: Path) -> None:
    own = f"shipped {name}"  # it has a rollback of its own, which the demo rehearses
    check(own if own in WANTED else name, shipped_plans[name], tmp_path)


@pytest.mark.parametrize("name", REAL)
def test_a_real_plan(name: str, real_plans: dict[str, Path], tmp_path: Path) -> None:
    check(name, real_plans[name], tmp_path)


def test_the_ladder_of_the_go_live_plan(shipped_plans: dict[str, Path], tmp_path: Path) -> None:
    path = imported(tmp_path, shipped_plans["layby-production-go-live"])
    with seat(path, "Ana") as services:
        rungs = [one for one in services.routines.all() if one.every_min]
        zone = services.launch().zone
    assert [
        (one.cadence, *(f"{at.astimezone(zone):%H:%M}" for at in (one.active_from, one.active_to)))
        for one in rungs
        if one.active_from and one.active_to
    ] == [
        ("every 15 min", "08:00", "09:00"),
        ("every 30 min", "09:00", "12:00"),
        ("every 1 h", "08:00", "12:00"),
        ("every 2 h", "12:00", "08:00"),
        ("every 4 h", "12:00", "08:00"),
    ]


def test_nothing_that_was_imported_is_unreachable(
    shipped_plans: dict[str, Path], tmp_path: Path
) -> None:
    plans = [shipped_plans["layby-launch-week"], shipped_plans["layby-production-go-live"]]
    with seat(imported(tmp_path, *plans), "Ana") as services:
        chapters = {chapter.key: chapter.entries for chapter in services.book.read()}
        text = "\n".join(
            f"{entry.title}\n{entry.note}\n{entry.text}"
            for entries in chapters.values()
            for entry in entries
        )
        for task in services.run_sheet.all_tasks():
            assert task.text in text
        for procedure in services.runbooks.all():
            assert all(step in text for step in procedure.steps)
        for message in services.messages.all():
            assert message.title in text
            assert message.body in text
    from_plan = [e for key in chapters if key != "directory" for e in chapters[key]]
    placed = sum(bool(entry.place) for entry in from_plan)
    assert placed == len(from_plan)
    assert {"risks", "training", "expected", "note", "directory", "channels"} <= set(chapters)
