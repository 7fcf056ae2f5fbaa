"""Every command once: key bindings, footer, help and palette are all made from this table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Scope(StrEnum):
    """Where a command's key works; the values of panels are their ids."""

    GLOBAL = "global"
    NEEDS = "needs"
    HEALTH = "health"
    TICKETS = "tickets"
    ROTA = "rota"
    CHECKLIST = "checklist"
    ISSUES = "issues"
    ACTIVITY = "activity"
    REHEARSAL = "rehearsal"
    """Everywhere, but only while the launch is a rehearsal."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do."""

    id: str
    """Group and handler: `tickets.take` is the method `take` of the ticket actions."""
    key: str
    """Textual's name of the key; empty when only the palette offers it."""
    label: str
    """One or two words for the footer."""
    help: str
    """A sentence for help and palette."""
    scope: Scope = Scope.GLOBAL
    rank: int = 0
    """Place in the footer, 1 first; 0 keeps it out."""
    footer: Scope | None = None
    """The one panel whose footer shows it; None: every panel where its key works."""


PANEL_TITLES = {
    Scope.HEALTH: "Health",
    Scope.TICKETS: "Tickets",
    Scope.ROTA: "Rota",
    Scope.CHECKLIST: "Checklist",
    Scope.ISSUES: "Known issues",
    Scope.ACTIVITY: "Activity",
    Scope.NEEDS: "Needs you",
}
"""The panels in the order of their digits; Needs you is 0."""

_G, _T, _C = Scope.GLOBAL, Scope.TICKETS, Scope.CHECKLIST

