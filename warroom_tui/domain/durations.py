"""Durations and times as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def short(span: timedelta) -> str:
    """A length of time in at most two units: "45 s", "12 min", "2 h 05", "3 d 4 h"."""
    seconds = int(abs(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86_400:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02d}"
    days, rest = divmod(seconds, 86_400)
    return f"{days} d {rest // 3600} h"


def span_words(span: timedelta) -> str:
    """A window as people name it: "7 days", "36 h", "90 min"; anything odd as `short`."""
    minutes = span.total_seconds() / 60
    for size, word in ((1440, "days"), (60, "h"), (1, "min")):
        if minutes >= size and minutes % size == 0 and (size < 1440 or minutes >= 2 * size):
            return f"{minutes / size:.0f} {word}"
    return short(span)


def countdown(span: timedelta) -> str:
    """A running countdown: "12:34", "2:07:09", "3 d 04:05"; past its end with a minus."""
    total = int(span.total_seconds())
    sign, total = ("-", -total) if total < 0 else ("", total)
    days, rest = divmod(total, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{sign}{days} d {hours:02d}:{minutes:02d}"
    if hours:
        return f"{sign}{hours}:{minutes:02d}:{seconds:02d}"
    return f"{sign}{minutes:02d}:{seconds:02d}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Local wall-clock time, "08:47"."""
    return at.astimezone(zone).strftime("%H:%M")


def day_and_clock(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Local time, with its day when that is not today: "08:47", "Tue 2 Dec 08:47"."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return local.strftime("%H:%M")
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def whole_moment(at: datetime, zone: ZoneInfo) -> str:
    """Local time with date and zone, for what leaves this screen: "Tue 2 Dec 2026 08:47 AEDT"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M %Z}"
