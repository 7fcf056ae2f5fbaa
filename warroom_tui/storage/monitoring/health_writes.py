"""Writing what probes saw: a whole batch in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, case, delete, func, insert, select
from sqlalchemy.dialects import sqlite

from warroom_tui.domain.monitoring.health import CheckState, CheckStatus, Excerpt
from warroom_tui.storage.schema import check_excerpt, check_minute, check_sample, check_status

EXCERPTS = 5
"""Answers kept of each check."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One result as it is kept; `value` is finite."""

    check_id: int
    at: datetime
    state: CheckState
    value: float | None


def write_samples(connection: Connection, samples: Sequence[Sample]) -> None:
    """Store samples and roll them up into their minutes."""
    if not samples:
        return
    connection.execute(
        sqlite.insert(check_sample).on_conflict_do_nothing(),
        [
            {"check_id": s.check_id, "at": s.at, "state": s.state.value, "value": s.value}
            for s in samples
        ],
    )
    connection.execute(_minute_upsert(), _by_minute(samples))


@cache
def _minute_upsert() -> sqlite.Insert:
    """Adds results to their minute; made once, because making it costs more than running it."""
    statement = sqlite.insert(check_minute)
    new, held = statement.excluded, check_minute.c
    added = {
        name: held[name] + new[name]
        for name in ("n", "n_down", "n_slow", "n_unknown", "n_value", "sum_value")
    }
    greater = case(
        (new.max_value.is_(None), held.max_value),
        (held.max_value > new.max_value, held.max_value),
        else_=new.max_value,
    )
    return statement.on_conflict_do_update(
        index_elements=["check_id", "minute"], set_={**added, "max_value": greater}
    )


@cache
def _status_upsert() -> sqlite.Insert:
    statement = sqlite.insert(check_status)
    names = ("state", "since", "last_at", "last_value", "last_detail", "streak_state", "streak")
    return statement.on_conflict_do_update(
        index_elements=["check_id"],
        set_={name: statement.excluded[name] for name in names},
    )


def _by_minute(samples: Iterable[Sample]) -> list[dict[str, object]]:
    minutes: dict[tuple[int, datetime], list[Sample]] = {}
    for sample in samples:
        minute = sample.at.replace(second=0, microsecond=0)
        minutes.setdefault((sample.check_id, minute), []).append(sample)
    out: list[dict[str, object]] = []
    for (check_id, minute), seen in minutes.items():
        values = [sample.value for sample in seen if sample.value is not None]
        states = [sample.state for sample in seen]
        out.append(
            {
                "check_id": check_id,
                "minute": minute,
                "n": len(seen),
                "n_down": states.count(CheckState.DOWN),
                "n_slow": states.count(CheckState.SLOW),
                "n_unknown": states.count(CheckState.UNKNOWN),
                "n_value": len(values),
                "sum_value": sum(values),
                "max_value": max(values, default=None),
            }
        )
    return out


def write_statuses(connection: Connection, statuses: Mapping[int, CheckStatus]) -> None:
    """Store the statuses of checks, by check id."""
    if not statuses:
        return
    connection.execute(
        _status_upsert(),
        [
            {
                "check_id": check_id,
                "state": status.state.value,
                "since": status.since,
                "last_at": status.last_at,
                "last_value": status.last_value,
                "last_detail": status.last_detail,
                "streak_state": status.streak_state.value,
                "streak": status.streak,
            }
            for check_id, status in statuses.items()
        ],
    )


def write_excerpt(
    connection: Connection, check_id: int, at: datetime, state: CheckState, detail: str, text: str
) -> None:
    """Keep what a target answered; the oldest of more than `EXCERPTS` goes."""
    connection.execute(
        insert(check_excerpt).values(
            check_id=check_id, at=at, state=state.value, detail=detail, excerpt=text
        )
    )
    oldest = (
        select(check_excerpt.c.id)
        .where(check_excerpt.c.check_id == check_id)
        .order_by(check_excerpt.c.id.desc())
        .offset(EXCERPTS)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(
        delete(check_excerpt).where(
            check_excerpt.c.check_id == check_id, check_excerpt.c.id <= func.coalesce(oldest, 0)
        )
    )


def read_excerpts(connection: Connection, check_id: int) -> tuple[Excerpt, ...]:
    """The last answers of a check, newest first."""
    rows = connection.execute(
        select(check_excerpt)
        .where(check_excerpt.c.check_id == check_id)
        .order_by(check_excerpt.c.id.desc())
        .limit(EXCERPTS)
    )
    return tuple(Excerpt(row.at, CheckState(row.state), row.detail, row.excerpt) for row in rows)
