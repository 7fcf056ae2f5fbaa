"""From a plan to a launch file: all of it or nothing, and never over something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.services.sample import GO_LIVE, HERE, ORCHID, PLAN, make_launch, seat
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.timeline import Actor
from warroom_tui.plan.draft import (
    ChecklistDraft,
    LaunchDraft,
    PersonDraft,
    ShiftDraft,
    TaskDraft,
)
from warroom_tui.services.planning.launch_import import ImportAnswers, ImportSummary, import_launch
from warroom_tui.services.warroom import Services

WHO = Actor("Ana", "import", "import")


def bring_in(path: Path, draft: LaunchDraft, answers: ImportAnswers | None = None) -> ImportSummary:
    return import_launch(path, draft, (PLAN,), answers or ImportAnswers(go_live=GO_LIVE), WHO)


def test_what_came_in_is_counted_and_is_there(tmp_path: Path) -> None:
    summary = bring_in(tmp_path / "orchid.db", ORCHID)
    counted = dict(summary.counts)
    assert (counted["phases"], counted["lists"], counted["tasks"]) == (3, 3, 5)
    assert (counted["people"], counted["shifts"], counted["SLA targets"]) == (2, 3, 6)
    with seat(summary.path, "Ana") as ana:
        assert len(ana.run_sheet.all_tasks()) == 5
        assert len(ana.rota.contacts()) == 1
        assert ana.timeline.recent()[0].text == "Imported orchid.md"
        assert not ana.timeline.recent()[0].undoable


@pytest.mark.parametrize(
    ("draft", "answers"),
    [
        (replace(ORCHID, timezone="Mars/Olympus"), ImportAnswers(go_live=GO_LIVE)),
        (ORCHID, ImportAnswers(go_live=GO_LIVE, timezone="../../etc/passwd")),
        (
            replace(
                ORCHID,
                lists=(
                    ChecklistDraft(
                        "Far", HERE, tasks=(TaskDraft("Late", HERE, anchor=Anchor(day=9**9)),)
                    ),
                ),
            ),
            ImportAnswers(go_live=GO_LIVE),
        ),
    ],
    ids=["bad zone in the plan", "bad zone in the answer", "a date beyond the calendar"],
)
def test_an_import_that_fails_writes_nothing_and_says_why(
    tmp_path: Path, draft: LaunchDraft, answers: ImportAnswers
) -> None:
    with pytest.raises(InputError) as told:
        bring_in(tmp_path / "orchid.db", draft, answers)
    assert told.value.message
    assert list(tmp_path.iterdir()) == []


def test_an_import_never_touches_a_file_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "orchid.db"
    path.write_text("dear diary")
    with pytest.raises(InputError, match="it was not touched"):
        bring_in(path, ORCHID)
    assert path.read_text() == "dear diary"
    assert [item.name for item in tmp_path.iterdir()] == ["orchid.db"]


def test_an_import_into_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be made"):
        bring_in(tmp_path / "no" / "orchid.db", ORCHID)
    assert list(tmp_path.iterdir()) == []


def test_a_go_live_on_the_wall_clock_is_meant_in_the_launchs_zone(tmp_path: Path) -> None:
    naive = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - as the person typed it
    summary = bring_in(tmp_path / "orchid.db", ORCHID, ImportAnswers(go_live=naive))
    assert summary.go_live_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def test_a_plan_without_a_date_waits_for_one(tmp_path: Path) -> None:
    summary = bring_in(tmp_path / "orchid.db", ORCHID, ImportAnswers())
    assert summary.go_live_at is None
    with seat(summary.path, "Ana") as ana:
        assert ana.rota.shifts() == ()
        assert all(task.due_at is None for task in ana.run_sheet.all_tasks())
        assert ana.board().launch.go_live_at is None


def test_a_person_in_two_documents_is_one_person(tmp_path: Path) -> None:
    shift = ShiftDraft((1,), time(8), time(16))
    people = (
        PersonDraft("Ana Berg", HERE, level="L1", shifts=(shift,)),
        PersonDraft("ana berg", HERE, email="ana@example.org", phone="555 0100", shifts=(shift,)),
    )
    path = bring_in(tmp_path / "orchid.db", replace(ORCHID, people=people)).path
    with seat(path, "Ana") as ana:
        (person,) = ana.rota.people()
        assert (person.name, person.level, person.email) == ("Ana Berg", "L1", "ana@example.org")
        assert len(ana.rota.shifts()) == 1


def test_a_night_shift_ends_the_next_morning(ana: Services) -> None:
    (night,) = [shift for shift in ana.rota.shifts() if shift.person == "Ben"]
    zone = ana.launch().zone
    assert night.starts_at.astimezone(zone).hour == 22
    assert night.ends_at - night.starts_at == timedelta(hours=8)


def test_anchors_of_the_plan_become_times(ana: Services) -> None:
    due = {task.text: task.due_at for task in ana.run_sheet.all_tasks()}
    assert due["Announce the freeze"] == GO_LIVE - timedelta(minutes=45)
    starts = [phase.starts_at for phase in ana.run_sheet.phases()]
    midnight = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert starts == [GO_LIVE - timedelta(hours=1), GO_LIVE, midnight]


def test_two_imports_at_once_into_one_name_leave_one_launch(tmp_path: Path) -> None:
    from tests.storage.children import Child, Gate, Tell

    gate = Gate()
    path = tmp_path / "orchid.db"

    def race(tell: Tell) -> None:
        gate.wait()
        try:
            make_launch(path)
        except InputError as error:
            tell(error.message)
        else:
            tell("made")

    children = [Child(race) for _ in range(4)]
    gate.open()
    told = [line for child in children for line in child.lines()]
    assert told.count("made") == 1
    assert sum("it was not touched" in line for line in told) == 3
    assert [item.name for item in tmp_path.iterdir()] == ["orchid.db"]
