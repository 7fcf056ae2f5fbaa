"""The import sheet on the screen: looked at, mended, agreed to or left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.plan_update.conftest import PLAN, MakeDesk
from warroom_tui.bootstrap import read_plan_files
from warroom_tui.plan.reader import read_plan
from warroom_tui.services.planning.import_sheet import SheetReader
from warroom_tui.services.planning.launch_import import PlanFile
from warroom_tui.ui.import_app import ImportApp
from warroom_tui.ui.screens.import_sheet import ImportDecision, ImportSheetScreen
from warroom_tui.ui.widgets.line_list import LineList

Play = Callable[[Pilot[ImportDecision]], Awaitable[None]]


def reader_of(*paths: Path) -> SheetReader:
    """The reader behind the sheet."""
    plans = read_plan_files(list(paths))
    return SheetReader([file for file, _ in plans], [document for _, document in plans])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan file."""
    path = tmp_path / "plan.md"
    path.write_text(PLAN, "utf-8")
    return path


def shown(reader: SheetReader, play: Play, size: tuple[int, int] = (100, 30)) -> ImportApp:
    """Run the sheet, do what `play` does, and return the app with its decision."""
    app = ImportApp(reader, "shop.db")

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await play(pilot)
            await pilot.pause()

    asyncio.run(run())
    return app


