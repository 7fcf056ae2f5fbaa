"""Checklist: the viewed phase's tasks; every other phase and list folded with its count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.durations import clock, day_and_clock, short
from warroom_tui.domain.needs import ROUTINE_GRACE
from warroom_tui.domain.runsheet.launch import Checklist, Phase, PhaseState, Task, TaskState
from warroom_tui.domain.runsheet.routines import PROCEDURE_RUN, ROUTINE_RUN, TEMPLATE
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.presenters.marks import Face, FirstNames, joined, mark
from warroom_tui.ui.presenters.told_times import without_clock
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row

EMPTY = "This launch has no checklists; a plan brings them."

COLUMNS = (
    Column("mark", width=1),
    Column("time", "at", width=6),
    Column("text", "task"),
    Column("owner", "owner", width=12, min_total_width=56),
    Column("note", "", width=15, align="right", min_total_width=44),
)

_TASK_MARKS = {
    TaskState.OPEN: "open",
    TaskState.IN_PROGRESS: "running",
    TaskState.BLOCKED: "blocked",
    TaskState.DONE: "done",
    TaskState.FAILED: "down",
    TaskState.SKIPPED: "skipped",
    TaskState.NA: "skipped",
}
_PHASE_WORDS = {
    PhaseState.NOT_STARTED: "",
    PhaseState.IN_PROGRESS: "running",
    PhaseState.BLOCKED: "blocked",
    PhaseState.COMPLETE: "complete",
    PhaseState.FAILED: "failed",
    PhaseState.SKIPPED: "skipped",
    PhaseState.ROLLED_BACK: "rolled back",
}


def viewed_phase(situation: Situation, view: BoardView) -> Phase | None:
    """The phase whose tasks are shown: the chosen one, else the current one."""
    if view.phase_id is None:
        return situation.phase
    return next((p for p in situation.board.phases if p.id == view.phase_id), situation.phase)


def face(situation: Situation, palette: Palette, view: BoardView) -> Face:
    """The panel at the situation's moment."""
    builder = _Builder(situation, palette, view)
    return Face(builder.rows(), _title(situation, view), _subtitle(situation), _tone(situation))


def times(board: Board) -> Iterator[datetime | None]:
    """Every time that the rows count from or to."""
    for task in (*board.tasks, *board.due_tasks):
        yield task.due_at
    for item in board.lists:
        if item.starts_at is not None:
            yield item.starts_at
            yield item.starts_at + ROUTINE_GRACE
    for phase in board.phases:
        if phase.started_at is not None:
            yield phase.planned_end()


