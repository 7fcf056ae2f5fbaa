"""Runbooks: found by words, followed step by step with times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.runsheet.launch import Task
from warroom_tui.domain.runsheet.procedures import Procedure, ProcedureRun
from warroom_tui.ui.presenters import runbook_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


@dataclass(frozen=True, slots=True)
class RunbookPage:
    """What the screen shows, read at one moment."""

    procedures: tuple[Procedure, ...]
    runs: tuple[ProcedureRun, ...]
    tasks: dict[int, tuple[Task, ...]]
    """Steps of the runs under way, by run."""
    now: datetime
    zone: ZoneInfo

    def runs_of(self, procedure: Procedure) -> tuple[ProcedureRun, ...]:
        """The runs of one procedure, newest first."""
        return tuple(run for run in self.runs if run.procedure_id == procedure.id)


class RunbooksScreen(Shelf[RunbookPage]):
    """The list of procedures with the steps beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick the next step", show=False),
        Binding("f", "finish", "Finish, with a word on how it went", show=False),
    ]
    ENTER = "Begin to follow it"
    COLUMNS = runbook_rows.COLUMNS
    EMPTY = "No procedure holds these words, or the plan has none. Press escape to go back."

    def __init__(self, services: Services, goal: int | None = None, words: str = "") -> None:
        """`goal` is the procedure to stand on, `words` what the list is narrowed to."""
        super().__init__(services)
        self.words = words
        self._goal = goal

    def show(self, data: RunbookPage) -> None:
        """List and detail; the first time the cursor goes where it was sent."""
        super().show(data)
        goal, self._goal = self._goal, None
        if goal is not None:
            self.list.move_to(f"procedure:{goal}")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "follow it"),
            ("space", "tick next step"),
            ("f", "finish"),
            ("slash", "find"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def read(self) -> RunbookPage:
        """Procedures and runs."""
        desk = self.services.runbooks
        zone = self.page.zone if self.page else self.services.launch().zone
        runs = desk.runs()
        tasks = {run.id: desk.steps(run) for run in runs if run.ended_at is None}
        return RunbookPage(desk.all(), runs, tasks, self.services.clock.now(), zone)

    def title_of(self, data: RunbookPage) -> str:
        """How many there are and how many are being followed."""
        busy = sum(run.ended_at is None for run in data.runs)
        tail = f" · {busy} being followed" if busy else ""
        return f"Runbooks · {len(data.procedures)} procedures{tail}"

    def rows(self, data: RunbookPage) -> Sequence[Row]:
        """Procedures by kind, the most urgent kinds first."""
        out: list[Row] = []
        kind = ""
        for procedure in data.procedures:
            if not procedure.matches(self.words):
                continue
            if procedure.kind != kind:
                kind = procedure.kind
                heading = Cell(kind.capitalize(), self.palette.muted)
                out.append(Row(f"heading:{kind}", (heading,), heading=True))
            out.append(runbook_rows.row(procedure, data.runs_of(procedure), self.palette))
        return out

    def told(self, data: RunbookPage) -> Text:
        """The procedure in full."""
        procedure = self._chosen()
        if procedure is None:
            return Text("")
        runs = data.runs_of(procedure)
        busy = self._busy()
        tasks = data.tasks.get(busy.id, ()) if busy else ()
        return runbook_rows.facts(procedure, runs, tasks, data.now, data.zone, self.palette)

    def _chosen(self) -> Procedure | None:
        found = self.page.procedures if self.page else ()
        return next((one for one in found if self.cursor == f"procedure:{one.id}"), None)

    def _busy(self) -> ProcedureRun | None:
        """The run under way of the chosen procedure."""
        procedure, page = self._chosen(), self.page
        if procedure is None or page is None:
            return None
        return next((run for run in page.runs_of(procedure) if run.ended_at is None), None)

    # What can be done

    def action_act(self) -> None:
        """Enter begins to follow it."""
        procedure = self._chosen()
        if procedure is not None:
            self.write(
                lambda: self.services.runbooks.start(procedure.id),
                lambda _: f"Following {procedure.title}: space ticks the next step",
            )

    def action_tick(self) -> None:
        """Tick the first step that is open."""
        busy, page = self._busy(), self.page
        if busy is None or page is None:
            self.say("Press enter first to follow this procedure.")
            return
        step = next((t for t in page.tasks.get(busy.id, ()) if not t.state.settled), None)
        if step is None:
            self.say("Every step is done. Press f to finish.")
            return
        self.write(
            lambda: self.services.run_sheet.tick(step.id, expected=step.version),
            lambda task: f"Done: {task.text} · u undo",
        )

    def action_finish(self) -> None:
        """End the run and say how it went."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        busy, procedure = self._busy(), self._chosen()
        if busy is None or procedure is None:
            self.say("This procedure is not being followed.")
            return
        dialog = TextDialog(
            f"Finish {procedure.title}",
            "How it went",
            save=lambda text: self.services.runbooks.finish(busy.id, text, busy.version),
        )
        self.app.push_screen(dialog, self.saved("Finished · u undo"))
