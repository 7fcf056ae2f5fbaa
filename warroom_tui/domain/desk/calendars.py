"""Business hours: when a promise runs, and when somebody answers.

A calendar is open while the wall clock of its zone reads a time inside its hours. That is exact
over clock changes: an hour that the clocks skip is never open, one that comes twice is open twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import InputError

DAY_MIN = 24 * 60
HORIZON_DAYS = 3660
"""So far ahead an opening is looked for; a calendar that stays closed promises nothing before."""

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Spell = tuple[datetime, datetime]
"""From and until (exclusive), in UTC."""


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Hours on some weekdays; they end before they begin when they go over midnight."""

    days: tuple[int, ...]
    """0 is Monday."""
    start_min: int
    end_min: int
    """Minutes since midnight, 1440 at most."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours in which something is open. Without any hours it is always open."""

    name: str
    tz: str
    hours: tuple[OpenHours, ...] = ()
    holidays: frozenset[date] = frozenset()
    """Local dates on which it stays closed."""
    applies_to: tuple[str, ...] = ()
    """What runs on it: a channel, a level, a priority, or on_call."""
    text: str = ""
    """The plan's own words."""
    source: str = ""
    line: int | None = None

    @property
    def always_on(self) -> bool:
        """Open round the clock, every day."""
        return not self.hours and not self.holidays

    def spells_of(self, day: date) -> list[Spell]:
        """When it is open on a local day, in order and without overlap."""
        if day in self.holidays:
            return []
        wanted = _merged(self._minutes_of(day))
        return [
            (max(begin, start), min(finish, end))
            for start, end, midnight in _stretches(day, ZoneInfo(self.tz))
            for begin, finish in (
                (midnight + timedelta(minutes=low), midnight + timedelta(minutes=high))
                for low, high in wanted
            )
            if begin < end and finish > start
        ]

    def _minutes_of(self, day: date) -> list[tuple[int, int]]:
        """Minutes of the local day; hours over midnight belong to both days."""
        if not self.hours:
            return [(0, DAY_MIN)]
        found = []
        for hours in self.hours:
            over = hours.end_min <= hours.start_min
            if day.weekday() in hours.days:
                found.append((hours.start_min, DAY_MIN if over else hours.end_min))
            if over and hours.end_min and (day.weekday() - 1) % 7 in hours.days:
                found.append((0, hours.end_min))
        return found

    def spells(self, since: datetime) -> Iterator[Spell]:
        """Open spells from `since` on, as far as the horizon."""
        day = since.astimezone(ZoneInfo(self.tz)).date()
        for _ in range(HORIZON_DAYS):
            for start, end in self.spells_of(day):
                if end > since:
                    yield max(start, since), end
            day += timedelta(days=1)

    def open_at(self, at: datetime) -> bool:
        """Whether it is open at that moment."""
        if self.always_on:
            return True
        day = at.astimezone(ZoneInfo(self.tz)).date()
        return any(start <= at < end for start, end in self.spells_of(day))

    def turns_at(self, at: datetime) -> datetime | None:
        """When it next closes (being open) or opens (being closed); None when it never does."""
        if self.always_on:
            return None
        edge = at
        for start, end in self.spells(at):
            if start > edge:
                return edge if edge > at else start
            edge = end
        return None


def due_after(
    calendar: Calendar | None,
    start: datetime,
    running: timedelta,
    pauses: Iterable[Spell] = (),
) -> datetime:
    """The moment by which `running` time has run since `start`, pauses left out.

    When the hours end just then, it is their end; when a pause begins just then, it is the end of
    the pause: nothing more has run until then.
    """
    blocked = sorted((max(low, start), high) for low, high in pauses if high > start)
    left = running
    for open_from, open_to in _open(calendar, start):
        at = open_from
        for low, high in blocked:
            if high <= at or low >= open_to:
                continue
            ran = max(timedelta(0), min(low, open_to) - at)
            if ran > left:
                return at + left
            left -= ran
            at = max(at, high)
        if at < open_to:
            if open_to - at >= left:
                return at + left
            left -= open_to - at
    return start + timedelta(days=HORIZON_DAYS)


def ran_between(
    calendar: Calendar | None, start: datetime, end: datetime, pauses: Iterable[Spell] = ()
) -> timedelta:
    """How much of `start` to `end` runs: open, and not paused."""
    total = timedelta(0)
    blocked = sorted(pauses)
    for open_from, open_to in _open(calendar, start):
        if open_from >= end:
            break
        at, until = open_from, min(open_to, end)
        for low, high in blocked:
            if high <= at or low >= until:
                continue
            total += max(timedelta(0), low - at)
            at = max(at, high)
        total += max(timedelta(0), until - at)
    return total


def _open(calendar: Calendar | None, since: datetime) -> Iterable[Spell]:
    if calendar is None or calendar.always_on:
        return ((since, datetime.max.replace(tzinfo=UTC)),)
    return calendar.spells(since)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(span for span in spans if span[0] < span[1]):
        if out and low <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def _stretches(day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime, datetime]]:
    """The day in pieces of one UTC offset: (from, until, its midnight by that offset), in UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first, last = _offset(start, zone), _offset(end - timedelta(seconds=1), zone)
    if first == last:
        return [(start, end, midnight - first)]
    change = _change(start, end, zone)
    return [(start, change, midnight - first), (change, end, midnight - last)]


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset changes between two moments."""
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def hours_text(calendar: Calendar) -> str:
    """The hours in a line: "Mon-Fri 08:00-18:00", "24/7"."""
    if not calendar.hours:
        return "24/7"
    parts = [f"{_days_text(item.days)}{_clocks(item)}" for item in calendar.hours]
    if calendar.holidays:
        days = len(calendar.holidays)
        parts.append(f"closed on {days} holiday{'' if days == 1 else 's'}")
    return ", ".join(parts)


def _clocks(item: OpenHours) -> str:
    low, high = divmod(item.start_min, 60), divmod(item.end_min, 60)
    return f"{low[0]:02d}:{low[1]:02d}-{high[0]:02d}:{high[1]:02d}"


def _days_text(days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return ""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = [WEEK[run[0]] if len(run) == 1 else f"{WEEK[run[0]]}-{WEEK[run[-1]]}" for run in runs]
    return ",".join(words) + " "


def from_rows(hours: object, name: str) -> tuple[OpenHours, ...]:
    """Stored hours; raises InputError when they are damaged."""
    try:
        return tuple(
            OpenHours(tuple(int(day) for day in days), int(low), int(high))
            for days, low, high in hours  # type: ignore[attr-defined]
        )
    except (TypeError, ValueError) as error:
        raise InputError(f"The hours of {name} cannot be read.") from error