COMMANDS: tuple[Command, ...] = (
    Command("tickets.new", "n", "New", "Log a ticket: subject, enter, done.", _G, 11),
    Command("issues.new", "i", "Known issue", "Log a fault that tickets point to.", _G, 12),
    Command("phases.advance", "p", "Advance", "Start or complete the current phase.", _G, 13),
    Command("rota.people", "o", "People", "Sign people in and out, add somebody.", _G, 16),
    Command("reports.daily", "r", "Report", "Preview and write the report.", _G, 15),
    Command("notes.capture", "c", "Capture", "Note a win, an action or tomorrow's focus.", _G, 18),
    Command("incidents.declare", "exclamation_mark", "Incident", "Declare an incident.", _G, 17),
    Command("incidents.open", "I", "Incidents", "Incidents: updates, roles, words, reviews.", _G),
    Command("patterns.open", "", "Patterns", "What new tickets seem to have in common.", _G),
    Command("messages.open", "m", "Messages", "Messages: due and next, preview, mark sent.", _G),
    Command("gates.open", "g", "Gates", "Decide go or no-go on the evidence; sign-offs.", _G),
    Command("tripwires.open", "W", "Trip-wires", "Triggers and criteria as gauges; decide.", _G),
    Command("tripwires.decide", "", "Decide on rollback", "Roll back, continue, fix forward.", _G),
    Command("tripwires.baseline", "", "Record baseline", "Freeze every figure under a name.", _G),
    Command("tripwires.plan", "", "Rollback deadline", "Set the last safe moment.", _G),
    Command("runbooks.open", "B", "Runbooks", "Find a procedure and follow it step by step.", _G),
    Command("plan.open", "L", "Plan", "Read the whole plan, entry by entry, with its lines.", _G),
    Command("plan.directory", "D", "Directory", "Contacts, people, and what is missing.", _G),
    Command("plan.meetings", "M", "Meetings", "Meetings with agendas; held, or called off.", _G),
    Command("plan.focus", "F", "Focus", "Goals, issues to expect and actions of today.", _G),
    Command("actions.open", "A", "Actions", "Action items: add, owner, due, done, drop.", _G),
    Command("escalations.open", "E", "Escalation", "Whom to call, promises and hours.", _G),
    Command("plan.risks", "", "Risks", "How each risk stands, and who watches it.", _G),
    Command("plan.lessons", "", "Lessons learned", "Answer the plan's questions.", _G),
    Command("plan.findings", "", "Findings", "What the plans leave wrong or open.", _G),
    Command("escalations.figures", "", "Figures", "The desk's figures, and their tickets.", _G),
    Command("plan.routines", "", "Routines", "Checklists that come back, and their history.", _G),
    Command("sync.open", "X", "Exchange", "Help desk, conflicts, imports of tickets.", _G),
    Command("desk.open", "T", "Tickets", "The ticket desk: views, queries, many at once.", _G),
    Command("desk.articles", "", "Articles", "Knowledge articles: needed, drafted, read.", _G),
    Command("launch.undo", "u", "Undo", "Undo your last action.", _G, 14),
    Command("metrics.enter", "v", "Value", "Enter a business figure.", _G),
    Command("view.activity", "full_stop", "What changed", "Show what happened lately.", _G),
    Command("view.filter", "slash", "Filter", "Show only tickets with these words.", _G, 6, _T),
    Command("view.wall", "w", "Wall", "Open the big-screen view.", _G),
    Command("view.zoom", "z", "Maximise", "Give the whole screen to this panel, or back.", _G),
    Command("view.help", "question_mark", "Keys", "Show every key of this panel.", _G, 19),
    Command("view.back", "escape", "Back", "Clear the filter, or leave the large view.", _G),
    Command("launch.go_live", "", "Go-live", "Move go-live, or relaunch after a rollback.", _G),
    Command("launch.rag", "", "Set status", "Override red, yellow or green, with a reason.", _G),
    Command("view.theme", "", "Light or dark", "Switch between the dark and the light theme.", _G),
    Command("view.health", "1", "Health", "Go to Health.", _G),
    Command("view.tickets", "2", "Tickets", "Go to Tickets.", _G),
    Command("view.rota", "3", "Rota", "Go to Rota.", _G),
    Command("view.checklist", "4", "Checklist", "Go to Checklist.", _G),
    Command("view.issues", "5", "Known issues", "Go to Known issues.", _G),
    Command("view.recent", "6", "Activity", "Go to Activity.", _G),
    Command("view.needs", "0", "Needs you", "Go to Needs you.", _G),
    Command("needs.go", "enter", "Go to it", "Go to the row that needs you.", Scope.NEEDS, 1),
    Command("needs.take", "t", "Take", "Take the ticket that needs you.", Scope.NEEDS, 2),
    Command("needs.no", "x", "No", "Refuse what is offered: incident, call, pattern.", Scope.NEEDS),
    Command("needs.escalate", "e", "Escalate", "Pass the ticket to a higher level.", Scope.NEEDS),
    Command("needs.ack", "a", "Acknowledge", "Take on the check that needs you.", Scope.NEEDS, 3),
    Command("health.board", "H", "Health screen", "Charts, uptime, budgets, alert log.", _G),
    Command("health.open", "enter", "Details", "Open the check.", Scope.HEALTH, 1),
    Command("health.ack", "a", "Acknowledge", "Take on a failing check.", Scope.HEALTH, 2),
    Command("health.silence", "s", "Silence", "Call nobody about this check.", Scope.HEALTH, 3),
    Command("health.maintain", "x", "Maintenance", "No alerts for a while.", Scope.HEALTH, 4),
    Command("health.say", "t", "Tell", "Say how a manual check stands.", Scope.HEALTH),
    Command("health.runbook", "b", "Runbook", "Open the runbook of the check.", Scope.HEALTH, 5),
    Command("tickets.open", "enter", "Open", "Open the ticket with its notes.", _T, 1),
    Command("sync.create", "", "Make it there", "Make the ticket on the help desk too.", _T),
    Command("tickets.take", "t", "Take", "Make the ticket yours.", _T, 2),
    Command("tickets.reply", "y", "Reply", "Record a reply to the requester.", _T, 3),
    Command("tickets.assign", "a", "Assign", "Give the ticket to somebody.", _T),
    Command("tickets.escalate", "e", "Escalate", "Raise the support level, with context.", _T, 4),
    Command("tickets.resolve", "R", "Resolve", "Record the solution.", _T, 5),
    Command("tickets.state", "s", "State", "Wait for the requester, resolve, close, reopen.", _T),
    Command("tickets.priority", "P", "Priority", "Change the priority.", _T),
    Command("tickets.note", "N", "Note", "Add an internal note.", _T),
    Command("tickets.link", "l", "Link", "Link the ticket to a known issue.", _T),
    Command("rota.open", "enter", "People", "Sign people in and out.", Scope.ROTA, 1),
    Command("tasks.tick", "space", "Tick", "Tick or untick the task.", _C, 1),
    Command("view.fold", "enter", "Fold", "Unfold or fold the phase or list.", _C, 2),
    Command("tasks.skip", "x", "Skip", "Not applicable or skipped, with a reason.", _C, 3),
    Command("tasks.add", "b", "Add task", "Add a task to this list.", _C, 5),
    Command("view.next_phase", "right_square_bracket", "Later", "Look at a later phase.", _C, 4),
    Command(
        "view.previous_phase",
        "left_square_bracket",
        "Earlier",
        "Look at an earlier phase.",
        _C,
    ),
    Command("issues.open", "enter", "Open", "Open the known-issue log.", Scope.ISSUES, 1),
    Command("issues.state", "s", "State", "Change the state of the issue.", Scope.ISSUES, 2),
    Command("view.timeline", "enter", "Timeline", "Open the timeline.", Scope.ACTIVITY, 1),
    Command("rehearsal.pause", "f9", "Pause", "Pause or resume rehearsal time.", Scope.REHEARSAL),
    Command("rehearsal.slower", "f8", "Slower", "Slow rehearsal time down.", Scope.REHEARSAL),
    Command("rehearsal.faster", "f10", "Faster", "Speed rehearsal time up.", Scope.REHEARSAL),
    Command("rehearsal.jump", "f11", "Jump", "Jump to the next planned moment.", Scope.REHEARSAL),
)

