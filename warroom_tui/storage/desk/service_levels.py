"""Reading what was promised: targets, business hours, escalation paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import Connection, select, true

from warroom_tui.domain.desk.calendars import Calendar, from_rows
from warroom_tui.domain.desk.promises import ServiceLevels
from warroom_tui.domain.desk.sla import DEFAULT_AT_RISK_PCT, ClockName, SlaTarget
from warroom_tui.domain.desk.tickets import ClockRow
from warroom_tui.storage.schema import calendar, launch, plan_source, sla_target

_TARGETS = (
    select(
        sla_target.c.scope,
        sla_target.c.key,
        sla_target.c.clock,
        sla_target.c.minutes,
        sla_target.c.text,
        plan_source.c.path,
        sla_target.c.line,
        sla_target.c.priorities,
        sla_target.c.calendar,
    )
    .outerjoin_from(sla_target, plan_source, plan_source.c.id == sla_target.c.source_id)
    .order_by(sla_target.c.id)
)
_CALENDARS = (
    select(
        calendar.c.name,
        calendar.c.tz,
        calendar.c.hours,
        calendar.c.holidays,
        calendar.c.applies_to,
        calendar.c.text,
        plan_source.c.path,
        calendar.c.line,
        launch.c.tz.label("launch_tz"),
    )
    .outerjoin_from(calendar, plan_source, plan_source.c.id == calendar.c.source_id)
    .join(launch, true())
    .order_by(calendar.c.id)
)
_CLOCK_FIELDS = tuple(field.name for field in fields(ClockRow))
_SHARE = select(launch.c.at_risk_pct)


def read_service_levels(connection: Connection) -> ServiceLevels:
    """Targets, calendars and the share after which a promise is at risk."""
    share = connection.execute(_SHARE).scalar()
    return ServiceLevels(
        targets=read_targets(connection),
        calendars=read_calendars(connection),
        at_risk_pct=DEFAULT_AT_RISK_PCT if share is None else float(share),
    )


def read_targets(connection: Connection) -> tuple[SlaTarget, ...]:
    """SLA targets with the document and line that state each."""
    return tuple(
        SlaTarget(
            scope=row.scope,
            key=row.key,
            clock=ClockName(row.clock),
            minutes=row.minutes,
            text=row.text,
            source=row.path or "",
            line=row.line,
            priorities=tuple(row.priorities or ()),
            calendar=row.calendar or "",
        )
        for row in connection.execute(_TARGETS).all()
    )


def read_calendars(connection: Connection) -> tuple[Calendar, ...]:
    """Business hours, in the launch's zone unless they name their own."""
    return tuple(
        Calendar(
            name=row.name,
            tz=row.tz or row.launch_tz,
            hours=from_rows(row.hours, row.name),
            holidays=frozenset(date.fromisoformat(day) for day in row.holidays),
            applies_to=tuple(row.applies_to),
            text=row.text,
            source=row.path or "",
            line=row.line,
        )
        for row in connection.execute(_CALENDARS).all()
    )


def clock_columns(clock: ClockRow) -> dict[str, object]:
    """A clock as it is stored, without the ticket that it belongs to."""
    values = {name: getattr(clock, name) for name in _CLOCK_FIELDS}
    return {**values, "pauses": from_pauses(clock.pauses)}


def to_pauses(stored: object) -> tuple[tuple[datetime, datetime], ...]:
    """Stored pauses as times."""
    if not isinstance(stored, list):
        return ()
    return tuple(
        (datetime.fromisoformat(low), datetime.fromisoformat(high)) for low, high in stored
    )


def from_pauses(pauses: Iterable[tuple[datetime, datetime]]) -> list[list[str]] | None:
    """Pauses as they are stored; None when there was none."""
    return [[low.isoformat(), high.isoformat()] for low, high in pauses] or None
