"""The shipped plans and real ones: in, ticked, back into Markdown, and in again."""

from __future__ import annotations

import difflib
from pathlib import Path

from tests.plan_update.conftest import Desk, MakeDesk
from warroom_tui.domain.runsheet.launch import TaskState
from warroom_tui.plan.reader import read_plan


def round_trip(make_desk: MakeDesk, path: Path) -> None:
    """Tick and skip, write back, import the result anew and compare."""
    desk = make_desk(path, path.name)
    sheet = desk.services.run_sheet
    for index, task in enumerate(sheet.all_tasks()):
        if index % 4 == 3:
            sheet.skip(task.id, "not this time")
        elif not task.state.settled:
            sheet.tick(task.id, "4f2c9d1" if task.value_label else None)
    written = desk.services.plan_write_back.write_back()
    unboxed = {each.line for each in written.unwritten}
    done = {
        task.line for task in sheet.all_tasks()
        if task.state is TaskState.DONE and task.line not in unboxed
    }  # fmt: skip
    again = make_desk(written.content, path.name)
    mine = [(task.text, task.line) for task in sheet.all_tasks()]
    assert [(task.text, task.line) for task in again.services.run_sheet.all_tasks()] == mine
    ticked = {
        task.line for task in again.services.run_sheet.all_tasks() if task.state is TaskState.DONE
    }
    assert ticked == done
    only_marked(desk, written.content)


def only_marked(desk: Desk, content: bytes) -> None:
    """Each changed line begins as before, up to its box, and no line came or went."""
    old = desk.file.read_bytes().splitlines(keepends=True)
    new = content.splitlines(keepends=True)
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        assert tag in ("equal", "replace"), (tag, old[i1:i2], new[j1:j2])
        if tag == "replace":
            assert i2 - i1 == j2 - j1


def survives_edits(make_desk: MakeDesk, path: Path) -> None:
    """Lines shifted, one item reworded, one removed, one added: the other ticks stay."""
    desk = make_desk(path, path.name)
    sheet = desk.services.run_sheet
    tasks = [task for task in sheet.all_tasks() if not task.value_label]
    for task in tasks:
        if not task.state.settled:
            sheet.tick(task.id)
    before = {task.id: (task.state, task.done_by, task.done_at) for task in sheet.all_tasks()}
    lines = path.read_bytes().decode("utf-8").split("\n")
    victim, other = tasks[len(tasks) // 2], tasks[len(tasks) // 3]
    assert victim.line is not None
    assert other.line is not None
    lines[other.line - 1] += " and tell the others"
    lines[victim.line - 1] = "- [ ] Quite another thing to do, zzz"
    lines.append("\n## Two weeks before\n\n- [ ] Water the plants\n")
    diff = desk.services.plan_update.update(desk.write("\n".join(lines)))
    after = {task.id: (task.state, task.done_by, task.done_at) for task in sheet.all_tasks()}
    assert victim.id not in after
    for number, state in before.items():
        if number != victim.id:
            assert after[number] == state
    counts = dict(diff.counts())
    assert counts["removed"] >= 1
    assert "Water the plants" in desk.tasks()
    desk.services.timeline.undo()
    assert {t.id: t.state for t in sheet.all_tasks()} == {n: s[0] for n, s in before.items()}


def test_shipped_plans_come_back_with_their_ticks(
    make_desk: MakeDesk, shipped_plans: dict[str, Path]
) -> None:
    for path in shipped_plans.values():
        round_trip(make_desk, path)


def test_shipped_plans_survive_edits(make_desk: MakeDesk, shipped_plans: dict[str, Path]) -> None:
    for path in shipped_plans.values():
        survives_edits(make_desk, path)


def test_real_plans_come_back_with_their_ticks(
    make_desk: MakeDesk, real_plans: dict[str, Path]
) -> None:
    for path in real_plans.values():
        round_trip(make_desk, path)


def test_real_plans_survive_edits(make_desk: MakeDesk, real_plans: dict[str, Path]) -> None:
    for path in real_plans.values():
        survives_edits(make_desk, path)


def test_a_plan_reads_the_same_after_its_kinds_were_chosen(shipped_plans: dict[str, Path]) -> None:
    for path in shipped_plans.values():
        content = path.read_bytes()
        document = read_plan(content, path.name)
        kinds = {section.line: section.kind for section in document.sections if section.level}
        again = read_plan(content, path.name, kinds=kinds)
        assert [(s.line, s.kind) for s in again.sections] == [
            (s.line, s.kind) for s in document.sections
        ]