FOOTER_KEYS = 8
"""More keys than this nobody reads."""


def by_id(command_id: str) -> Command:
    """The command of that id. Raises `KeyError` when there is none."""
    return _BY_ID[command_id]


_BY_ID = {command.id: command for command in COMMANDS}


def find(key: str, scope: Scope | None, *, rehearsal: bool) -> Command | None:
    """The command that `key` means in the focused panel: the panel's own, else a global one."""
    wanted = [scope, Scope.GLOBAL, Scope.REHEARSAL if rehearsal else None]
    for place in wanted:
        for command in COMMANDS:
            if place is not None and command.scope is place and command.key == key:
                return command
    return None


def bound_keys() -> tuple[str, ...]:
    """Every key that the screen must listen to (enter belongs to the lists)."""
    keys = dict.fromkeys(command.key for command in COMMANDS if command.key)
    return tuple(key for key in keys if key != "enter")


def hints(scope: Scope | None, width: int) -> list[tuple[str, str]]:
    """The footer of the focused panel: its own keys first, then global ones, help last.

    At most eight, and no more than `width` cells hold, so that help is never cut off.
    """
    near = [c for c in COMMANDS if c.rank and c.scope in (scope, Scope.GLOBAL)]
    fitting = [c for c in near if c.footer in (None, scope)]
    fitting.sort(key=lambda command: command.rank)
    help_key = by_id("view.help")
    room = width - _hint_cells(help_key) - 1
    chosen: list[Command] = []
    for command in fitting:
        room -= _hint_cells(command)
        if command is not help_key and room >= 0 and len(chosen) < FOOTER_KEYS - 1:
            chosen.append(command)
    return [(command.key, command.label) for command in (*chosen, help_key)]


def _hint_cells(command: Command) -> int:
    """Cells of key, label and the gaps; named keys are drawn as one character or their name."""
    key = command.key if command.key in ("enter", "space", "tab") else "k"
    return len(key) + 1 + len(command.label) + 2


HelpSection: TypeAlias = tuple[str, list[tuple[str, str]]]
"""Heading, then (key, sentence) pairs."""


def help_sections(scope: Scope | None, *, rehearsal: bool) -> list[HelpSection]:
    """The help of the focused panel: (heading, [(key, sentence)]), its own keys first."""
    wanted: list[tuple[str, Iterable[Command]]] = []
    if scope is not None and scope is not Scope.GLOBAL:
        wanted.append((PANEL_TITLES[scope], (c for c in COMMANDS if c.scope is scope)))
    wanted.append(("Everywhere", (c for c in COMMANDS if c.scope is Scope.GLOBAL)))
    if rehearsal:
        wanted.append(("Rehearsal", (c for c in COMMANDS if c.scope is Scope.REHEARSAL)))
    sections = [(title, [(c.key, c.help) for c in group if c.key]) for title, group in wanted]
    sections.append(("Moving", [*MOVING]))
    return sections


MOVING = (
    ("tab", "Next panel; shift+tab goes back."),
    ("down", "Down a row, also j; up or k goes up."),
    ("pagedown", "A screenful down; pageup, home and end likewise."),
    ("ctrl+p", "Find any command by name."),
    ("ctrl+q", "Leave."),
)
"""What lists and Textual itself offer."""
