"""Dates, times and zones as people type them: a small strict grammar that never guesses.

Libraries that guess turn "T-7 days" into a wrong date; here a text that is not one of the forms
below is refused with the forms that work.
"""

from __future__ import annotations

import difflib
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import clean

FORMS = '"2026-12-01 08:00" or with an offset "2026-12-01T08:00+11:00"'
"""The forms of a moment, for messages."""

YEARS = (1970, 2999)
"""The years that a launch may lie in."""

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?) ?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_AGO = re.compile(r"(\d{1,5}) ?(min|m|h|d)(?: ago)?", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}", re.ASCII)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """A date and time, local to `zone` unless it carries an offset, as aware UTC.

    Raises `InputError` for anything else, and for a local time that a clock change skips or
    repeats.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{_quoted(text)} is not a date and time.", f"Write {FORMS}.")
    day, clock, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
        _demand_year(moment.year)
        if moment.tzinfo is None:
            moment = _local(moment, zone, text)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{_quoted(text)} cannot be: {error}.", f"Write {FORMS}.") from error


def _demand_year(year: int) -> None:
    """Far years are typing errors, and days before and after them could not be counted."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise ValueError(f"the year must be from {YEARS[0]} to {YEARS[1]}")


def _local(naive: datetime, zone: ZoneInfo, text: str) -> datetime:
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    what = "is skipped" if back != naive else "comes twice"
    raise InputError(
        f"{_quoted(text)} {what} in {zone.key}: the clocks change there.",
        "Write it with its offset, such as 2026-10-25T02:30+01:00.",
    )


def parse_day(text: str) -> date:
    """A calendar day, "2026-12-01". Raises `InputError` for anything else."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
        try:
            day = date.fromisoformat(text.strip())
            _demand_year(day.year)
            return day
        except ValueError as error:
            raise InputError(f"{_quoted(text)} cannot be: {error}.") from error
    raise InputError(f"{_quoted(text)} is not a day.", 'Write it as "2026-12-01".')


def parse_since(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A moment in the past: "08:00" today, "2 h", "30 min", "3 d" ago, a day, or a moment."""
    text = text.strip()
    ago = _AGO.fullmatch(text)
    try:
        if ago is not None:
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        if _CLOCK.fullmatch(text):
            return parse_moment(f"{now.astimezone(zone).date().isoformat()} {text}", zone)
        if "T" not in text and " " not in text:
            day = parse_day(text)
            return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        return parse_moment(text, zone)
    except (InputError, OverflowError) as error:
        raise InputError(
            f"{_quoted(text)} is no time to look back to.",
            'Write "08:00" (today), "2 h", "30 min", "2026-12-01" or "2026-12-01 08:00".',
        ) from error


def parse_zone(name: str) -> ZoneInfo:
    """The IANA zone called `name`; upper and lower case do not matter.

    Raises `InputError` with the nearest known names.
    """
    zones = available_timezones()
    wanted = name.strip()
    if wanted in zones:
        return ZoneInfo(wanted)
    by_folded = {zone.casefold(): zone for zone in sorted(zones)}
    folded = wanted.replace(" ", "_").casefold()
    if folded in by_folded:
        return ZoneInfo(by_folded[folded])
    near = _nearest(folded, by_folded)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Write it as Europe/Copenhagen."
    raise InputError(f"There is no time zone called {_quoted(name)}.", hint)


def _nearest(folded: str, by_folded: dict[str, str]) -> list[str]:
    """Known zones whose city or whole name is close, at most three."""
    cities: dict[str, str] = {}
    for key, zone in by_folded.items():
        if "/" in key and not key.startswith(("etc/", "posix/", "right/")):
            cities.setdefault(key.rsplit("/", 1)[1], zone)
    city = folded.rsplit("/", 1)[-1]
    found = [cities[hit] for hit in difflib.get_close_matches(city, cities, n=2, cutoff=0.75)]
    found += [
        by_folded[hit] for hit in difflib.get_close_matches(folded, by_folded, n=3, cutoff=0.75)
    ]
    return list(dict.fromkeys(found))[:3]


def _quoted(text: str) -> str:
    return f'"{clean(text, limit=60)}"'
