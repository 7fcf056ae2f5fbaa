"""Writing changes of criteria: the wire, its event, the timeline, and the question to roll back."""

from __future__ import annotations

from dataclasses import replace

from warroom_tui.domain.durations import short
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.readings import told_limit, told_value
from warroom_tui.domain.triggers.rollback import RollbackState
from warroom_tui.domain.triggers.tripwires import TriggerState, Wire
from warroom_tui.storage import schema
from warroom_tui.storage.transaction import Transaction
from warroom_tui.storage.triggers import tripwires as rows


class Overtaken(Exception):
    """The criterion was moved meanwhile; the transaction is given up."""


def move(tx: Transaction, gauge: Gauge, wire: Wire) -> bool:
    """Record that the watch saw a criterion change. Raises `Overtaken`.

    `gauge.wire` is what the watch had read. Under the write lock it is read again: when another
    process or a person was here meanwhile, nothing is recorded, and the next look decides anew.
    """
    found = rows.read_wire(tx.connection, gauge.criterion.id)
    held, before = found[1] if found else None, gauge.wire
    if (held.version if held else None) != (before.version if before else None):
        raise Overtaken
    was = held.state if held is not None else TriggerState.CLEAR.value
    write(tx, gauge, wire, was, wire.evidence, journal=False)
    if wire.state == TriggerState.TRIPPED:
        propose(tx, gauge)
    verb = wire.state if gauge.is_trigger else f"criterion_{wire.state}"
    tx.event(verb, "criterion", str(gauge.criterion.id), _said(gauge, wire, was), undoable=False)
    return True


def write(
    tx: Transaction, gauge: Gauge, wire: Wire, was: str, evidence: str, *, journal: bool = True
) -> None:
    """Store the wire and the change as an event of the criterion."""
    values = rows.columns_of(wire)
    found = rows.read_wire(tx.connection, wire.criterion_id)
    if found is None:
        tx.insert(schema.criterion_state, journal=journal, **values)
    else:
        tx.update(schema.criterion_state, found[0], None, gauge.criterion.text, **values)
    tx.insert(
        schema.criterion_event,
        journal=journal,
        criterion_id=wire.criterion_id,
        at=tx.now,
        was=was,
        state=wire.state,
        value=wire.value,
        evidence=evidence,
        by=tx.actor.name,
    )


def _said(gauge: Gauge, wire: Wire, was: str) -> str:
    criterion = gauge.criterion
    state, before = (text.replace("_", " ") for text in (wire.state, was))
    told = f" ({wire.evidence})" if wire.evidence else ""
    if criterion.condition is not None and wire.value is not None:
        value = told_value(wire.value, criterion.condition.unit)
        told = f": {value}, limit {told_limit(criterion)}{told}"
    if gauge.is_trigger:
        held = ""
        if wire.state == TriggerState.TRIPPED and wire.over_since is not None and gauge.hold:
            held = f", held for {short(wire.since - wire.over_since)}"
        return f"Rollback trigger {state}: {criterion.text}{told}{held}"
    return f"“{criterion.text}” is {state}, was {before}{told}"


def propose(tx: Transaction, gauge: Gauge) -> int:
    """Ask "do we roll back?", or add the trigger to the question that stands; returns its id."""
    criterion = gauge.criterion
    immediate = gauge.group == "immediate"
    asked = rows.read_open_rollback(tx.connection)
    if asked is None:
        return tx.insert(
            schema.rollback,
            state=RollbackState.PROPOSED.value,
            title=criterion.text,
            immediate=immediate,
            triggers=[criterion.id],
            proposed_at=tx.now,
            proposed_by=tx.actor.name,
        )
    known = set(asked.triggers)
    values: dict[str, object] = {"triggers": sorted(known | {criterion.id})}
    if asked.state.asks:
        values["state"] = RollbackState.PROPOSED.value  # something new: it is asked again
        if immediate and not asked.immediate:
            values |= {"immediate": True, "title": criterion.text}
    tx.update(schema.rollback, asked.id, None, "The rollback", **values)
    return asked.id


def propose_because(tx: Transaction, title: str) -> bool:
    """Ask the question for a reason that is no trigger; False when it is asked already."""
    if rows.read_open_rollback(tx.connection) is not None:
        return False
    tx.insert(
        schema.rollback,
        state=RollbackState.PROPOSED.value,
        title=title,
        immediate=False,
        triggers=[],
        proposed_at=tx.now,
        proposed_by=tx.actor.name,
    )
    return True


def settle(tx: Transaction, why: str) -> None:
    """Close a question whose triggers are all gone: there is nothing left to decide."""
    asked = rows.read_open_rollback(tx.connection)
    if asked is None or not asked.state.asks or not asked.triggers:
        return
    wires = {wire.criterion_id: wire for wire in rows.read_wires(tx.connection)}
    live = [
        number
        for number in asked.triggers
        if number in wires and TriggerState(wires[number].state).live
    ]
    if not live:
        tx.update(
            schema.rollback,
            asked.id,
            None,
            "The rollback",
            state=RollbackState.CLOSED.value,
            ended_at=tx.now,
            outcome=why,
        )


def blank(gauge: Gauge, tx: Transaction) -> Wire:
    """The wire of a criterion that nobody has looked at yet."""
    return gauge.wire or Wire(gauge.criterion.id, TriggerState.CLEAR.value, tx.now)


def restated(wire: Wire, state: TriggerState, tx: Transaction, reason: str) -> Wire:
    """The wire after a person has moved it."""
    return replace(wire, state=state.value, since=tx.now, by=tx.actor.name, reason=reason)
