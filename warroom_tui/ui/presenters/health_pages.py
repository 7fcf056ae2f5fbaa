"""The Health screen: its lists line by line, and what the chosen line says in full."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short, span_words
from warroom_tui.domain.monitoring.alerts import Alert, AlertState
from warroom_tui.domain.monitoring.health import CheckState, Excerpt, format_value
from warroom_tui.domain.monitoring.uptime import ErrorBudget, Tally
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.situation import CheckNow
from warroom_tui.ui.presenters.marks import ago, labelled, many, mark
from warroom_tui.ui.theme import SYMBOLS, Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.gauge import bar
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row

CHECK_COLUMNS = (
    Column("mark", width=1),
    Column("name", "check"),
    Column("now", "now", width=8, align="right"),
    Column("uptime", "uptime", width=8, align="right"),
    Column("p95", "p95", width=8, align="right", min_total_width=48),
    Column("budget", "budget left", width=11, align="right", min_total_width=62),
    Column("for", "for", width=8, align="right", min_total_width=72),
)
LOG_COLUMNS = (
    Column("mark", width=1),
    Column("at", "since", width=16),
    Column("name", "check"),
    Column("for", "for", width=8, align="right"),
    Column("state", "state", width=12),
    Column("held", "by", width=14, min_total_width=76),
)
SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
_ANSWER_LINES, _ANSWER_CELLS = 3, 240


def check_row(
    check: CheckNow,
    tally: Tally | None,
    budget: ErrorBudget | None,
    now: datetime,
    palette: Palette,
) -> Row:
    """A check over the window."""
    spec, status = check.row.check, check.row.status
    value = format_value(status.last_value, spec.unit) if status else "–"
    tone = palette.tone(SYMBOLS[check.state.value].tone)
    target = budget.target_pct if budget else 0.0
    uptime = tally.uptime if tally else None
    under = uptime is not None and uptime < target
    cells: tuple[CellLike, ...] = (
        mark(check.state.value, palette),
        Cell(spec.name, palette.text if check.state is CheckState.UP else palette.strong),
        Cell("no data" if check.state is CheckState.UNKNOWN else value, tone),
        Cell(format_value(uptime, "%"), palette.warn if under else palette.text),
        Cell(format_value(tally.percentile(0.95), spec.unit) if tally else "–", palette.text),
        Cell(_budget_word(budget), _budget_style(budget, palette)),
        Cell(short(now - check.since) if check.since else "", palette.muted),
    )
    return Row(spec.name, cells)


def _budget_word(budget: ErrorBudget | None) -> str:
    if budget is None:
        return "–"
    if budget.left_min < 0:
        return f"▼ {-budget.left_min:.1f} over"
    return f"{budget.left_min:.1f} min"


def _budget_style(budget: ErrorBudget | None, palette: Palette) -> Style:
    if budget is None:
        return palette.muted
    if budget.left_min < 0:
        return palette.bad
    return palette.warn if budget.left_share < 0.25 else palette.text


def check_facts(
    check: CheckNow,
    tally: Tally | None,
    budget: ErrorBudget | None,
    procedure: Procedure | None,
    excerpts: tuple[Excerpt, ...],
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
    width: int,
) -> Text:
    """One check in full, under its plot."""
    spec, status = check.row.check, check.row.status
    symbol = SYMBOLS[check.state.value]
    out = Text()
    since = f" for {short(now - check.since)}" if check.since else ""
    out.append(f"{symbol.mark} {symbol.word}{since}", palette.tone(symbol.tone))
    if status is not None and status.last_detail:
        out.append(f"  {drawable(status.last_detail)}", palette.text)
    out.append(f"  {ago(status.last_at if status else None, now)}\n", palette.muted)
    if check.held and check.row.alert is not None:
        alert = check.row.alert
        labelled(out, "Held", f"{check.held}, {alert.held_by or 'plan'}: {alert.reason}", palette)
    if check.row.alert is not None and check.row.alert.flaps:
        labelled(out, "Flaps", f"failed again {many(check.row.alert.flaps, 'time')}", palette)
    if tally is not None:
        _tally_lines(out, tally, spec.unit, palette)
    if budget is not None:
        _budget_line(out, budget, palette, width)
    if procedure is not None:
        labelled(out, "Runbook", f"{procedure.title} (b opens it)", palette)
    labelled(out, "Probes", f"{spec.kind} {spec.target}, every {spec.every_s:g} s", palette)
    if excerpts:
        out.append("\nLast answers that said something new\n", palette.accent)
        for excerpt in excerpts:
            _answer(out, excerpt, now, zone, palette)
    out.rstrip()
    return out


def _tally_lines(out: Text, tally: Tally, unit: str, palette: Palette) -> None:
    spans = [f"observed {short(timedelta(minutes=tally.observed))}"]
    spans += [
        f"{word} {short(timedelta(minutes=minutes))}"
        for word, minutes in (
            ("down", tally.down),
            ("slow", tally.slow),
            ("unknown", tally.unknown),
            ("maintenance", tally.maintenance),
        )
        if minutes > 1 / 60
    ]
    labelled(out, "Uptime", f"{format_value(tally.uptime, '%')}  ({', '.join(spans)})", palette)
    shares = [f"{name} {format_value(tally.percentile(share), unit)}" for name, share in SHARES]
    shares.append(f"mean {format_value(tally.mean, unit)}")
    shares.append(f"max {format_value(tally.max_value, unit)}")
    if tally.n_value:
        labelled(out, "Values", "  ".join(shares), palette)


def _budget_line(out: Text, budget: ErrorBudget, palette: Palette, width: int) -> None:
    style = _budget_style(budget, palette)
    out.append(f"{'Budget':<9}", palette.muted)
    out.append_text(
        bar(
            budget.left_share,
            1.0,
            max(6, min(20, width // 5)),
            style=palette.info if style is palette.text else style,
            track=palette.track,
        )
    )
    left = f" {budget.left_min:.1f} of {budget.allowed_min:.1f} min left"
    over = f" {-budget.left_min:.1f} min over the {budget.allowed_min:.1f} allowed"
    out.append(over if budget.left_min < 0 else left, style)
    window = span_words(budget.window)
    out.append(f"  {budget.target_pct:g} % of {window}\n", palette.muted)


def _answer(out: Text, excerpt: Excerpt, now: datetime, zone: ZoneInfo, palette: Palette) -> None:
    symbol = SYMBOLS[excerpt.state.value]
    out.append(f"{day_and_clock(excerpt.at, zone, now)} ", palette.muted)
    out.append(f"{symbol.mark} {symbol.word} ", palette.tone(symbol.tone))
    out.append(drawable(excerpt.detail) + "\n", palette.text)
    lines = [line.strip() for line in excerpt.text.splitlines() if line.strip()]
    for line in lines[:_ANSWER_LINES]:
        out.append(f"  {drawable(line)[:_ANSWER_CELLS]}\n", palette.muted)


# -- the alert log ------------------------------------------------------------------------------


def alert_key(alert: Alert) -> str:
    """Identity of an alert's line."""
    return f"alert:{alert.id}"


