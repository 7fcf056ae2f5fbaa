"""What people are told when the launch is rolled back: what, why, when back, where to ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from warroom_tui.domain.runsheet.messages import MessageState
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.last_safe import rollback_minutes
from warroom_tui.domain.triggers.rollback import Rollback
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import messages as message_rows
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Transaction

OVER = "Rollback is over: "


def plan_notices(tx: Transaction, situation: Situation, found: Rollback) -> None:
    """Draft the notice that is due at once, and the word that it is over for when it should be."""
    length = rollback_minutes(situation.board.launch, situation.board.rollback_minutes)
    done = tx.now + timedelta(minutes=length[0]) if length is not None else None
    ask = _where_to_ask(tx.connection)
    name = situation.board.launch.name
    back = f"{situation.board.launch.local(done):%H:%M}" if done is not None else "[time]"
    notice = (
        f"We are taking {name} back to the state before its launch.\n\n"
        f"Why: {found.reason or found.title}\n"
        f"When: it has begun; we expect to be done by {back}.\n"
        f"What you can do: use the earlier way of working until we write again.\n"
        f"Questions and what you saw: {ask}\n"
    )
    over = (
        f"{name} is back in the state before its launch and has been checked.\n\n"
        f"Why we went back: {found.reason or found.title}\n"
        f"What is next: [next date or step]\n"
        f"Questions and what you saw: {ask}\n"
    )
    _draft(tx, f"Rollback notice: {name}", notice, tx.now)
    _draft(tx, f"{OVER}{name}", over, done)


def say_it_is_over(tx: Transaction) -> None:
    """It was verified: the word that it is over is due now, whenever it had been expected."""
    for one in message_rows.read_messages(tx.connection):
        if one.state.open and one.title.startswith(OVER) and one.source is None:
            tx.update(schema.message, one.id, None, one.title, due_at=tx.now)


def _draft(tx: Transaction, title: str, body: str, due_at: datetime | None) -> None:
    known = message_rows.read_messages(tx.connection)
    tx.insert(
        schema.message,
        seq=max((one.seq for one in known), default=0) + 1,
        title=title,
        audience="all_users",
        due_at=due_at,
        subject=title,
        body=body,
        state=MessageState.DRAFTED.value,
    )


def _where_to_ask(connection: Connection) -> str:
    """The first channel of the plan that has an address; a blank where it has none."""
    for channel in rota.read_channels(connection):
        if channel.address.strip():
            return f"{channel.label}: {channel.address}"
    return "[support channel]"