class _Builder:
    """Puts the rows in order: viewed phase, later phases, other lists, earlier phases."""

    def __init__(self, situation: Situation, palette: Palette, view: BoardView) -> None:
        self._now = situation.now
        self._board: Board = situation.board
        self._palette = palette
        self._view = view
        self._phase = viewed_phase(situation, view)
        self._names = FirstNames(situation.board)
        self._zone = situation.board.launch.zone
        self._tasks: dict[int, list[Task]] = defaultdict(list)
        for task in situation.board.tasks:
            self._tasks[task.checklist_id].append(task)
        self._lists: dict[int | None, list[Checklist]] = defaultdict(list)
        for item in situation.board.lists:
            self._lists[item.phase_id].append(item)

    def rows(self) -> tuple[Row, ...]:
        phases = [p for p in self._board.phases if p.total or p is self._phase]
        here = self._phase.seq if self._phase else -1
        out = self._running_rows()
        if self._phase is not None:
            out += self._phase_rows(self._phase, unfolded=True)
        for phase in phases:
            if phase.seq > here:
                out += self._phase_rows(phase)
        own = [item for item in self._lists[None] if item.kind not in _ELSEWHERE]
        if own and out:
            out.append(self._heading("lists", "Other lists"))
        for item in own:
            out += self._list_rows(item, titled=True)
        earlier = [phase for phase in phases if phase.seq < here]
        if earlier:
            out.append(self._heading("earlier", "Earlier"))
        for phase in earlier:
            out += self._phase_rows(phase)
        return tuple(out)

    def _running_rows(self) -> list[Row]:
        """Routines that are due and procedures being followed, before everything else."""
        runs = [item for item in self._lists[None] if item.kind in _RUNS]
        if not runs:
            return []
        runs.sort(key=lambda item: (item.kind != PROCEDURE_RUN, item.starts_at or self._now))
        out = [self._heading("running", "Due now")]
        for item in runs:
            out += self._list_rows(item, titled=True)
        return out

    def _heading(self, key: str, text: str) -> Row:
        return Row(f"heading:{key}", (Cell(text, self._palette.muted),), heading=True)

    def _phase_rows(self, phase: Phase, *, unfolded: bool = False) -> list[Row]:
        lists = self._lists[phase.id]
        unfolded = unfolded or any(item.id in self._view.list_ids for item in lists)
        out = [self._phase_row(phase, unfolded)]
        if unfolded:
            for item in lists:
                out += self._list_rows(item, titled=len(lists) > 1, shown=True)
        return out

    def _phase_row(self, phase: Phase, unfolded: bool) -> Row:
        palette = self._palette
        running = phase.state in (PhaseState.IN_PROGRESS, PhaseState.BLOCKED)
        over = phase.overrun(self._now)
        word = f"{short(over)} over" if over else _PHASE_WORDS[phase.state]
        begins = phase.started_at or phase.starts_at
        return Row(
            f"phase:{phase.id}",
            (
                self._fold(unfolded),
                self._clock_cell(begins, palette.muted),
                self._counted(phase.name, phase.done, phase.total, strong=running or unfolded),
                Cell("", palette.muted),
                Cell(word, palette.warn if over else palette.info if running else palette.muted),
            ),
        )

    def _list_rows(self, item: Checklist, *, titled: bool, shown: bool = False) -> list[Row]:
        unfolded = shown or item.id in self._view.list_ids
        out: list[Row] = []
        if titled:
            out.append(
                Row(
                    f"list:{item.id}",
                    (
                        self._fold(unfolded),
                        self._clock_cell(item.starts_at, self._palette.muted),
                        self._counted(
                            without_clock(item.title, self._today(item.starts_at)),
                            item.done,
                            item.total,
                            strong=False,
                        ),
                        Cell(""),
                        self._list_note(item),
                    ),
                    indent=1 if shown else 0,
                )
            )
        if unfolded:
            out += self._task_rows(self._tasks[item.id], 2 if titled and shown else 1)
        return out

    def _list_note(self, item: Checklist) -> Cell:
        late = self._now - item.starts_at if item.starts_at else None
        if item.kind == ROUTINE_RUN and late and late > ROUTINE_GRACE and item.done < item.total:
            return Cell(f"{short(late)} late", self._palette.warn)
        word = "same as above" if item.duplicate_of else _KINDS.get(item.kind, "")
        return Cell(word, self._palette.muted)

    def _task_rows(self, tasks: Iterable[Task], indent: int) -> list[Row]:
        depth: dict[int, int] = {}
        out = []
        for task in tasks:
            level = depth.get(task.parent_id, -1) + 1 if task.parent_id is not None else 0
            depth[task.id] = level
            out.append(self._task_row(task, indent + 2 * level))
        return out

    def _task_row(self, task: Task, indent: int) -> Row:
        palette = self._palette
        late = task.late_by(self._now)
        style = palette.muted if task.state.settled else palette.warn if late else palette.text
        name = "late" if late and task.state is TaskState.OPEN else _TASK_MARKS[task.state]
        who = task.done_by if task.state.settled else task.owner
        cells: tuple[CellLike, ...] = (
            mark(name, palette),
            self._clock_cell(task.due_at, style),
            self._text(task, style),
            Cell(self._names.short(who or ""), palette.muted),
            self._note(task, style),
        )
        return Row(f"task:{task.id}", cells, indent=indent)

    def _text(self, task: Task, style: Style) -> Text:
        palette = self._palette
        out = Text(without_clock(task.text, self._today(task.due_at)), style)
        extra = task.condition_text or ("" if task.required else "optional")
        extra = extra.strip("()")
        if extra and extra.casefold() not in task.text.casefold():
            out.append(f" ({extra})", palette.muted)
        if task.value_label and not task.value:
            out.append(f" [{task.value_label}?]", palette.accent)
        if task.value:
            out.append(f" = {task.value}", palette.info)
        if task.skip_reason:
            out.append(f" · {task.skip_reason}", palette.muted)
        return out

    def _note(self, task: Task, style: Style) -> Cell:
        if task.state.settled:
            return Cell(self._settled(task), self._palette.muted)
        late = task.late_by(self._now)
        if late is not None:
            return Cell(f"{short(late)} late", style)
        if task.due_at is not None and (task.due_at - self._now).days < 1:
            return Cell(f"in {short(task.due_at - self._now)}", self._palette.muted)
        return Cell("")

    def _settled(self, task: Task) -> str:
        """When it was done, or that it need not be."""
        if task.state is TaskState.DONE:
            return day_and_clock(task.done_at, self._zone, self._now) if task.done_at else ""
        return "n/a" if task.state is TaskState.NA else "skipped"

    def _counted(self, title: str, done: int, total: int, *, strong: bool) -> Text:
        palette = self._palette
        out = Text(title, palette.strong if strong else palette.text)
        complete = total > 0 and done == total
        out.append(f"  {done}/{total}", palette.good if complete else palette.muted)
        return out

    def _fold(self, unfolded: bool) -> Cell:
        return Cell("▾" if unfolded else "▸", self._palette.accent)

    def _today(self, at: datetime | None) -> datetime | None:
        """Local time of a moment of today, which the column shows as a clock time."""
        local = at.astimezone(self._zone) if at is not None else None
        today = self._now.astimezone(self._zone).date()
        return local if local is not None and local.date() == today else None

    def _clock_cell(self, at: datetime | None, style: Style) -> Cell:
        if at is None:
            return Cell("")
        if self._today(at) is not None:
            return Cell(clock(at, self._zone), style)
        local = at.astimezone(self._zone)
        return Cell(f"{local.day} {local:%b}", style)


