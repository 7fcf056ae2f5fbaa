"""Figures that count from go-live on: when the product was first up, how long it was down since.

They are read only where the plan has a target for them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from warroom_tui.domain.desk.figures import change_over_a_day
from warroom_tui.storage.monitoring.day_figures import read_points
from warroom_tui.storage.monitoring.history import read_tallies, whole_hour
from warroom_tui.storage.schema import check, check_hour, check_minute, launch

UP_AFTER, DISRUPTION, GROWTH = "core_systems_up_after", "disruption", "user_growth"
SINCE_LAUNCH = frozenset({UP_AFTER, DISRUPTION, GROWTH})
_USERS = ("adoption", "active_users", "users", "registrations")
"""Figures of users, the first that has values tells whether they grow."""

_EVER = datetime(1970, 1, 1, tzinfo=UTC)

Found = dict[str, tuple[float, datetime]]


def read_since_launch(
    connection: Connection, wanted: Collection[str], kinds: Collection[str], now: datetime
) -> Found:
    """The wanted figures, by key: (value, when); `kinds` of checks stand for the product."""
    found: Found = {}
    if GROWTH in wanted and (growth := _growth(connection, now)) is not None:
        found[GROWTH] = (growth, now)
    begun = connection.execute(select(launch.c.go_live_at)).scalar()
    if begun is None or begun > now:
        return found
    if UP_AFTER in wanted and (minutes := _up_after(connection, kinds, begun, now)) is not None:
        found[UP_AFTER] = (minutes, now)
    if DISRUPTION in wanted:
        tallies = read_tallies(connection, begun, now, kinds=tuple(kinds))
        if tallies:
            found[DISRUPTION] = (max(tally.down for tally in tallies), now)
    return found


def _up_after(
    connection: Connection, kinds: Collection[str], begun: datetime, now: datetime
) -> float | None:
    """Minutes from go-live until every check had been up once; grows while one has not."""
    query = select(check.c.id).where(check.c.kind.in_(kinds), check.c.enabled.is_(True))
    ids = connection.execute(query).scalars().all()
    if not ids:
        return None
    firsts = [_first_up(connection, check_id, begun, now) for check_id in ids]
    latest = max(now if first is None else first for first in firsts)
    nothing = all(first is None for first in firsts)
    if nothing and not read_tallies(connection, begun, now, kinds=tuple(kinds)):
        return None  # unknown is not down
    return max(0.0, (latest - begun).total_seconds() / 60)


def _first_up(
    connection: Connection, check_id: int, begun: datetime, now: datetime
) -> datetime | None:
    """When a check was first up; where minutes are forgotten, as its hour tells it.

    One that was up when it was first looked at was never seen down: it counts from go-live.
    """
    seen = (
        check_minute.c.check_id == check_id,
        check_minute.c.minute >= begun.replace(second=0, microsecond=0),
        check_minute.c.minute <= now,
        check_minute.c.n > check_minute.c.n_unknown,
    )
    by_minute = select(check_minute.c.minute, check_minute.c.n_down).order_by(check_minute.c.minute)
    first_seen = connection.execute(by_minute.where(*seen).limit(1)).first()
    up = connection.execute(by_minute.where(*seen, check_minute.c.n_down == 0).limit(1)).first()
    hours = (check_hour.c.check_id == check_id, check_hour.c.hour >= whole_hour(begun))
    by_hour = select(check_hour.c.hour, check_hour.c.down).order_by(check_hour.c.hour)
    first_hour = connection.execute(
        by_hour.where(*hours, check_hour.c.minutes > 0).limit(1)
    ).first()
    if first_hour is not None and (
        first_seen is None or first_hour.hour < whole_hour(first_seen.minute)
    ):
        if not first_hour.down:
            return begun
        up_hour = by_hour.where(*hours, check_hour.c.down < check_hour.c.minutes).limit(1)
        hour = connection.execute(up_hour).first()
        return None if hour is None else hour.hour + timedelta(minutes=hour.down)
    if up is None or first_seen is None:
        return None
    minute: datetime = up.minute
    return begun if minute == first_seen.minute else minute


def _growth(connection: Connection, now: datetime) -> float | None:
    for key in _USERS:
        points = read_points(connection, key, _EVER, now)
        if (change := change_over_a_day(points)) is not None:
            return change
    return None