async def settled(pilot: Pilot[ImportDecision]) -> None:
    """Wait until the plan has been read and drawn."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
        await pilot.pause()


def sections(pilot: Pilot[ImportDecision]) -> LineList:
    """The list of sections."""
    return pilot.app.query_one("#sections", LineList)


def row_texts(rows: LineList) -> list[str]:
    """Each row as one line of text."""
    return [
        " ".join(str(getattr(cell, "text", cell)).strip() for cell in row.cells)
        for row in rows.rows
    ]


def test_every_section_stands_there_with_what_became_of_it(plan: Path) -> None:
    async def play(pilot: Pilot[ImportDecision]) -> None:
        rows = row_texts(sections(pilot))
        assert len(rows) == len([s for s in read_plan(plan.read_bytes(), "p").sections if s.level])
        assert any("phase Two days before" in row and "4 tasks" in row for row in rows)
        assert any("success Success Criteria" in row and "2 criteria" in row for row in rows)
        looks = row_texts(pilot.app.query_one("#findings", LineList))
        assert any("When is go-live?" in row for row in looks)
        await pilot.press("w", "enter")

    decision = shown(reader_of(plan), play).return_value
    assert decision is not None
    assert (decision.timezone, decision.go_live) == ("Europe/Copenhagen", None)


@pytest.mark.parametrize("key", ["w", "enter"])
def test_agreeing_ends_with_the_sheet(plan: Path, key: str) -> None:
    async def play(pilot: Pilot[ImportDecision]) -> None:
        await pilot.press(key)
        await settled(pilot)
        await pilot.press("enter")

    assert shown(reader_of(plan), play).return_value is not None


def test_leaving_decides_nothing(plan: Path) -> None:
    async def play(pilot: Pilot[ImportDecision]) -> None:
        await pilot.press("escape")

    assert shown(reader_of(plan), play).return_value is None


def test_a_section_can_be_given_another_kind_and_back(plan: Path) -> None:
    reader = reader_of(plan)
    line = next(each for each in reader.read().lines if each.title.startswith("Success"))

    async def play(pilot: Pilot[ImportDecision]) -> None:
        sections(pilot).move_to(f"0:{line.line}")
        await pilot.press("c")
        await pilot.press(*"kept as a page", "enter")
        await settled(pilot)
        row = next(row for row in row_texts(sections(pilot)) if "Success" in row)
        assert "notes" in row
        assert "1 page" in row
        assert sections(pilot).cursor_key == f"0:{line.line}"
        await pilot.press("w", "enter")

    decision = shown(reader, play).return_value
    assert decision is not None
    assert decision.sheet.draft.criteria == ()
    [chosen] = decision.sheet.files[0].kinds
    assert (chosen.path[-1], chosen.kind) == ("Success Criteria", "notes")


def test_go_live_and_zone_are_asked_here(plan: Path) -> None:
    plan.write_text(PLAN.replace("timezone: Europe/Copenhagen\n", ""), "utf-8")

    async def play(pilot: Pilot[ImportDecision]) -> None:
        await pilot.press("g", *"monday", "enter")
        await pilot.pause()
        await pilot.press(*["backspace"] * 6, *"2026-12-01 08:00", "enter")
        await settled(pilot)
        await pilot.press("t", *["backspace"] * 3, *"Asia/Tokyo", "enter")
        await settled(pilot)
        looks = row_texts(pilot.app.query_one("#findings", LineList))
        assert not any("When is go-live?" in row or "time zone" in row for row in looks)
        await pilot.press("w")

    decision = shown(reader_of(plan), play).return_value
    assert decision is not None
    assert decision.timezone == "Asia/Tokyo"
    assert decision.go_live is not None
    assert decision.go_live.isoformat() == "2026-12-01T08:00:00+09:00"


def test_writing_asks_for_a_go_live_that_the_plan_leaves_open(plan: Path) -> None:
    async def play(pilot: Pilot[ImportDecision]) -> None:
        await pilot.press("w")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ImportSheetScreen)
        await pilot.press("w", *"2026-12-01 08:00", "enter")

    decision = shown(reader_of(plan), play).return_value
    assert decision is not None
    assert decision.go_live is not None
    assert decision.go_live.isoformat() == "2026-12-01T07:00:00+00:00"


def test_a_finding_leads_to_its_section(plan: Path) -> None:
    async def play(pilot: Pilot[ImportDecision]) -> None:
        await pilot.press("tab", "down", "enter")
        await settled(pilot)
        assert sections(pilot).has_focus
        assert isinstance(pilot.app.screen, ImportSheetScreen)

    assert shown(reader_of(plan), play).return_value is None


def test_hostile_titles_are_only_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# [/] \x1b[31m plan\n\n## [@click=app.quit]x[/b] \u202e\n- [ ] [/]\n", "utf-8")

    async def play(pilot: Pilot[ImportDecision]) -> None:
        await pilot.press("down", "c")
        await pilot.pause()
        await pilot.press("escape", "w", "enter")

    assert shown(reader_of(path), play, (80, 24)).return_value is not None


def test_several_documents_stand_under_their_names(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## One week after\n- [ ] Send the flowers\n", "utf-8")

    async def play(pilot: Pilot[ImportDecision]) -> None:
        headings = [row for row in sections(pilot).rows if row.heading]
        assert len(headings) == 2
        await pilot.press("w", "enter")

    assert shown(reader_of(plan, other), play).return_value is not None


def test_every_plan_has_its_sheet(shipped_plans: dict[str, Path]) -> None:
    for path in shipped_plans.values():
        sheet = reader_of(path).read()
        tasks = sum(len(each.tasks) for phase in sheet.draft.phases for each in phase.checklists)
        tasks += sum(len(each.tasks) for each in sheet.draft.lists)
        told = sum(
            int(part.split()[0])
            for line in sheet.lines
            for part in line.became.split(", ")
            if part.endswith(("tasks", " task"))
        )
        assert told == tasks, path.name


def test_a_chosen_kind_stays_when_the_plan_is_updated(make_desk: MakeDesk) -> None:
    desk = make_desk()
    content = PLAN.encode("utf-8")
    document = read_plan(content, "plan.md")
    line = next(s.line for s in document.sections if s.title.startswith("Success"))
    reader = SheetReader([PlanFile(str(desk.file), content, "old")], [document])
    [file] = reader.read({(0, line): "notes"}).files
    desk.services.plan_update.update(file, source="plan.md")
    assert desk.services.health.criteria() != (), "an update keeps the kinds of the import"
    other = PlanFile(str(desk.file.with_name("b.md")), content, "new", kinds=file.kinds)
    desk.services.plan_update.update(other, add=True)
    again = PlanFile(str(desk.file.with_name("b.md")), b"\n\n" + content.split(b"---\n", 2)[2], "x")
    desk.services.plan_update.update(again)
    stored = desk.services.plan_update.sources()[1]
    assert [entry["kind"] for entry in stored.kinds] == ["notes"]  # type: ignore[attr-defined]
