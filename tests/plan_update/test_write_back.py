"""What happened goes into the Markdown, and every other byte stays."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

import pytest

from tests.plan_update.conftest import PLAN, Desk, MakeDesk
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.gates import GateKind, GateState
from warroom_tui.plan.reader import read_plan

BOXES = """\
# Boxes

## One day before
- [ ] plain
* [ ] star, with two blanks at its end  
1. [ ] numbered
- \\[ \\] escaped
- 🍊 [ ] with a sign before it

☐ bare sign

- [ ] wrapped over
  two lines
    - [ ] nested below
- [ ] \tTabs and \u00a0 hard blanks
- [x] done before

| Task | Status |
|---|---|
| in a table | [ ] |
| with a sign | ☐ |

```
- [ ] in a fence
☐ sign in a fence
```
"""  # noqa: W291 - blanks at the end of a line are what is tested


def changed_lines(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """The lines that differ, with their ends; both files have as many lines."""
    old, new = before.split(b"\n"), after.split(b"\n")
    assert len(old) == len(new)
    return [(a.decode("utf-8"), b.decode("utf-8")) for a, b in zip(old, new, strict=True) if a != b]


def items(content: bytes) -> list[tuple[str, int, str, bool]]:
    """What the reader finds, with the ticks."""
    return [
        (item.text, item.line, item.kind, item.done)
        for item in read_plan(content, "plan.md").items
        if item.kind != "fence"
    ]


def tick_all(desk: Desk) -> int:
    """Tick everything that is open; returns how many that were."""
    open_tasks = [task for task in desk.services.run_sheet.all_tasks() if not task.state.settled]
    for task in open_tasks:
        desk.services.run_sheet.tick(task.id, "4f2c9d1" if task.value_label else None)
    return len(open_tasks)


def test_when_nothing_happened_the_document_is_the_same(desk: Desk) -> None:
    written = desk.services.plan_write_back.write_back()
    assert written.content == desk.file.read_bytes()
    assert (written.ticks, written.notes, written.fields, written.unwritten) == (0, 0, 0, ())


def test_a_tick_changes_its_line_only(desk: Desk) -> None:
    desk.tick("Load the price list")
    written = desk.services.plan_write_back.write_back()
    assert changed_lines(desk.file.read_bytes(), written.content) == [
        (
            "- [ ] Load the price list",
            "- [x] Load the price list *(done 2026-11-29 09:00 by Ada)*",
        )
    ]


def test_a_skipped_task_keeps_its_box_and_says_why(desk: Desk) -> None:
    sheet = desk.services.run_sheet
    sheet.skip(desk.tasks()["Load the price list"].id, "nothing (new) *this* year\nat all")
    sheet.skip(desk.tasks()["Ring every shop keeper"].id, "no shops", na=True)
    written = desk.services.plan_write_back.write_back()
    assert [new for _, new in changed_lines(desk.file.read_bytes(), written.content)] == [
        "- [ ] Load the price list *(skipped 2026-11-29 09:00 by Ada: "
        "nothing [new] this year at all)*",
        "- [ ] Ring every shop keeper *(not applicable 2026-11-29 09:00 by Ada: no shops)*",
    ]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("4f2c9d1", "- [x] Commit hash verified: ____________4f2c9d1____________ *(done 2026-"),
        ("'quoted'", "- [x] Commit hash verified: ____________ *(done 2026-11-29 09:00 by Ada: 'q"),
        ("a_b ___ c", "- [x] Commit hash verified: ____________ *(done 2026-11-29 09:00 by Ada: a"),
    ],
)
def test_a_captured_value_stands_in_its_blank(desk: Desk, value: str, line: str) -> None:
    desk.tick("Commit hash verified: ____________", value)
    written = desk.services.plan_write_back.write_back()
    [(_, new)] = changed_lines(desk.file.read_bytes(), written.content)
    assert new.startswith(line)
    before = [(text, at) for text, at, _, _ in items(desk.file.read_bytes())]
    assert [(text, at) for text, at, _, _ in items(written.content)] == before


def test_the_fields_of_a_phase_are_filled(desk: Desk) -> None:
    sheet = desk.services.run_sheet
    *earlier, first, _ = sheet.phases()
    for phase in earlier:
        sheet.advance(phase.id, reason="go")
        if phase.seq == 1:
            sheet.advance(phase.id, reason="go")
    desk.clock.move(minutes=75)
    sheet.advance(first.id, reason="go")
    written = desk.services.plan_write_back.write_back()
    assert [new for _, new in changed_lines(desk.file.read_bytes(), written.content)] == [
        "Start Time: 2026-11-29 09:00",
        "End Time: 2026-11-29 10:15",
        "Duration: 1 h 15",
        "Status: Success ☑ Failed ☐",
    ]
    assert written.fields == 4


def test_every_kind_of_box_is_ticked_and_read_again(make_desk: MakeDesk) -> None:
    desk = make_desk(BOXES)
    number = tick_all(desk)
    written = desk.services.plan_write_back.write_back()
    assert written.ticks == number
    assert written.unwritten == ()
    before, after = items(desk.file.read_bytes()), items(written.content)
    assert [each[:3] for each in after] == [each[:3] for each in before]
    assert all(done for _, _, kind, done in after if kind == "task")
    lines = written.content.decode("utf-8").split("\n")
    assert lines[4].endswith(")*  "), "blanks at the end of a line mean a line break"
    assert lines[6].startswith("- \\[x\\] escaped")
    assert "| in a table | [x] |" in lines
    assert "- [x] in a fence" in lines


def test_reopened_tasks_lose_mark_and_note_again(desk: Desk) -> None:
    original = desk.file.read_bytes()
    task = desk.tick("Load the price list")
    desk.services.plan_write_back.in_place()
    assert desk.file.read_bytes() != original
    desk.services.run_sheet.untick(task.id)
    desk.services.plan_write_back.in_place()
    assert desk.file.read_bytes() == original


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("CRLF", lambda text: text.replace("\n", "\r\n").encode("utf-8")),
        ("CR", lambda text: text.replace("\n", "\r").encode("utf-8")),
        ("mixed ends", lambda text: text.replace("\n", "\r\n", 9).encode("utf-8")),
        ("no last end", lambda text: text.rstrip("\n").encode("utf-8")),
        ("BOM", lambda text: codecs.BOM_UTF8 + text.encode("utf-8")),
        ("UTF-16", lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le")),
        ("UTF-16 BE", lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be")),
        ("UTF-32", lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le")),
        ("cp1252", lambda text: text.replace("☐", "é").encode("cp1252")),
        (
            "GB18030",
            lambda text: text.replace("Ring every shop keeper", "给每个店主打电话" * 20).encode(
                "gb18030"
            ),
        ),
        (
            "UTF-8 read as cp1252",
            lambda text: text.replace("shop k", "shóp k".encode().decode("cp1252")).encode("utf-8"),
        ),
    ],
)  # fmt: skip
def test_every_encoding_keeps_its_bytes(make_desk: MakeDesk, name: str, encode: object) -> None:
    assert callable(encode)
    content: bytes = encode(PLAN)
    desk = make_desk(content)
    other = desk.services.acting_as("Zoë Öberg")
    for task in other.run_sheet.all_tasks():
        other.run_sheet.tick(task.id, "4f2c9d1" if task.value_label else None)
    written = desk.services.plan_write_back.write_back()
    before, after = items(content), items(written.content)
    assert [each[:3] for each in after] == [each[:3] for each in before]
    assert all(done for _, _, kind, done in after if kind == "task")
    assert written.unwritten == ()
    text = read_plan(content, "plan.md")
    again = read_plan(written.content, "plan.md")
    assert (again.encoding, again.repaired_lines) == (text.encoding, text.repaired_lines)
    other.run_sheet.untick(other.run_sheet.all_tasks()[0].id)
    for task in other.run_sheet.all_tasks()[1:]:
        other.run_sheet.untick(task.id)
    assert desk.services.plan_write_back.write_back().content == content


def test_in_place_writes_once_and_keeps_the_rights_of_the_file(desk: Desk) -> None:
    desk.file.chmod(0o640)
    desk.tick("Load the price list")
    written, path = desk.services.plan_write_back.in_place()
    assert path == desk.file.resolve()
    assert desk.file.read_bytes() == written.content
    assert stat.S_IMODE(desk.file.stat().st_mode) == 0o640
    assert sorted(
        each.suffix for each in desk.file.parent.iterdir() if "launch" not in each.name
    ) == [".md"]
    assert desk.services.plan_update.compare(desk.read()).identical
    with pytest.raises(Refused, match="Nothing has happened"):
        desk.services.plan_write_back.in_place()


def test_in_place_never_writes_over_somebody_elses_edits(desk: Desk) -> None:
    desk.tick("Load the price list")
    desk.edit(("Ring every", "Ring each"))
    before = desk.file.read_bytes()
    with pytest.raises(Refused, match="was changed since it was imported"):
        desk.services.plan_write_back.in_place()
    assert desk.file.read_bytes() == before
    desk.file.unlink()
    with pytest.raises(Refused, match="cannot be read"):
        desk.services.plan_write_back.in_place()
    assert not desk.file.exists()


def test_a_file_that_exists_is_never_written_over(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "mine.md"
    there.write_text("dear to me", "utf-8")
    with pytest.raises(Refused, match="exists already"):
        desk.services.plan_write_back.save_as(there)
    assert there.read_text("utf-8") == "dear to me"
    desk.services.plan_write_back.save_as(tmp_path / "new.md")
    assert (tmp_path / "new.md").read_bytes() == desk.file.read_bytes()


def test_an_update_after_writing_back_keeps_everything(desk: Desk) -> None:
    was = desk.tick("Load the price list")
    desk.services.plan_write_back.in_place()
    diff = desk.update(("- [ ] Ring every", "- [ ] Warn the bank\n- [ ] Ring every"))
    assert diff.counts() == (("added", 1),)
    assert desk.tasks()["Load the price list"].done_at == was.done_at


def test_a_step_without_a_box_is_told_and_left_alone(make_desk: MakeDesk) -> None:
    plan = "# Plan\n\n## One day before\n\n| Time | Task |\n|---|---|\n| 08:00 | Open |\n"
    desk = make_desk(plan)
    tick_all(desk)
    written = desk.services.plan_write_back.write_back()
    assert written.content == plan.encode("utf-8")
    assert [(each.line, each.why) for each in written.unwritten] == [(7, "it has no box")]


def test_which_document_must_be_said_when_there_are_two(desk: Desk, tmp_path: Path) -> None:
    from warroom_tui.bootstrap import read_plan_files

    extra = tmp_path / "extra.md"
    extra.write_text("# Extra\n\n## One week after\n- [ ] Send the flowers\n", "utf-8")
    [(file, _)] = read_plan_files([extra])
    desk.services.plan_update.update(file, add=True)
    with pytest.raises(InputError, match=r"plan\.md, extra\.md"):
        desk.services.plan_write_back.write_back()
    desk.tick("Send the flowers")
    written = desk.services.plan_write_back.write_back("extra.md")
    assert b"- [x] Send the flowers" in written.content
    assert desk.services.plan_write_back.write_back("plan.md").ticks == 0


def test_hostile_names_and_reasons_stay_inside_their_note(desk: Desk) -> None:
    nasty = "Bo)* \n# Heading\n- [ ] new item | <b> `x` \x1b[31m"
    other = desk.services.acting_as(nasty)
    other.run_sheet.tick(desk.tasks()["Load the price list"].id)
    other.run_sheet.skip(desk.tasks()["Ring every shop keeper"].id, nasty)
    written = desk.services.plan_write_back.write_back()
    assert b"\x1b" not in written.content
    before = [each[:3] for each in items(desk.file.read_bytes())]
    assert [each[:3] for each in items(written.content)] == before


def test_a_decision_is_ticked_where_the_plan_leaves_it_open(
    make_desk: MakeDesk, shipped_plans: dict[str, Path]
) -> None:
    path = shipped_plans["layby-production-go-live"]
    desk = make_desk(path, path.name)
    gates = desk.services.gates
    gate = next(each for each in gates.all() if each.kind is GateKind.GO_NO_GO)
    gates.decide(gate.id, GateState.NO_GO, "the bank is not ready")
    written = desk.services.plan_write_back.write_back()
    [(_, new)] = changed_lines(path.read_bytes(), written.content)
    assert new.endswith("**Decision**: Go ☐ No-Go ☑")
    assert written.fields == 1
