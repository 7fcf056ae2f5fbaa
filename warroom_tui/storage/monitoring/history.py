"""The history of checks: tallies over any window, and the points of a chart.

Raw samples are kept for hours, minutes for days, hours for ever (`retention`). Whole hours
that are rolled up are read from their row, everything else from its minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    func,
    not_,
    or_,
    select,
)

from warroom_tui.domain.monitoring.alerts import Maintenance
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.monitoring.spread import Spread, add_spread, read_spread, spread_of
from warroom_tui.domain.monitoring.uptime import Tally
from warroom_tui.storage.monitoring.health_alerts import (
    in_maintenance,
    maintenance_s,
    read_maintenance,
)
from warroom_tui.storage.record import read_setting
from warroom_tui.storage.schema import check, check_hour, check_minute, check_sample

ROLLED_TO = "health_rolled_to"
"""Setting: hours before this one stand in `check_hour`."""

ANSWERING = ("http", "tcp")
"""Kinds of checks whose time to answer is a response time, and whose outage is one of users."""

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

Point = tuple[datetime, float | None, CheckState]
"""A moment with its value and the worst state of the time around it."""


def whole_hour(at: datetime) -> datetime:
    """The hour that `at` lies in."""
    return at.replace(minute=0, second=0, microsecond=0)


def rolled_to(connection: Connection) -> datetime | None:
    """The first hour that is not rolled up; None when none ever was."""
    stored = read_setting(connection, ROLLED_TO)
    return datetime.fromisoformat(stored) if isinstance(stored, str) else None


def first_seen(connection: Connection) -> datetime | None:
    """The first hour or minute in which any check saw anything."""
    firsts = (
        connection.execute(select(func.min(check_hour.c.hour))).scalar(),
        connection.execute(select(func.min(check_minute.c.minute))).scalar(),
    )
    return min((first for first in firsts if first is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Split:
    """A window in whole hours that are rolled up, and the minutes on both sides of them."""

    start: datetime
    first_hour: datetime
    end_hour: datetime
    end: datetime

    @classmethod
    def of(cls, connection: Connection, start: datetime, end: datetime) -> _Split:
        first = whole_hour(start)
        first = first if first == start else first + HOUR
        last = min(whole_hour(end), rolled_to(connection) or start)
        return (
            cls(start, first, max(first, last), end) if last > first else cls(start, end, end, end)
        )

    def hours(self) -> ColumnElement[bool]:
        return and_(check_hour.c.hour >= self.first_hour, check_hour.c.hour < self.end_hour)

    def around(self, at: ColumnElement[datetime]) -> ColumnElement[bool]:
        """What lies in the window, but in none of its rolled hours."""
        return or_(
            and_(at >= self.start, at < self.first_hour), and_(at >= self.end_hour, at < self.end)
        )


_KNOWN = check_minute.c.n - check_minute.c.n_unknown
_OBSERVED = func.sum(case((_KNOWN > 0, 1), else_=0))


def _share(count: ColumnElement[int]) -> ColumnElement[float]:
    return func.sum(case((_KNOWN > 0, 1.0 * count / _KNOWN), else_=0.0))


def _minutes(split: _Split, windows: Sequence[Maintenance]) -> Select[tuple[object, ...]]:
    under = in_maintenance(windows)
    return (
        select(
            check_minute.c.check_id,
            _OBSERVED.label("observed"),
            _share(check_minute.c.n_down).label("down"),
            _share(check_minute.c.n_slow).label("slow"),
            func.sum(check_minute.c.n_value).label("n_value"),
            func.sum(check_minute.c.sum_value).label("sum_value"),
            func.max(check_minute.c.max_value).label("max_value"),
            func.min(case((_KNOWN > 0, check_minute.c.minute))).label("first"),
            func.max(case((_KNOWN > 0, check_minute.c.minute))).label("last"),
        )
        .where(split.around(check_minute.c.minute), *([] if under is None else [not_(under)]))
        .group_by(check_minute.c.check_id)
    )


def _hours(split: _Split) -> Select[tuple[object, ...]]:
    seen = check_hour.c.minutes > 0
    return (
        select(
            check_hour.c.check_id,
            func.sum(check_hour.c.minutes).label("observed"),
            func.sum(check_hour.c.down).label("down"),
            func.sum(check_hour.c.slow).label("slow"),
            func.sum(check_hour.c.n_value).label("n_value"),
            func.sum(check_hour.c.sum_value).label("sum_value"),
            func.max(check_hour.c.max_value).label("max_value"),
            func.min(case((seen, check_hour.c.hour))).label("first"),
            func.max(case((seen, check_hour.c.hour))).label("last"),
        )
        .where(split.hours())
        .group_by(check_hour.c.check_id)
    )


def read_tallies(
    connection: Connection,
    start: datetime,
    end: datetime,
    *,
    only: int | None = None,
    kinds: Sequence[str] = (),
    spread: bool = False,
) -> tuple[Tally, ...]:
    """What every check saw in a window, in plan order; checks that saw nothing are left out.

    `only` is the id of one check, `kinds` limits to kinds of checks; `spread` also reads how the
    values are spread, to the hour.
    """
    split = _Split.of(connection, start, end)
    windows = read_maintenance(connection, start, end)
    wanted = select(check.c.id, check.c.name).order_by(check.c.seq)
    if only is not None:
        wanted = wanted.where(check.c.id == only)
    if kinds:
        wanted = wanted.where(check.c.kind.in_(kinds))
    found: dict[int, list[RowMapping]] = {}
    queries = [(_minutes(split, windows), check_minute.c.check_id)]
    if split.end_hour > split.first_hour:
        queries.append((_hours(split), check_hour.c.check_id))
    for query, column in queries:
        limited = query if only is None else query.where(column == only)
        for row in connection.execute(limited).mappings():
            found.setdefault(row["check_id"], []).append(row)
    spreads = _spreads(connection, split, windows, only) if spread else {}
    out = []
    for check_id, name in connection.execute(wanted):
        seen = spreads.get(check_id, {})
        tally = _tally(check_id, name, found.get(check_id, []), windows, end, seen)
        if tally is not None:
            out.append(tally)
    return tuple(out)


def _tally(
    check_id: int,
    name: str,
    rows: Sequence[RowMapping],
    windows: Sequence[Maintenance],
    end: datetime,
    spread: Spread,
) -> Tally | None:
    firsts = [_when(row["first"]) for row in rows if row["first"] is not None]
    lasts = [_when(row["last"]) for row in rows if row["last"] is not None]
    if not firsts:
        return None
    first = min(firsts)
    observed, down, slow, n_value, sum_value = (
        sum(float(row[name] or 0) for row in rows)
        for name in ("observed", "down", "slow", "n_value", "sum_value")
    )
    highest = [float(row["max_value"]) for row in rows if row["max_value"] is not None]
    kept = maintenance_s(windows, check_id, first, end) / 60
    unknown = max(0.0, (end - first).total_seconds() / 60 - observed - kept)
    return Tally(
        check_id=check_id,
        name=name,
        first=first,
        last=max(lasts),
        observed=observed,
        down=down,
        slow=slow,
        unknown=unknown,
        maintenance=kept,
        n_value=int(n_value),
        sum_value=sum_value,
        max_value=max(highest, default=None),
        spread=spread,
    )


def _when(value: object) -> datetime:
    """A time out of an aggregate, whose type SQLite forgets."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(f"{value}+00:00")


