"""The line of an alarm that stands: what, since when, the key; as much as the width holds. Pure."""

from __future__ import annotations

from warroom_tui.domain.durations import clock, short
from warroom_tui.domain.monitoring.standing import StandingAlarm
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.widgets.drawn_text import drawable, fit, width_of

LEAST_NAME = 12
"""Cells that a name keeps, however narrow the line is."""


def alarm_words(alarm: StandingAlarm, situation: Situation, width: int, *, key: str = "") -> str:
    """At most `width` cells: what the probe saw gives way first, then for how long."""
    name, more = drawable(alarm.name), f"  +{alarm.more} more" if alarm.more else ""
    end = f"  ·  {key}" if key else ""
    since = long = ""
    if alarm.since is not None:
        since = f" since {clock(alarm.since, situation.board.launch.zone)}"
        long = f"{since}, {short(situation.now - alarm.since)}"
    detail = f": {drawable(alarm.detail)}" if alarm.detail else ""
    for middle in (f"{long}{detail}", long, since):
        said = f"{alarm.tag}  {name}{middle}{more}{end}"
        if width_of(said) <= width:
            return said
    rest = f"{since}{more}{end}"
    room = max(LEAST_NAME, width - width_of(f"{alarm.tag}  {rest}"))
    return f"{alarm.tag}  {fit(name, room).plain.rstrip()}{rest}"
