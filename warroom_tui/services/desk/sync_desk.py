"""The exchange with the help desk as people see it: state, queue, conflicts and their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from warroom_tui.domain.desk.sync import Conflict, SyncView
from warroom_tui.domain.desk.tickets import Priority, TicketState
from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.services.desk import ticket_steps as steps
from warroom_tui.services.desk.sync_merge import move
from warroom_tui.storage import schema
from warroom_tui.storage.desk import sync as rows
from warroom_tui.storage.desk import sync_new
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.transaction import Transaction

SIDES = ("mine", "theirs")


class SyncDesk:
    """Read, settle, try again. Nothing here speaks to the help desk."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def view(self) -> SyncView:
        """Everything about the exchange, as it stands."""
        store = self._context.store
        with store.reading() as connection:
            outbox, conflicts = rows.unsent(connection), rows.conflicts(connection)
            desks = tuple(
                replace(desk, waiting=len(outbox), conflicts=len(conflicts))
                for desk in rows.statuses(connection, store.real_now())
            )
            lately = sync_new.read_lately(connection) if desks else ()
        return SyncView(desks, outbox, conflicts, lately)

    def note_trouble(self, text: str, source: str = "roundup") -> None:
        """Say why there is no exchange, for everybody to see; no event, nobody did it."""
        store = self._context.store
        with store.measuring() as connection:
            rows.state_of(connection, source)
            now = store.real_now()
            rows.note_state(
                connection, source, error=clean(text, limit=300), failures=1, tried_at=now
            )

    def settle(self, conflict_id: int, side: str, expected: int | None = None) -> Conflict:
        """Choose whose value holds: "mine" is sent there, "theirs" is taken over here.

        Raises Refused when it was settled already or when either value moved on since `expected`.
        """
        if side not in SIDES:
            raise InputError(f"{side!r} is no side.", "Say mine or theirs.")
        with self._context.writing() as tx:
            found = rows.find_conflict(tx.connection, conflict_id)
            if found is None:
                raise NotFound(
                    f"There is no conflict {conflict_id}.", "See: warroom sync conflicts."
                )
            if found["state"] != "open":
                raise Refused(f"That is settled: {found['settled_by']} chose {found['state']}.")
            shown = next(one for one in rows.conflicts(tx.connection) if one.id == conflict_id)
            tx.update(
                schema.sync_conflict,
                conflict_id,
                expected,
                f"{shown.ticket_ref} {shown.field}",
                ("ticket", shown.ticket_ref),
                state=side,
                settled_at=tx.now,
                settled_by=tx.actor.name,
            )
            if side == "theirs":
                _take(tx, shown)
            _agree(tx, found["link_id"], shown, side)
            value = shown.theirs if side == "theirs" else shown.ours
            text = f"Settled {shown.ticket_ref}: {shown.field} is {value or 'nobody'} ({side})"
            tx.event("settled", "ticket", shown.ticket_ref, text)
            return shown

    def try_again(self, ids: Sequence[int] | None = None) -> int:
        """Send once more what the help desk refused; returns how many that are."""
        with self._context.writing() as tx:
            failed = [
                item.id
                for item in rows.unsent(tx.connection)
                if item.state == "failed" and (ids is None or item.id in ids)
            ]
            if not failed:
                raise Refused("Nothing was refused that could be sent again.")
            rows.note_out(tx.connection, failed, state="waiting", error="")
            tx.event("resent", "sync", "outbox", f"Send {len(failed)} again", undoable=False)
            return len(failed)

    def make_there(self, refs: Sequence[str]) -> int:
        """Have these tickets made on the help desk; returns how many. Those there are left out.

        Raises Refused when there is no help desk or nothing to do.
        """
        with self._context.writing() as tx:
            desks = rows.statuses(tx.connection, tx.real_now)
            if not desks:
                raise Refused("No help desk is beside this launch.", "See: warroom sync status.")
            found = [ticket_rows.find_bare(tx.connection, ref) for ref in dict.fromkeys(refs)]
            made = [
                ticket.ref
                for ticket in found
                if sync_new.queue_create(
                    tx.connection, desks[0].source, ticket.id, tx.actor.name, tx.now
                )
            ]
            if not made:
                they = "That ticket stands" if len(found) == 1 else "Those tickets stand"
                raise Refused(f"{they} there already, or will soon.", "See: warroom sync status.")
            told = made[0] if len(made) == 1 else f"{len(made)} tickets"
            text = f"Make {told} on {desks[0].source}"
            tx.event("queued", "ticket", made[0], text, undoable=False)
            return len(made)

    def give_up(self, item_id: int) -> None:
        """Do not send something that the help desk refuses: ours and theirs stay different."""
        with self._context.writing() as tx:
            item = next((one for one in rows.unsent(tx.connection) if one.id == item_id), None)
            if item is None or item.state not in ("failed", "waiting"):
                raise Refused("That is not waiting any more.")
            rows.note_out(tx.connection, [item.id], state="dropped")
            text = f"Will not send {item.field or item.kind} of {item.ticket_ref}"
            if item.kind == "create":
                text = f"{item.ticket_ref} stays here alone"
            tx.event("dropped", "ticket", item.ticket_ref, text, undoable=False)


def _take(tx: Transaction, shown: Conflict) -> None:
    """Write their value into our ticket."""
    ticket = ticket_rows.find_bare(tx.connection, shown.ticket_ref)
    if shown.field == "state":
        move(tx, ticket, TicketState(str(shown.theirs)), tx.now)
        return
    values: dict[str, object] = {shown.field: shown.theirs}
    if shown.field == "assignee":
        values = steps.owned(tx, ticket, shown.theirs)
    steps.change(tx, ticket, None, **values)
    if shown.field == "priority" and ticket.state.live:
        steps.retarget(tx, ticket, priority=Priority(str(shown.theirs)))


def _agree(tx: Transaction, link_id: int, shown: Conflict, side: str) -> None:
    """From now on theirs is what we know of; what differs from it is sent."""
    link = rows.link(tx.connection, link_id)
    base = {**(link["base"] or {}), shown.field: shown.theirs}
    tx.update(schema.ticket_link, link_id, None, "link", None, base=base)
    held = [one for one in rows.unsent(tx.connection, link_id) if one.field == shown.field]
    if side == "theirs":
        rows.note_out(tx.connection, [one.id for one in held], state="dropped")
    elif held:
        rows.note_out(
            tx.connection, [one.id for one in held], state="waiting", value=shown.ours, error=""
        )
    else:
        rows.queue(
            tx.connection,
            link_id,
            tx.actor.name,
            tx.now,
            kind="field",
            field=shown.field,
            value=shown.ours,
        )