def log_row(name: str, alert: Alert, now: datetime, zone: ZoneInfo, palette: Palette) -> Row:
    """One alert of ours."""
    over = alert.state is AlertState.RESOLVED
    lasted = short((alert.resolved_at or now) - alert.since)
    flaps = f" ×{alert.flaps + 1}" if alert.flaps else ""
    state = "resolved" if over else alert.state.value
    style = palette.muted if over else palette.text
    symbol = Cell("✔", palette.muted) if over else mark(alert.severity, palette)
    return Row(
        alert_key(alert),
        (
            symbol,
            Cell(day_and_clock(alert.since, zone, now), palette.muted),
            Cell(f"{name}{flaps}", style if over else palette.strong),
            Cell(lasted, style),
            Cell(state, palette.bad if alert.state is AlertState.FIRING else style),
            Cell(alert.held_by or "", palette.muted),
        ),
    )


def log_facts(name: str, alert: Alert, now: datetime, zone: ZoneInfo, palette: Palette) -> Text:
    """One alert from its first failure to its end."""
    out = Text()
    out.append(drawable(name) + "\n", palette.strong)
    labelled(out, "Worst", alert.severity, palette)
    labelled(out, "Since", day_and_clock(alert.since, zone, now), palette)
    ended = day_and_clock(alert.resolved_at, zone, now) if alert.resolved_at else "it still lasts"
    labelled(out, "Until", ended, palette)
    if alert.flaps:
        labelled(out, "Flaps", f"failed again {many(alert.flaps, 'time')} soon after", palette)
    if alert.held_by:
        held = day_and_clock(alert.held_at, zone, now) if alert.held_at else ""
        labelled(out, "Held", f"{alert.held_by} {held}: {alert.reason}", palette)
    if alert.silence_until is not None:
        labelled(out, "Silent", f"until {day_and_clock(alert.silence_until, zone, now)}", palette)
    if alert.reminded_at is not None:
        labelled(out, "Reminded", day_and_clock(alert.reminded_at, zone, now), palette)
    out.rstrip()
    return out
