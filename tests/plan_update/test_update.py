"""A changed plan comes into the launch, and nothing that people did goes away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.plan_update.conftest import PLAN, Desk, MakeDesk
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.planning.plan_diff import PlanDiff
from warroom_tui.domain.runsheet.launch import TaskState
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.services.context import Context


def told(diff: PlanDiff) -> list[str]:
    """The diff as people read it."""
    return [f"{change.kind.value} {change.said()}" for change in diff.changes]


def test_the_same_file_changes_nothing_and_says_so(desk: Desk) -> None:
    assert desk.services.plan_update.compare(desk.read()).identical
    before = desk.services.board().revision
    assert desk.services.plan_update.update(desk.read()).identical
    assert desk.services.board().revision == before


def test_blank_lines_move_the_lines_and_nothing_else(desk: Desk) -> None:
    was = desk.tick("Freeze the shop's code")
    diff = desk.update(("## Preparation", "\n\n\n## Preparation"))
    assert diff.changes == ()
    now = desk.tasks()["Freeze the shop's code"]
    assert (now.id, now.state, now.done_at, now.line) == (
        was.id, TaskState.DONE, was.done_at, (was.line or 0) + 3,
    )  # fmt: skip


def test_an_added_task_stands_where_the_plan_has_it(desk: Desk) -> None:
    diff = desk.update(
        ("- [ ] Load the price list", "- [ ] Warn the bank\n- [ ] Load the price list")
    )
    assert told(diff) == ["added task “Warn the bank”"]
    texts = [task.text for task in desk.services.run_sheet.all_tasks()]
    assert texts[:3] == ["Freeze the shop's code", "Warn the bank", "Load the price list"]


def test_a_removed_task_leaves_the_list_and_stays_in_the_record(desk: Desk) -> None:
    gone = desk.tick("Load the price list")
    diff = desk.update(("- [ ] Load the price list\n", ""))
    assert told(diff) == ["removed task “Load the price list” (it was done)"]
    assert "Load the price list" not in desk.tasks()
    event = desk.services.timeline.recent(1)[0]
    assert event.text == "Updated the plan from plan.md: 1 removed; removed: “Load the price list”"
    with pytest.raises(InputError, match="no task"):
        desk.services.run_sheet.task(gone.id)
    phase = desk.services.run_sheet.phases()[0]
    assert (phase.done, phase.total) == (0, 5 if phase.total == 5 else 3)


def test_a_removed_task_comes_back_with_its_tick(desk: Desk) -> None:
    was = desk.tick("Load the price list")
    desk.update(("- [ ] Load the price list\n", ""))
    desk.services.plan_update.update(desk.write(PLAN))
    now = desk.tasks()["Load the price list"]
    assert (now.id, now.state, now.done_at) == (was.id, TaskState.DONE, was.done_at)


def test_a_reworded_task_keeps_its_tick_and_asks_to_look_again(desk: Desk) -> None:
    was = desk.tick("Ring every shop keeper")
    diff = desk.update(("Ring every shop keeper", "Ring every shop keeper in the north"))
    assert told(diff) == [
        "reworded task “Ring every shop keeper in the north”, was “Ring every shop keeper”"
        " (it is ticked: look again)"
    ]
    assert desk.tasks()["Ring every shop keeper in the north"].done_at == was.done_at


def test_another_number_is_another_task(desk: Desk) -> None:
    desk.tick("Print the labels for till 1")
    diff = desk.update(("labels for till 1", "labels for till 2"))
    assert diff.counts() == (("added", 1), ("removed", 1))
    assert desk.tasks()["Print the labels for till 2"].state is TaskState.OPEN


def test_a_moved_task_keeps_its_tick(desk: Desk) -> None:
    was = desk.tick("Load the price list")
    diff = desk.update(
        ("- [ ] Load the price list\n", ""),
        ("first orders", "first orders\n- [ ] Load the price list"),
    )  # fmt: skip
    assert [change.kind.value for change in diff.changes] == ["moved", "re-timed"] or [
        change.kind.value for change in diff.changes
    ] == ["moved"]
    now = desk.tasks()["Load the price list"]
    assert (now.id, now.done_at) == (was.id, was.done_at)
    assert now.checklist_id != was.checklist_id


def test_the_same_words_in_three_lists_are_three_tasks(desk: Desk) -> None:
    tasks = [t for t in desk.services.run_sheet.all_tasks() if t.text == "Review open tickets"]
    desk.services.run_sheet.tick(tasks[1].id)
    desk.update(("**One day before**\n- [ ] Review open tickets\n", "**One day before**\n"))
    left = {t.id: t.state for t in desk.services.run_sheet.all_tasks() if t.text == tasks[0].text}
    assert left == {tasks[1].id: TaskState.DONE, tasks[2].id: TaskState.OPEN}


def test_a_renamed_list_keeps_the_ticks_of_its_tasks(desk: Desk) -> None:
    was = desk.tick("Load the price list")
    diff = desk.update(("**Two days before**", "**Three days before**"))
    assert "added" not in dict(diff.counts())
    assert "removed" not in dict(diff.counts())
    now = desk.tasks()["Load the price list"]
    assert (now.id, now.done_at) == (was.id, was.done_at)


def test_a_retimed_phase_moves_and_what_has_begun_does_not(desk: Desk) -> None:
    sheet = desk.services.run_sheet
    *earlier, first, second = sheet.phases()
    for phase in earlier:
        sheet.advance(phase.id, reason="go")
        if phase.seq == 1:  # the first is to be started before it is completed
            sheet.advance(phase.id, reason="go")
    diff = desk.update(("(08:00 -", "(07:30 -"), ("(09:00 -", "(09:30 -"))
    assert [c.text for c in diff.changes if c.kind.value == "re-timed"] == [first.name, second.name]
    now = {phase.id: phase for phase in sheet.phases()}
    assert now[first.id].starts_at == first.starts_at
    assert now[second.id].starts_at == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    assert now[first.id].started_at is not None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Uptime > 99.5%", "Uptime > 99.9%", "changed criterion “Uptime > 99.9%”"),
        ("Support tickets < 20", "Fewer support tickets < 15", "changed criterion"),
        ("15 minutes | 2 hours", "15 minutes | 90 min", "changed reply time “P1 resolution”"),
        ("+45 11 22 33 44", "+45 99 88 77 66", "changed contact “System Down: Noor Said”"),
        ("every: 10s", "every: 30s", "changed check “Front page”: every 10 → every 30"),
        ("time: 07:00-16:00", "time: 08:00-16:00", "shift “Ada Berg, day 1"),
        ("- Support tickets < 20\n", "", "removed criterion “Support tickets < 20”"),
        ("| P2 | 1 hour | 8 hours |\n", "", "removed reply time “P2 resolution”"),
    ],
)
def test_everything_else_of_the_plan_is_compared_too(
    desk: Desk, old: str, new: str, said: str
) -> None:
    diff = desk.update((old, new))
    assert any(said in line for line in told(diff)), told(diff)
    assert all(line.split()[1] not in ("task", "phase", "list") for line in told(diff))


def test_what_people_decided_is_not_taken_back(desk: Desk) -> None:
    sheet, health = desk.services.run_sheet, desk.services.health
    lists = {item.title: item.id for item in sheet.lists()}
    added = sheet.add_task(lists["Preparation Two days before"], "Feed the cat", owner="Bo")
    skipped = sheet.skip(desk.tasks()["Freeze the shop's code"].id, "frozen last week")
    criterion = health.criteria()[0]
    health.set_verdict(criterion.id, Verdict.WAIVED, "agreed with Noor")
    desk.update(("- [ ] Load the price list\n", ""), ("# Corner", "\n# Corner"))
    tasks = desk.tasks()
    assert (tasks["Feed the cat"].id, tasks["Feed the cat"].owner) == (added.id, "Bo")
    assert tasks["Freeze the shop's code"].skip_reason == skipped.skip_reason
    assert health.criteria()[0].manual_verdict == "waived"


def test_a_list_with_an_added_task_stays_when_the_plan_drops_it(desk: Desk) -> None:
    sheet = desk.services.run_sheet
    lists = {item.title: item.id for item in sheet.lists()}
    sheet.add_task(lists["Preparation One day before"], "Feed the cat")
    start = PLAN.index("**One day before**")
    diff = desk.services.plan_update.update(
        desk.write(PLAN[:start] + PLAN[PLAN.index("## Launch Day") :])
    )
    assert any(line.startswith("kept list “Preparation One day before”") for line in told(diff)), (
        told(diff)
    )
    assert "Feed the cat" in desk.tasks()
    assert "Review open tickets" in desk.tasks()


def test_a_phase_that_has_begun_stays_when_the_plan_drops_it(desk: Desk) -> None:
    sheet = desk.services.run_sheet
    running = sheet.readiness().phase
    assert running is not None
    sheet.advance(running.id)
    start, end = PLAN.index("## Preparation"), PLAN.index("## Launch Day")
    desk.services.plan_update.update(desk.write(PLAN[:start] + PLAN[end:]))
    assert running.id in [phase.id for phase in sheet.phases()]


def test_one_undo_takes_the_whole_update_back(desk: Desk) -> None:
    desk.tick("Load the price list")
    desk.clock.move(minutes=5)
    before = desk.services.board()
    desk.update(
        ("- [ ] Load the price list\n", ""), ("Uptime > 99.5%", "Uptime > 99.9%"),
        ("| System Down | Noor Said | +45 11 22 33 44 |\n", ""), ("(08:00", "(07:00"),
        ("## Success", "## New Chapter\n- [ ] Something new\n\n## Success"),
    )  # fmt: skip
    desk.services.timeline.undo()
    after = desk.services.board()
    assert [(t.id, t.text, t.state, t.due_at, t.line) for t in after.tasks] == [
        (t.id, t.text, t.state, t.due_at, t.line) for t in before.tasks
    ]
    assert [(c.id, c.text) for c in after.criteria] == [(c.id, c.text) for c in before.criteria]
    assert [(p.name, p.starts_at) for p in after.phases] == [
        (p.name, p.starts_at) for p in before.phases
    ]
    assert not desk.services.plan_update.compare(desk.read()).identical, "the old plan counts again"


def test_an_update_on_which_people_built_is_not_undone(desk: Desk) -> None:
    desk.update(("- [ ] Load the price list", "- [ ] Warn the bank\n- [ ] Load the price list"))
    other = desk.services.acting_as("Bo")
    other.run_sheet.tick(desk.tasks()["Warn the bank"].id)
    with pytest.raises(Refused, match="cannot be undone"):
        desk.services.timeline.undo()
    assert desk.tasks()["Warn the bank"].state is TaskState.DONE


def test_a_file_that_is_no_plan_changes_nothing(desk: Desk) -> None:
    before = desk.services.board().revision
    with pytest.raises(InputError):
        desk.services.plan_update.update(desk.edit(("every: 10s", "every: 1 mintue")))
    for content in (b"", b"\x00\x01\x02\xff" * 50):
        with pytest.raises(InputError):
            desk.write(content)
    assert desk.services.board().revision == before


def test_another_name_must_be_said_to_be_the_plan_or_a_second_one(
    desk: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "extra.md"
    other.write_text("# Extra\n\n## One week after\n- [ ] Send the flowers\n", "utf-8")
    from warroom_tui.bootstrap import read_plan_files

    [(file, _)] = read_plan_files([other])
    update = desk.services.plan_update
    with pytest.raises(InputError, match=r"no document of this launch; it has plan\.md"):
        update.compare(file)
    was = desk.tick("Load the price list")
    diff = update.update(file, add=True)
    assert (diff.added, diff.source) == (True, "extra.md")
    assert {change.kind.value for change in diff.changes} == {"added"}
    assert desk.tasks()["Send the flowers"].state is TaskState.OPEN
    assert desk.tasks()["Load the price list"].done_at == was.done_at
    assert [source.path for source in update.sources()] == ["plan.md", "extra.md"]
    other.write_text("# Extra\n\n## One week after\n- [ ] Send the tulips\n", "utf-8")
    [(changed, _)] = read_plan_files([other])
    assert dict(update.update(changed).counts()).keys() <= {"reworded", "added", "removed"}
    assert "Send the tulips" in desk.tasks()
    with pytest.raises(InputError, match="already"):
        update.update(changed, add=True)


def test_a_renamed_file_can_replace_its_old_self(desk: Desk) -> None:
    newer = desk.file.with_name("plan-v2.md")
    newer.write_text(PLAN.replace("Load the price list", "Load the new price list"), "utf-8")
    from warroom_tui.bootstrap import read_plan_files

    [(file, _)] = read_plan_files([newer])
    diff = desk.services.plan_update.update(file, source="plan.md")
    assert dict(diff.counts()) == {"reworded": 1}
    with pytest.raises(InputError, match="no document of this launch"):
        desk.services.plan_update.compare(file, source="plan-v3.md")


def test_go_live_in_the_plan_moves_the_launch_unless_people_moved_it(make_desk: MakeDesk) -> None:
    dated = PLAN.replace("code: SHOP\n", "code: SHOP\ngo-live: 2026-12-01 08:00\n")
    desk = make_desk(dated, go_live=False)
    diff = desk.update(("go-live: 2026-12-01", "go-live: 2026-12-03"))
    assert told(diff) == ["changed launch “go-live”: Tue 2026-12-01 08:00 → Thu 2026-12-03 08:00"]
    assert desk.services.launch().go_live_at == datetime(2026, 12, 3, 7, 0, tzinfo=UTC)
    phase = desk.services.run_sheet.phases()[-1]
    assert phase.starts_at == datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    desk.services.schedule.set_go_live(datetime(2026, 12, 5, 7, 0, tzinfo=UTC))
    diff = desk.update(("go-live: 2026-12-03", "go-live: 2026-12-04"))
    assert [change.kind.value for change in diff.changes] == ["kept"]
    assert desk.services.launch().go_live_at == datetime(2026, 12, 5, 7, 0, tzinfo=UTC)


def test_a_box_ticked_in_the_document_is_ticked_here(desk: Desk) -> None:
    mine = desk.tick("Load the price list")
    diff = desk.update(
        ("- [ ] Freeze", "- [x] Freeze"), ("- [ ] Load the price", "- [x] Load the price")
    )
    assert told(diff) == ["ticked task “Freeze the shop's code” (in the document)"]
    assert desk.tasks()["Freeze the shop's code"].state is TaskState.DONE
    assert desk.tasks()["Load the price list"].done_by == mine.done_by


def test_a_diff_that_is_out_of_date_is_refused(desk: Desk) -> None:
    file = desk.edit(("- [ ] Load the price list\n", ""))
    update = desk.services.plan_update
    agreed = update.compare(file)
    desk.tick("Load the price list")
    with pytest.raises(Refused, match="while you looked"):
        update.update(file, expected=agreed)
    assert "Load the price list" in desk.tasks()


def test_an_open_go_live_keeps_times_relative(make_desk: MakeDesk) -> None:
    desk = make_desk(go_live=False)
    diff = desk.update(("**Two days before**", "**Three days before**"))
    lines = [line for line in told(diff) if line.startswith("re-timed")]
    assert any("launch day -2 to" in line and "→ launch day -3" in line for line in lines), told(
        diff
    )


def test_hostile_text_in_a_plan_is_only_text(desk: Desk) -> None:
    nasty = "Ring \x1b]0;owned\x07 every [bold]shop[/] keeper \u202e now"
    diff = desk.update(("Ring every shop keeper", nasty))
    assert "\x1b" not in "".join(told(diff))
    assert "\x1b" not in "".join(desk.tasks())
    assert "\x1b" not in desk.services.timeline.recent(1)[0].text


def test_a_read_only_seat_may_compare_but_not_update(desk: Desk) -> None:
    from warroom_tui.storage.store import Store

    store = Store.open(desk.services.context.store.path, read_only=True)
    seat = type(desk.services)(Context(store, desk.clock, desk.services.actor))
    file = desk.edit(("- [ ] Load the price list\n", ""))
    assert seat.plan_update.compare(file).counts() == (("removed", 1),)
    with pytest.raises(Exception, match="read-only"):
        seat.plan_update.update(file)
    seat.close()
