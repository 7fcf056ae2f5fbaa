"""Alerts of somebody else's Alertmanager: as lines of a list, and in full."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.monitoring.health import CheckState, OutsideAlert
from warroom_tui.domain.situation import CheckNow
from warroom_tui.ui.presenters.marks import labelled
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

OUTSIDE_COLUMNS = (
    Column("mark", width=1),
    Column("severity", "severity", width=9),
    Column("name", "alert"),
    Column("for", "for", width=8, align="right"),
    Column("state", "state", width=11),
    Column("source", "from", width=14, min_total_width=70),
)

_GRAVE = ("critical", "page", "error", "high")


def outside_row(number: int, alert: OutsideAlert, now: datetime, palette: Palette) -> Row:
    """One alert of an Alertmanager."""
    active = alert.state == "active"
    grave = active and alert.severity.casefold() in _GRAVE
    tone = palette.bad if grave else palette.warn if active else palette.muted
    return Row(
        f"outside:{number}",
        (
            Cell("✖" if grave else "▲" if active else "◌", tone),
            Cell(alert.severity or "–", tone),
            Cell(alert.name, palette.strong if active else palette.muted),
            Cell(short(now - alert.since) if alert.since else "–", palette.text),
            Cell("silenced" if alert.state == "suppressed" else alert.state, palette.muted),
            Cell(alert.source, palette.muted),
        ),
    )


def outside_facts(
    alert: OutsideAlert, source: CheckNow | None, now: datetime, zone: ZoneInfo, palette: Palette
) -> Text:
    """One alert with its labels, and whether its Alertmanager can be asked."""
    out = Text()
    out.append(drawable(alert.name) + "\n", palette.strong)
    if alert.summary:
        out.append(drawable(alert.summary) + "\n", palette.text)
    out.append("\n")
    labelled(out, "Severity", alert.severity or "none given", palette)
    if alert.since is not None:
        began = day_and_clock(alert.since, zone, now)
        labelled(out, "Since", f"{began}, for {short(now - alert.since)}", palette)
    labelled(out, "From", f"{alert.source} (read only: silence it there)", palette)
    out.append_text(source_words(source, now, palette))
    for key, value in alert.labels:
        labelled(out, key[:8], value, palette)
    out.rstrip()
    return out


def source_words(source: CheckNow | None, now: datetime, palette: Palette) -> Text:
    """A line that says that an Alertmanager cannot be asked; nothing while it can."""
    if source is None or source.state is CheckState.UP or source.row.status is None:
        return Text()
    said = source.row.status.last_detail or "no answer"
    since = f" for {short(now - source.since)}" if source.since else ""
    words = f"✖ Not reachable{since}: {drawable(said)}. This is what it told last.\n"
    return Text(words, palette.bad)
