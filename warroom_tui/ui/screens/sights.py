"""Commands that change what is seen and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.incident.incident_needs import (
    CALL_PANEL,
    OFFER_PANEL,
    PANEL,
    PATTERN_PANEL,
)
from warroom_tui.domain.monitoring.standing import standing_alarm
from warroom_tui.domain.situation import Situation
from warroom_tui.ui import commands
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.presenters.checklist import viewed_phase

if TYPE_CHECKING:
    from warroom_tui.ui.screens.dashboard import Dashboard


SCREENS = {
    "messages": "messages.open",
    "gates": "gates.open",
    "plan": "plan.meetings",
    "actions": "actions.open",
    "issue_log": "issues.open",
    "escalations": "escalations.open",
    "sync": "sync.open",
    "tripwires": "tripwires.open",
}
"""Needs that no panel shows, and the command that opens what does."""


OFFERS = (PANEL, OFFER_PANEL, CALL_PANEL, PATTERN_PANEL)
"""Needs that lead to a screen or a form of their own, with their row."""


class Sights:
    """Jump, zoom, fold, filter, help."""

    def __init__(self, dashboard: Dashboard) -> None:
        self._dashboard = dashboard

    # Where to look

    def health(self) -> None:
        """Go to Health, and there to what fires unless the cursor stands on such a check."""
        situation, row = self._dashboard.situation, None
        alarm = standing_alarm(situation) if situation is not None else None
        if situation is not None and alarm is not None:
            here = self._dashboard.selected(Scope.HEALTH)
            fires = any(
                c.bad and not c.quiet and c.row.check.name == here for c in situation.checks
            )
            row = None if fires else alarm.name
        self._dashboard.go(Scope.HEALTH, row)

    def tickets(self) -> None:
        """Go to Tickets."""
        self._dashboard.go(Scope.TICKETS)

    def rota(self) -> None:
        """Go to Rota."""
        self._dashboard.go(Scope.ROTA)

    def checklist(self) -> None:
        """Go to Checklist."""
        self._dashboard.go(Scope.CHECKLIST)

    def issues(self) -> None:
        """Go to Known issues."""
        self._dashboard.go(Scope.ISSUES)

    def recent(self) -> None:
        """Go to Activity."""
        self._dashboard.go(Scope.ACTIVITY)

    activity = recent

    def needs(self) -> None:
        """Go to Needs you."""
        self._dashboard.go(Scope.NEEDS)

    def zoom(self) -> None:
        """Give the whole screen to the open panel, or back."""
        self._dashboard.zoom(not self._dashboard.zoomed)

    def back(self) -> None:
        """Undo the last change of view: filter, other phase, large panel, far panel."""
        dashboard = self._dashboard
        tickets = dashboard.tickets_panel
        if dashboard.open_panel is Scope.TICKETS and tickets.clear_filter():
            return
        if dashboard.open_panel is Scope.CHECKLIST and dashboard.view.phase_id is not None:
            dashboard.look_at(replace(dashboard.view, phase_id=None))
            return
        if dashboard.zoomed:
            dashboard.zoom(False)
        elif dashboard.open_panel is not Scope.TICKETS:
            dashboard.go(Scope.TICKETS)

    def filter(self) -> None:
        """Type words that tickets must hold."""
        self._dashboard.go(Scope.TICKETS)
        self._dashboard.tickets_panel.open_filter()

    # The checklist's view

    def fold(self) -> None:
        """Unfold or fold the phase or list under the cursor; on a task, read it in full."""
        situation, key = self._dashboard.situation, self._dashboard.selected(Scope.CHECKLIST) or ""
        if situation is None:
            return
        kind, _, number = key.partition(":")
        if kind == "task":
            self._read_out(situation, number)
            return
        lists = situation.board.lists
        ids = frozenset(
            item.id
            for item in lists
            if number in ((str(item.phase_id),) if kind == "phase" else (str(item.id),))
        )
        view = self._dashboard.view
        unfolded = view.list_ids - ids if ids & view.list_ids else view.list_ids | ids
        self._dashboard.look_at(replace(view, list_ids=unfolded))

    def _read_out(self, situation: Situation, number: str) -> None:
        task = next((t for t in situation.board.tasks if str(t.id) == number), None)
        if task is None:
            return
        parts = [task.text, f"$ {task.command}" if task.command else ""]
        parts.append(f"line {task.line} of the plan" if task.line else "")
        text = "\n".join(part for part in parts if part)
        self._dashboard.notify(text, title=task.owner or "Task", markup=False)

    def next_phase(self) -> None:
        """Look at the phase after the shown one."""
        self._step(1)

    def previous_phase(self) -> None:
        """Look at the phase before the shown one."""
        self._step(-1)

    def _step(self, by: int) -> None:
        situation = self._dashboard.situation
        if situation is None or not situation.board.phases:
            return
        phases = situation.board.phases
        shown = viewed_phase(situation, self._dashboard.view)
        at = next((i for i, p in enumerate(phases) if shown and p.id == shown.id), len(phases))
        phase = phases[min(max(at + by, 0), len(phases) - 1)]
        current = situation.phase is not None and phase.id == situation.phase.id
        phase_id = None if current else phase.id
        self._dashboard.look_at(replace(self._dashboard.view, phase_id=phase_id))
        self._dashboard.go(Scope.CHECKLIST, f"phase:{phase.id}")

    # Needs you

    def go(self) -> None:
        """Go to the panel and row of the need under the cursor."""
        need, situation = self._dashboard.needs_panel.need, self._dashboard.situation
        if need is None or situation is None:
            return
        if need.panel in OFFERS:
            self._dashboard.answer_offer(need.panel, need.row, yes=True)
            return
        if need.panel in SCREENS:
            self._dashboard.carry_out(SCREENS[need.panel])
            return
        scope = Scope(need.panel)
        view = self._dashboard.view
        if scope is Scope.TICKETS and need.row not in {t.ref for t in situation.board.tickets}:
            self._dashboard.tickets_panel.clear_filter()
        if scope is Scope.CHECKLIST:
            self._dashboard.look_at(_view_with(need.row, situation, view))
        self._dashboard.go(scope, need.row)

    def take(self) -> None:
        """Take the ticket of the need under the cursor."""
        need, situation = self._dashboard.needs_panel.need, self._dashboard.situation
        if need is None or situation is None or need.panel != "tickets":
            self._dashboard.notify("That is no ticket; enter goes to it.", markup=False)
            return
        found = [t for t in situation.board.urgent_tickets if t.ref == need.row]
        self._dashboard.take_ticket(need.row, found[0].version if found else None)

    def escalate(self) -> None:
        """Escalate the ticket of the need under the cursor."""
        need = self._dashboard.needs_panel.need
        if need is None or need.panel != "tickets":
            self._dashboard.notify("That is no ticket; enter goes to it.", markup=False)
            return
        self._dashboard.escalate_ticket(need.row)

    def ack(self) -> None:
        """Acknowledge the check of the need under the cursor."""
        need = self._dashboard.needs_panel.need
        if need is None or need.panel != "health":
            self._dashboard.notify("That is no check; enter goes to it.", markup=False)
            return
        self._dashboard.acknowledge(need.row)

    def no(self) -> None:
        """Refuse the offer under the cursor."""
        need = self._dashboard.needs_panel.need
        if need is None or need.panel not in OFFERS or need.panel == PANEL:
            self._dashboard.notify("That is no offer; enter goes to it.", markup=False)
            return
        self._dashboard.answer_offer(need.panel, need.row, yes=False)

    # The rest

    def help(self) -> None:
        """Show every key of the focused panel."""
        from warroom_tui.ui.screens.dialogs import HelpScreen

        situation = self._dashboard.situation
        rehearsal = situation is not None and situation.board.pace is not None
        sections = commands.help_sections(self._dashboard.open_panel, rehearsal=rehearsal)
        self._dashboard.app.push_screen(HelpScreen(sections))

    def timeline(self) -> None:
        """Open the timeline."""
        from warroom_tui.ui.screens.dialogs import TimelineScreen

        desk = self._dashboard.desk
        if desk is not None:
            desk.open(TimelineScreen(desk.services))

    def wall(self) -> None:
        """Open the big-screen view."""
        from warroom_tui.ui.screens.wall import WallScreen

        if self._dashboard.desk is not None:
            self._dashboard.app.push_screen(WallScreen(self._dashboard.desk.services))

    def theme(self) -> None:
        """Switch between the dark and the light theme."""
        self._dashboard.switch_theme()


def _view_with(row: str, situation: Situation, view: BoardView) -> BoardView:
    """The view in which the checklist's `row` is unfolded."""
    kind, _, number = row.partition(":")
    if kind == "list":
        return replace(view, list_ids=view.list_ids | {int(number)})
    if kind != "task":
        return view
    known = [*situation.board.tasks, *situation.board.due_tasks]
    task = next((t for t in known if str(t.id) == number), None)
    item = next((i for i in situation.board.lists if task and i.id == task.checklist_id), None)
    shown = viewed_phase(situation, view)
    if item is None or (shown is not None and item.phase_id == shown.id):
        return view
    return replace(view, list_ids=view.list_ids | {item.id})