_RUNS = (ROUTINE_RUN, PROCEDURE_RUN)
_ELSEWHERE = (*_RUNS, TEMPLATE)
"""Lists that stand at the top, and those that runs are copied from (in the Plan screen)."""
_KINDS = {
    ROUTINE_RUN: "routine",
    PROCEDURE_RUN: "runbook",
    "routine": "routine",
    "rollup": "roll-up",
    "roll_up": "roll-up",
    "upkeep": "upkeep",
    "gate": "gate",
    "exit": "exit criteria",
    "pre": "before",
}


def _title(situation: Situation, view: BoardView) -> str:
    phase = viewed_phase(situation, view)
    if phase is None:
        phases = situation.board.phases
        return joined("Checklist", "all phases ended" if phases else "")
    other = situation.phase is not None and phase.id != situation.phase.id
    late = sum(1 for task in situation.board.due_tasks if task.late_by(situation.now))
    return joined(
        "Checklist",
        f"{phase.name} {phase.done}/{phase.total}",
        "not the current phase" if other else "",
        f"{late} late" if late else "",
    )


def _subtitle(situation: Situation) -> str:
    lists = [item for item in situation.board.lists if item.kind not in _ELSEWHERE]
    done, total = sum(item.done for item in lists), sum(item.total for item in lists)
    return f"{done} of {total} boxes in the plan" if total else ""


def _tone(situation: Situation) -> Tone:
    late = any(task.late_by(situation.now) for task in situation.board.due_tasks)
    return "warn" if late else "text"
