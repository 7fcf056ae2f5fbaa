"""The trip-wire board: each criterion as a line with its gauge, and in full with its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.gauges import GROUPS, Gauge
from warroom_tui.domain.triggers.readings import told_limit, told_value
from warroom_tui.domain.triggers.rollback_team import Duty, TeamRole, team_words
from warroom_tui.domain.triggers.trend import Sample
from warroom_tui.domain.triggers.trigger_words import last_safe_words, trip_words
from warroom_tui.domain.triggers.tripwires import CriterionEvent, TriggerState
from warroom_tui.domain.triggers.validity import Validity
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.presenters.wall_takeover import TRIGGER_FACES
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.gauge import bar
from warroom_tui.ui.widgets.rows import Cell, Column, Row
from warroom_tui.ui.widgets.sparkline import spark

GAUGE_CELLS = 10
# The words come first: the bar and then the trend give way where the list is narrow.
COLUMNS = (
    Column("mark", width=1),
    Column("state", "", width=12),
    Column("text", "criterion", fraction=3),
    Column("value", "value", width=9, align="right"),
    Column("gauge", "", width=GAUGE_CELLS, min_total_width=90),
    Column("limit", "limit", width=11),
    Column("trend", "", width=17, align="right", min_total_width=112),
)
_TITLES = {
    "immediate": "Roll back immediately",
    "consider": "Consider a rollback",
    "must": "Must",
    "should": "Should",
    "nice": "Nice to have",
    "goal": "Goals",
    "exit": "Exit, gates and hand-over",
}
_VERDICT_FACES: dict[Verdict, tuple[str, str, Tone]] = {
    Verdict.MET: ("●", "met", "good"),
    Verdict.AT_RISK: ("▲", "at risk", "warn"),
    Verdict.MISSED: ("✖", "missed", "bad"),
    Verdict.NO_DATA: ("◌", "no data", "muted"),
    Verdict.WAIVED: ("⊘", "waived", "muted"),
}
_BADNESS = {"bad": 0, "warn": 1, "good": 2, "info": 2, "text": 2, "muted": 3}


def face(gauge: Gauge) -> tuple[str, str, Tone]:
    """Symbol, word and tone of a criterion."""
    if gauge.state is not None:
        if not gauge.counts and not gauge.state.live:
            return ("○", "not armed" if gauge.validity is Validity.AHEAD else "over", "muted")
        return TRIGGER_FACES[gauge.state]
    verdict = gauge.verdict or Verdict.NO_DATA
    if gauge.validity is Validity.AHEAD:
        return ("○", "later", "muted")
    if verdict is Verdict.NO_DATA and not gauge.measurable:
        return ("?", "by hand", "muted")
    mark, word, tone = _VERDICT_FACES[verdict]
    return (mark, word, "muted" if gauge.validity is Validity.OVER else tone)


def board_rows(gauges: Sequence[Gauge], palette: Palette) -> list[Row]:
    """Group by group, what counts now first, the most serious of it on top."""
    out: list[Row] = []
    for group in GROUPS:
        mine = [one for one in gauges if one.group == group]
        if not mine:
            continue
        counting = sum(one.counts for one in mine)
        title = f"{_TITLES[group]} · {counting} of {len(mine)} count now"
        out.append(Row(f"heading:{group}", (Cell(title, palette.muted),), heading=True))
        out += [board_row(one, palette) for one in sorted(mine, key=_order)]
    return out


def _order(gauge: Gauge) -> tuple[object, ...]:
    tone = face(gauge)[2]
    return (not gauge.counts, _BADNESS[tone], -(gauge.reach or 0.0), gauge.criterion.id)


def board_row(gauge: Gauge, palette: Palette) -> Row:
    """One line."""
    mark, word, tone = face(gauge)
    style = palette.tone(tone)
    condition = gauge.criterion.condition
    limit = told_limit(gauge.criterion)
    value = told_value(gauge.value, condition.unit) if condition is not None else ""
    live = gauge.state is not None and gauge.state.live
    name = palette.strong if live else palette.text if gauge.counts else palette.muted
    return Row(
        f"criterion:{gauge.criterion.id}",
        (
            Cell(mark, style),
            Cell(word, style),
            Cell(gauge.criterion.text, name),
            Cell(value if gauge.value is not None else "", style),
            drawn_gauge(gauge, palette, GAUGE_CELLS),
            Cell(limit, palette.muted),
            Cell(_trend(gauge), style if gauge.trips_in is not None else palette.muted),
        ),
    )


def drawn_gauge(gauge: Gauge, palette: Palette, width: int) -> Text:
    """The way to the limit as a bar; the limit stands at three quarters of it."""
    share = gauge.reach
    if share is None:
        return Text("")
    style = palette.tone(face(gauge)[2])
    return bar(
        share, 1.0, width, scale=4 / 3, style=style, track=palette.track,
        limit_style=palette.strong,
    )  # fmt: skip


def _trend(gauge: Gauge) -> str:
    left = gauge.trips_in
    if not gauge.counts or left is None:
        return ""
    return f"trips in {short(left)}" if gauge.held is not None else f"trips in ~{short(left)}"


def board_title(situation: Situation) -> str:
    """Counts, and the last safe moment, which a narrow screen must not cut off."""
    gauges = [one for one in situation.gauges if one.counts]
    tripped = sum(one.state is not None and one.state.live for one in situation.gauges)
    near = sum(one.state is TriggerState.APPROACHING for one in gauges)
    parts = ["Trip-wires"]
    parts += [f"{tripped} tripped"] if tripped else []
    if situation.last_safe is not None:
        parts.append(last_safe_words(situation.last_safe, situation.now))
    parts.append(f"{sum(one.is_trigger for one in gauges)} armed")
    parts += [f"{near} near"] if near else []
    for verdict in (Verdict.MISSED, Verdict.AT_RISK, Verdict.MET):
        count = sum(one.verdict is verdict for one in gauges)
        parts += [f"{count} {verdict.replace('_', ' ')}"] if count else []
    return " · ".join(parts)


def facts(
    gauge: Gauge,
    situation: Situation,
    samples: Sequence[Sample],
    history: Sequence[CriterionEvent],
    palette: Palette,
    width: int,
) -> Text:
    """Everything about one criterion: source line, evidence, held, slope, samples, changes."""
    zone, now = situation.board.launch.zone, situation.now
    criterion = gauge.criterion
    mark, word, tone = face(gauge)
    out = Text(drawable(criterion.text) + "\n", palette.strong)
    place = f"{criterion.source or 'plan'}:{criterion.line}" if criterion.line else "by hand"
    when = criterion.period or ""
    out.append(drawable(" · ".join(p for p in (place, when) if p)) + "\n\n", palette.muted)
    out.append(f"{mark} {word}", palette.tone(tone))
    if gauge.since is not None:
        at = day_and_clock(gauge.since, zone, now)
        out.append(f"  since {at}, {short(now - gauge.since)}", palette.muted)
    out.append("\n")
    _figure(out, gauge, palette, width)
    for label, text in _details(gauge, situation):
        out.append(f"{label:<11}", palette.muted).append(drawable(text) + "\n", palette.text)
    _spark(out, samples, palette, width)
    if history:
        out.append("\nWhat happened\n", palette.strong)
        unit = criterion.condition.unit if criterion.condition else ""
        for event in history[:12]:
            out.append(f"{day_and_clock(event.at, zone, now)}  ", palette.muted)
            out.append(f"{event.state.replace('_', ' ')}  ", palette.text)
            out.append(f"{told_value(event.value, unit)}  " if event.value is not None else "")
            told = f"{event.by}: {event.evidence}" if event.evidence else event.by
            out.append(drawable(told) + "\n", palette.muted)
    return out


_DUTY_FACES: dict[Duty, tuple[str, Tone]] = {
    Duty.NOBODY: ("✖", "bad"),
    Duty.OFF: ("▲", "warn"),
    Duty.REACHABLE: ("●", "info"),
    Duty.HERE: ("●", "good"),
}


def add_team(out: Text, team: Sequence[TeamRole], palette: Palette) -> None:
    """Who would roll back, role by role; nothing when the plan names no team."""
    if not team:
        return
    out.append(f"\nRollback team · {team_words(team)}\n", palette.strong)
    for one in team:
        mark, tone = _DUTY_FACES[one.duty]
        out.append(f"{mark} ", palette.tone(tone))
        out.append(drawable(one.role), palette.text)
        out.append(f"  {drawable(one.name)}" if one.name else "", palette.text)
        out.append(f"  {one.duty.value}\n", palette.tone(tone))


def _figure(out: Text, gauge: Gauge, palette: Palette, width: int) -> None:
    condition = gauge.criterion.condition
    if condition is None:
        return
    out.append(f"{told_value(gauge.value, condition.unit):<10}", palette.strong)
    out.append_text(drawn_gauge(gauge, palette, max(10, min(30, width - 28))))
    out.append(f"  limit {told_limit(gauge.criterion)}\n", palette.muted)


def _unit_word(unit: str) -> str:
    """The unit behind a figure: " %", " ms"; nothing for what is counted."""
    return format_value(0.0, unit).removeprefix("0")


def _details(gauge: Gauge, situation: Situation) -> list[tuple[str, str]]:
    criterion, condition = gauge.criterion, gauge.criterion.condition
    unit = condition.unit if condition else ""
    rows = []
    if gauge.reading is not None:
        at = gauge.reading.at
        zone = situation.board.launch.zone
        tail = f", {day_and_clock(at, zone, situation.now)}" if at is not None else ""
        rows.append(("evidence", gauge.reading.evidence + tail))
    elif gauge.measurable:
        rows.append(("evidence", _missing(gauge, situation)))
    else:
        rows.append(("evidence", criterion.evidence or "no figure: people tell how it stands"))
    if condition is not None and gauge.value is not None and unit != "bool":
        rows.append(("distance", told_value(abs(condition.limit - gauge.value), unit)))
    if gauge.held is not None:
        rows.append(("held", f"{short(gauge.held)} of {short(gauge.hold)}"))
    elif gauge.is_trigger and gauge.measurable:
        rows.append(("must hold", short(gauge.hold) if gauge.hold else "trips at once"))
    slope = gauge.wire.slope if gauge.wire else None
    if slope is not None and gauge.reading is not None and gauge.measurable:
        rows.append(("slope", f"{slope * 60:+.3g}{_unit_word(unit)} an hour"))
    words = trip_words(gauge)
    rows += [("", words)] if words else []
    if gauge.wire is not None and gauge.wire.by:
        rows.append(("said", f"{gauge.wire.by}: {gauge.wire.reason}"))
    if criterion.metric is not None:
        rows.append(("figure", criterion.metric))
    return rows


def _missing(gauge: Gauge, situation: Situation) -> str:
    metric = gauge.criterion.metric or ""
    if metric in ("degradation", "ticket_increase") and situation.board.baseline is None:
        return "no baseline yet: b records one"
    if metric in ("unavailable", "operations_failing", "uptime", "response_time"):
        return "no data: no check of the product has answered yet"
    if metric in ("core_systems_up_after", "disruption"):
        return "no data: no check of the product has answered since go-live"
    if metric in ("ticket_trend", "resolution_trend", "user_growth"):
        return "no data: it compares days, and there are too few yet"
    return f"no data: nobody has told {metric} yet"


def _spark(out: Text, samples: Sequence[Sample], palette: Palette, width: int) -> None:
    if len(samples) < 2:
        return
    cells = max(10, min(60, width - 4))
    values = [value for _, value in samples][-cells:]
    out.append("\n")
    out.append_text(spark(values, cells, style=palette.info, gap_style=palette.muted))
    out.append(f"\n{len(samples)} samples, the last at the right\n", palette.muted)


def decision_text(situation: Situation, palette: Palette) -> Text:
    """What speaks for and against, above the decision."""
    out = Text()
    for takeover in situation.takeovers[:1]:
        out.append(drawable(takeover.title) + "\n", palette.strong)
        for line in takeover.lines:
            out.append(drawable(line) + "\n", palette.text)
    for gauge in situation.gauges:
        if gauge.state is not None and gauge.state.live:
            out.append(f"✖ {drawable(gauge.criterion.text)}\n", palette.bad)
    if situation.last_safe is not None and not situation.takeovers:
        out.append(last_safe_words(situation.last_safe, situation.now) + "\n", palette.warn)
    if situation.board.launch.rollback_deadline is None:
        out.append("No rollback deadline is set: k on the board sets one.\n", palette.muted)
    out.append("The status is ", palette.muted)
    out.append(situation.rag.rag.value.upper(), palette.strong)
    return out.append(f": {prose(situation.rag.first_reason)}", palette.muted)
