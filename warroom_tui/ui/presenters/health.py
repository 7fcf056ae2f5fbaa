"""Health: each check with value, target, how long it stands so, and its last hour."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.durations import short
from warroom_tui.domain.monitoring.health import CheckState, Condition, format_value
from warroom_tui.domain.monitoring.watching import HOW_TO_START
from warroom_tui.domain.situation import CheckNow, Situation
from warroom_tui.domain.triggers.baseline import change_words, knows_checks, of_check
from warroom_tui.ui.presenters.marks import Face, ago, joined, many, mark
from warroom_tui.ui.theme import SYMBOLS, Palette, Tone
from warroom_tui.ui.widgets.rows import Cell, CellLike, Column, Row
from warroom_tui.ui.widgets.sparkline import spark

EMPTY = "No checks yet. A plan brings them, in a warroom block"

_NAME = 18
"""Cells that a name gets, or three fewer where it is narrow."""
_OVER_LIMIT = 1.3
"""The graph reaches this many times the limit, so that the limit lies inside it."""
_HELD = {"acknowledged": "acked", "silenced": "silenced", "maintenance": "maint."}
"""Why nobody is called, in a cell."""
_SINCE_FROM = 66
"""Width from which there is room to say for how long."""


_CHANGE_FROM = 60
"""Width from which there is room for the change against a baseline."""
_CHANGE = 8


def spark_width(width: int, *, based: bool = False) -> int:
    """Cells of the last hour's graph in a list `width` cells wide; 0 when there is no room.

    `based`: a baseline knows the checks, and the change against it takes its room.
    """
    name = _NAME if width >= 54 else _NAME - 3
    fixed = 1 + name + 8 + 9 + 4 + (9 if width >= _SINCE_FROM else 0)
    fixed += _CHANGE + 1 if based and width >= _CHANGE_FROM else 0
    room = width - fixed
    return 0 if room < 6 else min(60, room - max(0, room - 24) // 3)


def says_since(width: int) -> bool:
    """Whether a list `width` cells wide has room to say for how long."""
    return width >= _SINCE_FROM


def columns(width: int, *, based: bool = False) -> tuple[Column, ...]:
    """The columns for a panel `width` cells wide."""
    graph = spark_width(width, based=based)
    change = Column("change", "baseline", width=_CHANGE, align="right")
    base = (
        Column("mark", width=1),
        Column("name", "check"),
        Column("value", "now", width=8, align="right"),
        *((change,) if based and width >= _CHANGE_FROM else ()),
        Column("target", "target", width=9),
        Column("since", "for", width=8, align="right", min_total_width=_SINCE_FROM),
    )
    hour = "last hour" if graph >= len("last hour") else "1 hour"
    return (*base, Column("spark", hour, width=graph)) if graph else base


def face(situation: Situation, palette: Palette, width: int) -> Face:
    """The panel at the situation's moment."""
    based = knows_checks(situation.board.baseline)
    graph = spark_width(width, based=based)
    change = based and width >= _CHANGE_FROM
    rows = tuple(_row(check, situation, palette, graph, change) for check in situation.checks)
    return Face(rows, _title(situation), _subtitle(situation), _tone(situation))


def _row(check: CheckNow, situation: Situation, palette: Palette, graph: int, change: bool) -> Row:
    name_style = palette.text if check.state is CheckState.UP else palette.strong
    if check.state is CheckState.UNKNOWN:
        name_style = palette.muted
    cells: list[CellLike] = [
        mark(check.state.value, palette),
        Cell(check.row.check.name, name_style),
        Cell(_value(check), _value_style(check, palette)),
        *((_change(check, situation, palette),) if change else ()),
        Cell(_HELD.get(check.held) or _target(check), palette.muted),
        Cell(short(situation.now - check.since) if check.since else "", palette.muted),
    ]
    if graph:
        cells.append(_graph(check, palette, graph))
    return Row(check.row.check.name, tuple(cells))


