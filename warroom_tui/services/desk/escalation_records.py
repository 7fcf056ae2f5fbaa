"""Calls to a higher level inside somebody else's transaction: made, and answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.desk.callees import People, whom_to_call
from warroom_tui.domain.desk.escalation import Escalation
from warroom_tui.domain.desk.promises import ServiceLevels
from warroom_tui.domain.desk.tickets import Priority
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.storage import schema
from warroom_tui.storage.desk import escalations, service_levels
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Transaction


def record(
    tx: Transaction,
    subject: tuple[str, str],
    title: str,
    levels: tuple[str, str],
    context: str,
    *,
    critical: bool = False,
) -> int:
    """Store a call from one level to another for a ticket or incident; returns its id.

    `subject` is the type (ticket, incident) and the reference, `levels` from and to. A `critical`
    one is due by what the plan promises of the people on call.
    """
    path = escalations.read_path(tx.connection)
    callees = whom_to_call(levels[1], path.who_of(levels[1]), read_people(tx))
    called = ", ".join(one.name or one.role for one in callees if one.reachable is not False)
    promised = service_levels.read_service_levels(tx.connection)
    return tx.insert(
        schema.escalation,
        subject_type=subject[0],
        subject_ref=subject[1],
        title=clean(title),
        from_key=levels[0],
        to_key=levels[1],
        at=tx.now,
        by=tx.actor.name,
        context=clean(context, limit=BODY_LIMIT, multiline=True),
        called=clean(called, limit=200),
        due_at=on_call_due(promised, tx.now) if critical else None,
    )


def on_call_due(levels: ServiceLevels, at: datetime) -> datetime | None:
    """Until when those on call answer a critical call; None when the plan promises nothing."""
    promised = [
        seconds
        for target in levels.targets
        if target.scope == "on_call"
        and (not target.priorities or Priority.P1.value in target.priorities)
        and (seconds := target.seconds()) is not None
    ]
    return at + timedelta(seconds=min(promised)) if promised else None


def answered(tx: Transaction, ref: str) -> None:
    """Somebody of the called level works on the ticket: its open calls are answered.

    The one who escalated does not answer their own call.
    """
    for call in escalations.read_of(tx.connection, "ticket", ref):
        if call.acked_at is None and call.by != tx.actor.name:
            acknowledge(tx, call, tx.actor.name)


def acknowledge(tx: Transaction, call: Escalation, who: str) -> None:
    """Write who answered."""
    tx.update(
        schema.escalation,
        call.id,
        call.version,
        f"escalation {call.id}",
        ("escalation", str(call.id)),
        acked_by=who,
        acked_at=tx.now,
    )


def read_people(tx: Transaction) -> People:
    """Rota and directory now."""
    zone = launches.read_launch(tx.connection).zone
    window = (tx.now - timedelta(days=1), tx.now + timedelta(days=1))
    return People(
        rota.read_shifts(tx.connection, *window),
        rota.read_people(tx.connection),
        rota.read_contacts(tx.connection),
        tx.now,
        zone,
    )
