"""Plans as files really are: other encodings and line ends, chapters moved, times changed."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plan_update.conftest import MakeDesk
from warroom_tui.domain.runsheet.launch import TaskState

FORMS: dict[str, Callable[[str], bytes]] = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "gb18030": lambda text: text.encode("gb18030"),
}


@pytest.mark.parametrize("form", FORMS)
def test_only_the_ticked_lines_change_whatever_the_file_is_written_in(
    form: str, make_desk: MakeDesk, shipped_plans: dict[str, Path]
) -> None:
    text = shipped_plans["weekend-go-live"].read_text("utf-8")
    text = text.replace("# ", "# 上线计划 ", 1) if form == "gb18030" else text
    content = FORMS[form](text)
    desk = make_desk(content, "plan.md")
    sheet = desk.services.run_sheet
    for task in sheet.all_tasks()[::5]:
        sheet.tick(task.id, "x" if task.value_label else None)
    ticked = {task.line for task in sheet.all_tasks() if task.state is TaskState.DONE}
    written = desk.services.plan_write_back.write_back().content
    old, new = content.split(b"\n"), written.split(b"\n")
    assert len(old) == len(new)
    changed = {
        number for number, pair in enumerate(zip(old, new, strict=True), 1) if pair[0] != pair[1]
    }
    assert changed == ticked
    for number in changed:
        assert new[number - 1].endswith(b"\r") is old[number - 1].endswith(b"\r")
        assert b"[x]" in new[number - 1]
    assert written[:3] == content[:3]


def test_a_chapter_that_moves_takes_its_ticks_along(
    make_desk: MakeDesk, shipped_plans: dict[str, Path]
) -> None:
    path = shipped_plans["layby-production-go-live"]
    desk = make_desk(path, path.name)
    sheet = desk.services.run_sheet
    for task in sheet.all_tasks():
        if not task.state.settled and not task.value_label:
            sheet.tick(task.id)
    before = {task.id: (task.text, task.state) for task in sheet.all_tasks()}
    lines = path.read_text("utf-8").split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("### ")]
    first, second, third = heads[2], heads[3], heads[4]
    moved = lines[:first] + lines[second:third] + lines[first:second] + lines[third:]
    assert difflib.SequenceMatcher(None, lines, moved).ratio() < 1
    diff = desk.services.plan_update.update(desk.write("\n".join(moved)))
    after = {task.id: (task.text, task.state) for task in sheet.all_tasks()}
    assert after == before
    assert dict(diff.counts()).get("removed", 0) == 0


def test_a_phase_that_is_timed_anew_keeps_what_was_done_in_it(
    make_desk: MakeDesk, shipped_plans: dict[str, Path]
) -> None:
    path = shipped_plans["weekend-go-live"]
    desk = make_desk(path, path.name)
    sheet = desk.services.run_sheet
    phase = next(
        each
        for each in sheet.phases()
        if "06:00" in path.read_text("utf-8").split("\n")[(each.line or 1) - 1]
    )
    task = next(each for each in sheet.all_tasks() if (each.line or 0) > (phase.line or 0))
    sheet.tick(task.id)
    lines = path.read_text("utf-8").split("\n")
    at = (phase.line or 1) - 1
    lines[at] = lines[at].replace("06:00", "05:30")
    diff = desk.services.plan_update.update(desk.write("\n".join(lines)))
    again = next(each for each in sheet.phases() if each.id == phase.id)
    assert phase.starts_at is not None
    assert again.starts_at is not None
    assert (phase.starts_at - again.starts_at).total_seconds() == 1800
    assert next(t for t in sheet.all_tasks() if t.id == task.id).state is TaskState.DONE
    assert not diff.identical