def _change(check: CheckNow, situation: Situation, palette: Palette) -> Cell:
    """Against the baseline; nothing of a check that it does not know, or that is unknown now."""
    baseline, status = situation.board.baseline, check.row.status
    if baseline is None or status is None or check.state is CheckState.UNKNOWN:
        return Cell("")
    before = baseline.values.get(of_check(check.row.check.name))
    return Cell(change_words(status.last_value, before), palette.muted)


def _value_style(check: CheckNow, palette: Palette) -> Style:
    """By the value itself: it may be beyond its limit before the check counts as slow."""
    status, spec = check.row.status, check.row.check
    value = status.last_value if status is not None else None
    if check.state is not CheckState.UP or value is None:
        return palette.tone(SYMBOLS[check.state.value].tone)
    limits = [limit for limit in (spec.slow, spec.down) if limit is not None]
    return palette.warn if any(limit.holds(value) for limit in limits) else palette.strong


def _graph(check: CheckNow, palette: Palette, width: int) -> Text:
    """The last hour against the limit: what is healthy lies low, what was not is coloured."""
    spec, values = check.row.check, check.row.spark
    limit = spec.slow or spec.down
    known = [value for value in values if value is not None]
    top = max([*known, _scale(limit, spec.unit)])

    def style(value: float) -> Style:
        if check.state is CheckState.UNKNOWN:
            return palette.muted
        if spec.down is not None and spec.down.holds(value):
            return palette.bad
        return palette.warn if spec.slow is not None and spec.slow.holds(value) else palette.info

    return spark(values, width, low=0.0, high=top, style=style, gap_style=palette.track)


def _scale(limit: Condition | None, unit: str) -> float:
    """Where the graph ends at least: above an upper limit, at 100 of a share."""
    if unit in ("%", "percent"):
        return 100.0
    upper = limit is not None and limit.op in (">", ">=")
    return limit.limit * _OVER_LIMIT if limit is not None and upper else 0.0


def _value(check: CheckNow) -> str:
    status = check.row.status
    if check.state is CheckState.UNKNOWN:
        return "no data"
    if status is None or status.last_value is None:
        return _cause(status.last_detail if status else "") or check.state.value
    return format_value(status.last_value, check.row.check.unit)


def _cause(detail: str) -> str:
    """What the probe saw, in the one or two words that a cell has room for."""
    return detail.removeprefix("connection ").partition(" after")[0].partition(":")[0]


def _target(check: CheckNow) -> str:
    """What it should be."""
    spec = check.row.check
    if spec.target_text:
        return spec.target_text
    limit = spec.slow or spec.down
    return limit.negated_text() if limit else ""


def _title(situation: Situation) -> str:
    total = len(situation.checks)
    if not total:
        return "Health"
    if situation.measured.blind:
        return joined("Health", situation.measured.words)
    counts = {state: situation.check_count(state) for state in CheckState}
    held = {word: sum(c.held == word for c in situation.checks) for word in _HELD}
    if counts[CheckState.UP] == total and not held["maintenance"]:
        return joined("Health", f"all {total} up" if total > 1 else "up")
    worst = [
        f"{counts[state]} {word}"
        for state, word in (
            (CheckState.DOWN, "down"),
            (CheckState.SLOW, "slow"),
            (CheckState.UNKNOWN, "without data"),
        )
        if counts[state]
    ]
    kept = [f"{number} {_HELD[word]}" for word, number in held.items() if number]
    return joined("Health", *worst, *kept)


def _subtitle(situation: Situation) -> str:
    if not situation.checks:
        return ""
    if situation.measured.blind and situation.measured.nobody:
        return f"start: {HOW_TO_START}"
    seen = [c.row.status.last_at for c in situation.checks if c.row.status is not None]
    last = max((at for at in seen if at is not None), default=None)
    if last is None:
        return joined(many(len(situation.checks), "check"), "never run")
    return joined(many(len(situation.checks), "check"), ago(last, situation.now))


def _tone(situation: Situation) -> Tone:
    if situation.check_count(CheckState.DOWN):
        return "bad"
    slow = situation.check_count(CheckState.SLOW)
    return "warn" if slow or situation.measured.blind else "text"