def _spreads(
    connection: Connection, split: _Split, windows: Sequence[Maintenance], only: int | None
) -> dict[int, Spread]:
    """How the values of each check are spread: raw ones where they are kept, else its hours'."""
    found: dict[int, Spread] = {}
    hours = select(check_hour.c.check_id, check_hour.c.sketch).where(split.hours())
    around = split.around(check_sample.c.at)
    raw = select(check_sample.c.check_id, check_sample.c.value, check_sample.c.at).where(
        around, check_sample.c.value.is_not(None)
    )
    if only is not None:
        hours = hours.where(check_hour.c.check_id == only)
        raw = raw.where(check_sample.c.check_id == only)
    for check_id, sketch in connection.execute(hours):
        add_spread(found.setdefault(check_id, {}), read_spread(sketch))
    values: dict[int, list[float]] = {}
    for check_id, value, at in connection.execute(raw):
        if not any(window.covers(check_id, at) for window in windows):
            values.setdefault(check_id, []).append(value)
    for check_id, seen in values.items():
        add_spread(found.setdefault(check_id, {}), spread_of(seen))
    return found


def raw_spread(
    connection: Connection,
    check_id: int,
    when: ColumnElement[bool],
    windows: Iterable[Maintenance],
) -> Spread:
    """The spread of raw samples, those under maintenance left out."""
    mine = [window for window in windows if window.check_id in (None, check_id)]
    own = and_(check_sample.c.check_id == check_id, when, check_sample.c.value.is_not(None))
    if not mine:
        return spread_of(connection.execute(select(check_sample.c.value).where(own)).scalars())
    rows = connection.execute(select(check_sample.c.at, check_sample.c.value).where(own))
    return spread_of(
        value for at, value in rows if not any(window.covers(check_id, at) for window in mine)
    )


# -- the points of a chart ----------------------------------------------------------------------


def read_minute_points(
    connection: Connection, check_id: int, start: datetime, end: datetime
) -> tuple[Point, ...]:
    """One point a minute: mean value and worst state; nothing where nothing was seen."""
    rows = connection.execute(
        select(check_minute)
        .where(
            check_minute.c.check_id == check_id,
            check_minute.c.minute >= start,
            check_minute.c.minute < end,
        )
        .order_by(check_minute.c.minute)
    )
    out: list[Point] = []
    for row in rows:
        state = CheckState.UP
        if row.n_down:
            state = CheckState.DOWN
        elif row.n_unknown == row.n:
            state = CheckState.UNKNOWN
        elif row.n_slow:
            state = CheckState.SLOW
        value = row.sum_value / row.n_value if row.n_value else None
        out.append((row.minute, value, state))
    return tuple(out)


def read_hour_points(
    connection: Connection, check_id: int, start: datetime, end: datetime
) -> tuple[Point, ...]:
    """One point an hour from the roll-up; the hours after it as minutes."""
    rows = connection.execute(
        select(check_hour)
        .where(
            check_hour.c.check_id == check_id, check_hour.c.hour >= start, check_hour.c.hour < end
        )
        .order_by(check_hour.c.hour)
    )
    out: list[Point] = []
    for row in rows:
        state = CheckState.UP
        if row.down:
            state = CheckState.DOWN
        elif row.slow:
            state = CheckState.SLOW
        elif not row.minutes:
            state = CheckState.UNKNOWN
        value = row.sum_value / row.n_value if row.n_value else None
        out.append((row.hour, value, state))
    later = max(start, rolled_to(connection) or start)
    return (*out, *read_minute_points(connection, check_id, later, end))
