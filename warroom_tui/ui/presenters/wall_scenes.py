"""The scenes of the wall: what needs us and who is on; tickets; health; phases; rota. Pure."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from warroom_tui.domain.desk.sla import Urgency
from warroom_tui.domain.durations import clock, short
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.monitoring.watching import HOW_TO_START
from warroom_tui.domain.runsheet.focus import focus_cards
from warroom_tui.domain.runsheet.launch import PhaseState
from warroom_tui.domain.situation import Situation, ticket_urgency
from warroom_tui.domain.staffing.rota import Cover, level_name
from warroom_tui.ui.presenters import focus_rows
from warroom_tui.ui.presenters.marks import joined, until
from warroom_tui.ui.presenters.needs import need_tone
from warroom_tui.ui.presenters.wall_box import Lines, beside, box, shares
from warroom_tui.ui.presenters.wall_takeover import trigger_lines
from warroom_tui.ui.theme import SYMBOLS, Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.sparkline import spark

SCENES = ("status", "tickets", "health", "triggers", "timeline", "rota")
"""Every scene, in the order in which they take turns."""

_PHASE_MARKS = {
    PhaseState.NOT_STARTED: "open",
    PhaseState.IN_PROGRESS: "running",
    PhaseState.BLOCKED: "blocked",
    PhaseState.COMPLETE: "done",
    PhaseState.FAILED: "missed",
    PhaseState.SKIPPED: "skipped",
    PhaseState.ROLLED_BACK: "skipped",
}


FOCUS_WIDTH = 110
"""Columns from which the focus stands beside the phases."""
PAIR_HEIGHT = 9
"""Lines that a pair of boxes needs to say something."""


def scene_lines(
    situation: Situation,
    scene: str,
    palette: Palette,
    width: int,
    height: int,
    hide_names: bool,
) -> Lines:
    """One scene, exactly `height` lines."""
    if scene == "tickets":
        return _one("Tickets", _tickets(situation, palette, hide_names), palette, width, height)
    if scene == "health":
        return _one(
            _health_title(situation), _health(situation, palette, width), palette, width, height
        )
    if scene == "triggers":
        return trigger_lines(situation, palette, width, height)
    if scene == "timeline":
        return _timeline(situation, palette, width, height)
    if scene == "rota":
        return _one("On now", _rota(situation, palette, hide_names), palette, width, height)
    return _status(situation, palette, width, height, hide_names)


def _status(
    situation: Situation, palette: Palette, width: int, height: int, hide_names: bool
) -> Lines:
    """What needs us and who is on; where there is room tickets and health, then the phases."""
    pairs = min(3, max(1, height // PAIR_HEIGHT))
    left, right = shares(width, 2)
    heights = shares(height, pairs, gap=0)
    out = beside(
        [
            _needs_box(situation, palette, left, heights[0]),
            _one("On now", _rota(situation, palette, hide_names), palette, right, heights[0]),
        ]
    )
    if pairs > 1:
        tickets = _tickets(situation, palette, hide_names)
        health = _health(situation, palette, right)
        out += beside(
            [
                _one("Tickets, next promise first", tickets, palette, left, heights[1]),
                _one(_health_title(situation), health, palette, right, heights[1]),
            ]
        )
    if pairs > 2:
        phases = _phases(situation, palette, heights[2] - 2)
        record = _record(situation, palette, heights[2] - 2, hide_names)
        out += beside(
            [
                _one("Phases", phases, palette, left, heights[2]),
                _one("Just now", record, palette, right, heights[2]),
            ]
        )
    return out


def _health_title(situation: Situation) -> str:
    measured = situation.measured
    if not measured.blind:
        return "Health, last hour"
    start = f"start: {HOW_TO_START}" if measured.nobody else ""
    return joined("Health", measured.words, start)


def _timeline(situation: Situation, palette: Palette, width: int, height: int) -> Lines:
    """The phases, and beside them what counts now where the plan says it."""
    cards = focus_cards(situation.board.focus, situation.now)
    phases = _phases(situation, palette, height - 2)
    if not cards or not cards[0].current or width < FOCUS_WIDTH:
        return _one("Phases", phases, palette, width, height)
    left, right = shares(width, 2)
    told = focus_rows.full(cards[0], palette).split()[2:]
    focus = [Text("") if not line.plain else line for line in told[: height - 2]]
    return beside(
        [
            _one("Phases", phases, palette, left, height),
            _one(f"Focus · {drawable(cards[0].title)}", focus, palette, right, height),
        ]
    )


def _needs_box(situation: Situation, palette: Palette, width: int, height: int) -> Lines:
    body = _needs(situation, palette, height - 2)
    if not situation.needs:
        return box(Text("Needs us", palette.accent), body, width, height, palette.track)
    style = palette.tone(need_tone(situation.needs[0]))
    return box(Text(f"Needs us · {len(situation.needs)}", style), body, width, height, style)


def _record(situation: Situation, palette: Palette, room: int, hide_names: bool) -> Lines:
    """What happened last, newest first."""
    zone = situation.board.launch.zone
    out = []
    for event in situation.board.events[:room]:
        line = Text(f"{clock(event.at, zone)}  ", palette.muted)
        line.append("" if hide_names else f"{event.actor}  ", palette.text)
        line.append(event.text if hide_names else event.said, palette.strong)
        out.append(line)
    return out


def _one(title: str, body: Lines, palette: Palette, width: int, height: int) -> Lines:
    return box(Text(title, palette.accent), _aired(body, height - 2), width, height, palette.track)


def _aired(body: Lines, room: int) -> Lines:
    """An empty line between the lines where there is room: easier to read from afar."""
    if len(body) * 2 > room:
        return body
    return [line for entry in body for line in (entry, Text())]


def _needs(situation: Situation, palette: Palette, room: int) -> Lines:
    if not situation.needs:
        return [Text(f"{SYMBOLS['green'].mark} Nothing waits for us.", palette.good)]
    out: Lines = []
    shown = max(1, room // 2)
    for need in situation.needs[:shown]:
        style = palette.tone(need_tone(need))
        head = Text(f"{'✖' if need.bad else '▲'} {need.tag} ", style)
        head.append(need.what, palette.strong)
        out += [head, Text(f"   {need.why}", style)]
    if len(situation.needs) > shown:
        rest = len(situation.needs) - shown
        out[-1:] = [Text(f"   {situation.needs[shown - 1].why}   +{rest} more", palette.muted)]
    return out


def _tickets(situation: Situation, palette: Palette, hide_names: bool) -> Lines:
    if not situation.board.tickets:
        return [Text("No open tickets.", palette.good)]
    out = []
    for ticket in situation.board.urgent_tickets:
        state = ticket_urgency(ticket, situation.now)
        style = {
            Urgency.BREACHED: palette.bad,
            Urgency.AT_RISK: palette.warn,
        }.get(state, palette.text)
        mark = {Urgency.BREACHED: "✖", Urgency.AT_RISK: "▲", Urgency.PAUSED: "‖"}.get(state, "●")
        due = until(ticket.next_due_at, situation.now) if ticket.next_due_at else "waiting"
        line = Text(f"{mark} {due:>8}  {ticket.priority.value}  {ticket.ref}  ", style)
        line.append(ticket.subject, palette.strong)
        owner = (ticket.assignee or "no owner") if not hide_names else ticket.level.value
        line.append(f"  {owner}", palette.muted)
        out.append(line)
    return out


def _health(situation: Situation, palette: Palette, width: int) -> Lines:
    if not situation.checks:
        return [Text("No checks are set up.", palette.muted)]
    out = []
    graph = max(10, min(60, width - 64))
    for check in situation.checks:
        symbol = SYMBOLS[check.state.value]
        style = palette.tone(symbol.tone)
        row = check.row
        value = row.status.last_value if row.status else None
        line = Text(f"{symbol.mark} {symbol.word:<8}", style)
        line.append(f"{row.check.name[:24]:<25}", palette.strong)
        line.append(f"{format_value(value, row.check.unit):>9}  ", style)
        line.append_text(spark(row.spark, graph, style=style, gap_style=palette.muted))
        if check.since is not None:
            line.append(f"  {short(situation.now - check.since)}", palette.muted)
        out.append(line)
    return out


def _phases(situation: Situation, palette: Palette, room: int) -> Lines:
    phases = situation.board.phases
    current = situation.phase
    at = phases.index(current) if current in phases else 0
    start = max(0, min(at - 2, len(phases) - room))
    out = []
    for phase in phases[start : start + room]:
        symbol = SYMBOLS[_PHASE_MARKS[phase.state]]
        style = palette.tone(symbol.tone)
        when = _when(phase.starts_at, situation)
        name = palette.strong if phase is current else palette.text
        line = Text(f"{symbol.mark} {when:>10}  ", style)
        line.append(phase.name, name)
        line.append(f"  {phase.done}/{phase.total}", palette.muted)
        over = phase.overrun(situation.now)
        if over is not None:
            line.append(f"  {short(over)} over", palette.warn)
        out.append(line)
    return out or [Text("The plan has no phases.", palette.muted)]


def _when(at: datetime | None, situation: Situation) -> str:
    """The clock today, else the day."""
    if at is None:
        return ""
    zone = situation.board.launch.zone
    local = at.astimezone(zone)
    if local.date() == situation.now.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}"


def _rota(situation: Situation, palette: Palette, hide_names: bool) -> Lines:
    if not situation.covers:
        return [Text("Nobody is planned now.", palette.muted)]
    return [_cover(cover, palette, hide_names) for cover in situation.covers]


def _cover(cover: Cover, palette: Palette, hide_names: bool) -> Text:
    style = palette.warn if cover.gap else palette.good
    ready = cover.here or len(cover.on_call) + len(cover.standby)
    count = f"{ready} of {cover.need}" if cover.need else str(ready)
    line = Text(f"{'▲' if cover.gap else '●'} {level_name(cover.level):<15}", style)
    line.append(f"{count:<8}", style)
    names = joined(
        " ".join(name.split()[0] for name in cover.present),
        "on call " + ", ".join(cover.on_call) if cover.on_call else "",
        "standby " + ", ".join(cover.standby) if cover.standby else "",
    )
    line.append("" if hide_names else names, palette.text)
    return line
