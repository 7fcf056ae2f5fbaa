"""Every figure of the plan at a moment, with its targets and the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rich.text import Text

from warroom_tui.domain.board import Board
from warroom_tui.domain.monitoring.health import Check, Condition, format_value
from warroom_tui.domain.situation import check_now, probes_now
from warroom_tui.domain.triggers.baseline import change_pct
from warroom_tui.domain.triggers.criteria import on_scale
from warroom_tui.domain.triggers.readings import read_value, told_limit
from warroom_tui.ui.presenters.marks import labelled
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

MOST_TARGETS = 2
"""More lines than this in one plot nobody reads."""


FIGURE_COLUMNS = (
    Column("name", "figure"),
    Column("value", "now", width=9, align="right"),
    Column("target", "target", width=10, align="right"),
    Column("baseline", "baseline", width=9, align="right", min_total_width=58),
    Column("change", "change", width=8, align="right", min_total_width=58),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric with what it is held against."""

    key: str
    name: str
    unit: str
    value: float | None
    told: str
    """What it was read from."""
    trouble: str
    targets: tuple[Condition, ...]
    limits: tuple[str, ...]
    """The targets in words, as the trip-wires show them: "falling", "> 100"."""
    baseline: float | None
    baseline_name: str

    @property
    def change(self) -> str:
        """By how much it is above or below the baseline, in percent."""
        change = change_pct(self.value, self.baseline)
        if change is None:
            return "–"
        arrow = "▲" if change > 0 else "▼" if change < 0 else "="
        return f"{arrow} {abs(change):.0f} %"


def figure_row(figure: Figure, palette: Palette) -> Row:
    """A figure in a line."""
    target = figure.limits[0] if figure.limits else "–"
    return Row(
        f"figure:{figure.key}",
        (
            Cell(figure.name, palette.text),
            Cell(
                format_value(figure.value, figure.unit),
                palette.strong if figure.value is not None else palette.muted,
            ),
            Cell(target, palette.muted),
            Cell(format_value(figure.baseline, figure.unit), palette.muted),
            Cell(figure.change, palette.text),
        ),
    )


def figure_facts(figure: Figure, palette: Palette) -> Text:
    """A figure in full."""
    out = Text()
    out.append(f"{drawable(figure.name)}  ", palette.strong)
    out.append(f"{format_value(figure.value, figure.unit)}\n", palette.info)
    labelled(out, "From", figure.told or "nobody has told it yet (v on the dashboard)", palette)
    for target in figure.limits:
        labelled(out, "Target", target, palette)
    if figure.baseline is not None:
        value = format_value(figure.baseline, figure.unit)
        labelled(out, "Baseline", f"{value} ({figure.baseline_name}), now {figure.change}", palette)
    if figure.trouble:
        out.append(f"✖ {drawable(figure.trouble)}\n", palette.bad)
    labelled(out, "Key", figure.key, palette)
    out.rstrip()
    return out


def figures_now(board: Board, now: datetime) -> tuple[Figure, ...]:
    """The plan's metrics in its order."""
    speed = board.pace.speed if board.pace is not None else 1.0
    probes = probes_now(tuple(check_now(row, now, speed) for row in board.checks))
    base = board.baseline
    out = []
    for metric in board.metrics:
        found = read_value(board, now, probes, metric.key)
        asking = [one for one in board.criteria if one.metric == metric.key]
        targets = [one.condition for one in asking if one.condition is not None]
        limits = [told_limit(one) for one in asking if one.condition is not None]
        out.append(
            Figure(
                metric.key,
                metric.name,
                metric.unit,
                on_scale(found.value, metric.key, metric.unit) if found is not None else None,
                found.evidence if found is not None else "",
                metric.trouble or "",
                tuple(dict.fromkeys(targets))[:MOST_TARGETS],
                tuple(dict.fromkeys(limits))[:MOST_TARGETS],
                base.values.get(metric.key) if base is not None else None,
                base.name if base is not None else "",
            )
        )
    return tuple(out)


def as_check(figure: Figure) -> Check:
    """A figure as the plot knows it: a check without limits of its own."""
    return Check(
        id=0,
        name=figure.name,
        kind="metric",
        target=figure.key,
        every_s=60.0,
        timeout_s=1.0,
        expect=(),
        contains=None,
        slow=None,
        down=None,
        fail_after=1,
        ok_after=1,
        group="",
        target_text="",
        unit=figure.unit,
    )
