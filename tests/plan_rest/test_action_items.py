"""Action items: written down, given, done, dropped, late, agreed in meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Warroom
from tests.conftest import FixedClock
from warroom_tui.domain.errors import InputError, Refused, StaleWrite
from warroom_tui.domain.runsheet.actions import ActionSource, ActionState, NewAction, parse_due
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services

PROMISED = (
    "ref text owner due_at state source source_ref source_title outcome created_at created_by "
    "closed_at closed_by version"
)
"""The keys of `warroom action list --json`."""


def test_an_action_item_lives_from_written_down_to_done_and_undo_takes_each_step_back(
    ana: Services,
) -> None:
    due = ana.clock.now() + timedelta(days=2)
    item = ana.actions.add(NewAction("Order \x1b[31mphones", "Ben", due))
    assert (item.ref, item.text, item.owner, item.due_at) == (
        "A-001",
        "Order ␛[31mphones",
        "Ben",
        due,
    )
    assert ana.actions.assign("a-001", "").owner is None
    assert ana.actions.edit("1", text="Order two phones", no_due=True).due_at is None
    done = ana.actions.done("1", "They are here")
    assert (done.state, done.outcome, done.closed_by) == (ActionState.DONE, "They are here", "Ana")
    with pytest.raises(Refused):
        ana.actions.drop("1", "too dear")
    for _ in range(3):
        ana.timeline.undo()
    assert (ana.actions.get("1").owner, ana.actions.get("1").due_at) == ("Ben", due)
    assert ana.actions.get("1").open
    ana.actions.drop("1", "not needed")
    assert ana.actions.reopen("1").outcome == ""


def test_what_makes_no_sense_is_refused_and_nothing_is_written(ana: Services) -> None:
    with pytest.raises(InputError):
        ana.actions.add(NewAction(" \n "))
    ana.actions.add(NewAction("Call the bank"))
    with pytest.raises(InputError):
        ana.actions.drop("1", " ")
    with pytest.raises(Refused):
        ana.actions.reopen("1")
    assert [item.ref for item in ana.actions.all()] == ["A-001"]


def test_of_two_seats_the_second_is_told_who_changed_it(ana: Services, ben: Services) -> None:
    item = ana.actions.add(NewAction("Call the bank"))
    ben.actions.assign(item.ref, "Ben", item.version)
    with pytest.raises(StaleWrite, match="Ben"):
        ana.actions.assign(item.ref, "Ana", item.version)


def test_a_late_one_stands_in_needs_you_until_it_is_done(ana: Services, clock: FixedClock) -> None:
    ana.actions.add(NewAction("Call the bank", "Ben", ana.clock.now() + timedelta(hours=1)))
    clock.move(hours=3)
    needs = read_situation(ana.board(), ana.clock.now()).needs
    need = next(need for need in needs if need.panel == "actions")
    assert (need.what, need.why) == ("A-001 Call the bank", "2 h 00 late, Ben")
    ana.actions.done("1")
    needs = read_situation(ana.board(), ana.clock.now()).needs
    assert not [need for need in needs if need.panel == "actions"]


def test_a_meeting_is_held_with_its_action_items_in_one_step(ana: Services) -> None:
    meeting = ana.meetings.all(planned_only=True)[0]
    ana.meetings.hold(meeting.id, "fine", actions=[NewAction("Write it up", "Ben")])
    [item] = ana.actions.all(source=(ActionSource.MEETING, str(meeting.id)))
    assert (item.text, item.origin) == ("Write it up", f"meeting: {meeting.title}")
    ana.timeline.undo()
    assert ana.actions.all() == ()


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("17:00", "2026-12-01 17:00"),
        ("2 h", "2026-12-01 12:00"),
        ("3 d", "2026-12-04 23:59"),
        ("+1w", "2026-12-08 23:59"),
        ("tomorrow", "2026-12-02 23:59"),
        ("2026-12-05", "2026-12-05 23:59"),
        ("2026-12-05 14:00", "2026-12-05 14:00"),
    ],
)
def test_a_due_time_is_read_as_people_type_it(text: str, local: str) -> None:
    zone = ZoneInfo("Europe/Copenhagen")
    due = parse_due(text, datetime(2026, 12, 1, 9, 0, tzinfo=UTC), zone)
    assert due is not None
    assert f"{due.astimezone(zone):%Y-%m-%d %H:%M}" == local


def test_a_due_time_that_is_none_names_the_forms() -> None:
    with pytest.raises(InputError) as refused:
        parse_due("soonish", datetime(2026, 12, 1, tzinfo=UTC), ZoneInfo("UTC"))
    assert "3 d" in refused.value.hint


def test_the_command_line_does_all_of_it(
    warroom: Warroom, launch_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_DB", str(launch_file))
    made: Any = warroom("action", "add", "Call", "--owner", "Ben", "--due", "2001-01-01").code
    assert made == 0
    assert warroom("action", "add", "Write", "--meeting", "1").code == 0
    assert warroom("action", "add", "X", "--due", "soon").code == 2
    rows: Any = warroom("action", "list", "--late", "--json").json()
    assert [row["ref"] for row in rows] == ["A-001"]
    assert set(rows[0]) == set(PROMISED.split())
    assert "2 open, 1 late" in warroom("action", "list").out
    assert warroom("action", "edit", "1", "--due", "").code == 0
    assert warroom("action", "done", "1", "--outcome", "they know").code == 0
    assert warroom("action", "done", "1").code == 1
    assert warroom("action", "drop", "2").code == 2
    assert warroom("action", "drop", "2", "--reason", "no").code == 0
    assert warroom("action", "reopen", "2").code == 0
    assert warroom("meeting", "held", "1", "--action", "Tidy up").code == 0
    rows = warroom("action", "list", "--all", "--json").json()
    assert {row["ref"]: row["state"] for row in rows} == {
        "A-001": "done",
        "A-002": "open",
        "A-003": "open",
    }
