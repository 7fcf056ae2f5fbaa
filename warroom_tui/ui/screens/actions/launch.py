"""Phases, undo, the status override and the rehearsal's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import Pace
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.runsheet.launch import Launch, LaunchStatus, Phase
from warroom_tui.domain.runsheet.moments import parse_moment
from warroom_tui.domain.runsheet.readiness import Readiness
from warroom_tui.ui.screens.desk import Desk

if TYPE_CHECKING:
    from warroom_tui.ui.screens.dialogs.advance import AdvanceAnswer


class PhaseActions:
    """Advance the run sheet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sheet = desk.services.run_sheet

    def advance(self) -> None:
        """Show what is open, ask for a reason to override, then start or complete the phase."""
        self._desk.ask_for_form(self._sheet.readiness, self._ask)

    def _ask(self, readiness: Readiness) -> None:
        from warroom_tui.ui.screens.dialogs import AdvanceDialog

        situation, phase = self._desk.situation, readiness.phase
        if situation is None or phase is None:
            self._desk.say("Every phase has ended.", "warning")
            return
        zone, now = situation.board.launch.zone, situation.now
        after: list[tuple[str, str]] = []

        def advance(answer: AdvanceAnswer) -> tuple[Phase | None, Phase | None]:
            result = self._sheet.advance(
                phase.id, answer.reason, answer.outcome, answer.notes, phase.version
            )
            kinds = {one.kind for one in self._desk.services.runbooks.all()}
            after.append((answer.outcome, "contingency" if "contingency" in kinds else ""))
            return result

        def told(result: tuple[Phase | None, Phase | None]) -> str:
            self._after(*after[-1])
            return _advanced(result)

        self._desk.form(lambda save: AdvanceDialog(readiness, zone, now, save=save), advance, told)

    def _after(self, outcome: str, words: str) -> None:
        """Go where a failed phase sends people: to the decision, or to the contingency plans."""
        services = self._desk.services
        if outcome == "rollback":
            from warroom_tui.ui.screens.tripwires import TripwireScreen

            self._desk.open(TripwireScreen(services))
        elif outcome == "contingency":
            from warroom_tui.ui.screens.runbooks import RunbooksScreen

            self._desk.open(RunbooksScreen(services, words=words))


def _advanced(result: tuple[Phase | None, Phase | None]) -> str:
    ended, started = result
    if ended is not None and ended.outcome == "failed":
        return f"{ended.name} failed: decide on a rollback with W, or B for a contingency plan"
    if ended is None and started is not None and started.started_at is not None:
        return f"{started.name} begun"
    parts = [f"{ended.name} ended" if ended else "", f"{started.name} begun" if started else ""]
    return ", ".join(part for part in parts if part) or "Nothing to advance"


class LaunchActions:
    """Undo and the status override."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def undo(self) -> None:
        """Take back my last action."""
        self._desk.write(
            self._desk.services.timeline.undo, lambda e: f"Undone: {e.text}", undoable=False
        )

    def go_live(self) -> None:
        """Move go-live with all that hangs on it; after a rollback this plans the relaunch."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        situation = self._desk.situation
        if situation is None:
            return
        launch, schedule = situation.board.launch, self._desk.services.schedule
        again = launch.status is LaunchStatus.ROLLED_BACK
        at = launch.go_live_at
        initial = f"{launch.local(at):%Y-%m-%d %H:%M}" if at is not None else ""
        title = "Relaunch at a new date" if again else "Move go-live"
        label = f"Date and time, in {launch.zone.key}"

        def said(found: Launch) -> str:
            when = found.go_live_at
            told = day_and_clock(when, found.zone, situation.now) if when is not None else "open"
            return f"Go-live is {told}"

        def date_dialog(save: Callable[[str], object]) -> TextDialog:
            return TextDialog(title, label, initial, save=save)

        if not again:
            self._desk.form(
                date_dialog,
                lambda text: schedule.set_go_live(parse_moment(text, launch.zone), launch.version),
                said,
            )
            return

        def ask_why(text: str) -> None:
            at = parse_moment(text, launch.zone)
            self._desk.form(
                lambda save: TextDialog(title, "What is different this time?", save=save),
                lambda why: schedule.relaunch(at, why, launch.version),
                said,
            )

        self._desk.choose(date_dialog(lambda text: parse_moment(text, launch.zone)), ask_why)

    def rag(self) -> None:
        """Say red, yellow or green by hand, with a reason, until it is lifted."""
        from warroom_tui.ui.screens.dialogs.status import status_choice

        self._desk.choose(status_choice(), self._reason)

    def _reason(self, key: str) -> None:
        from warroom_tui.ui.screens.dialogs.status import COMPUTED, status_length

        services = self._desk.services
        if key == COMPUTED:
            self._desk.write(
                lambda: services.set_rag(None),
                lambda _: "The status is computed again",
                undoable=False,
            )
            return
        self._desk.choose(status_length(), lambda length: self._say_why(Rag(key), int(length)))

    def _say_why(self, rag: Rag, minutes: int) -> None:
        from warroom_tui.ui.screens.dialogs.status import status_reason

        services = self._desk.services
        spell = f"for {minutes // 60} h" if minutes else "until somebody lifts it"
        self._desk.form(
            lambda save: status_reason(rag, save),
            lambda reason: services.set_rag(rag, reason, minutes or None),
            lambda _: f"The launch is {rag.value.upper()} {spell}",
            undoable=False,
        )


class RehearsalActions:
    """The rehearsal's clock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rehearsal = desk.services.rehearsal

    def pause(self) -> None:
        """Stop simulated time, or let it run again."""
        situation = self._desk.situation
        paused = situation is not None and situation.board.pace and situation.board.pace.paused
        job = self._rehearsal.resume if paused else self._rehearsal.pause
        self._desk.write(job, self._pace_words, undoable=False)

    def faster(self) -> None:
        """Speed simulated time up."""
        self._desk.write(self._rehearsal.faster, self._pace_words, undoable=False)

    def slower(self) -> None:
        """Slow simulated time down."""
        self._desk.write(self._rehearsal.slower, self._pace_words, undoable=False)

    def jump(self) -> None:
        """Go to the next planned moment: a phase's start or end, a shift's, a task's."""
        target = self._next_moment()
        if target is None:
            self._desk.say("Nothing more is planned to jump to.", "warning")
            return
        local = self._desk.services.launch().local(target)
        self._desk.write(
            lambda: self._rehearsal.jump(target),
            lambda _: f"It is {local:%a %H:%M} now",
            undoable=False,
        )

    def _next_moment(self) -> datetime | None:
        situation = self._desk.situation
        if situation is None:
            return None
        board = situation.board
        moments = [at for p in board.phases for at in (p.starts_at, p.ends_at)]
        moments += [task.due_at for task in board.due_tasks]
        ahead = [at for at in moments if at is not None and at > situation.now]
        return min(ahead, default=None)

    @staticmethod
    def _pace_words(pace: Pace | None) -> str:
        if pace is None:
            return "The rehearsal's clock changed"
        return "Rehearsal paused" if pace.paused else f"Rehearsal runs ×{pace.speed:g}"
