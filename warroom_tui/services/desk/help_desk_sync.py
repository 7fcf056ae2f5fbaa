"""One turn of the exchange with a help desk: collect, take in, send.

Nothing is sent twice. What goes out is marked in the outbox first, carries a marker that the other
side keeps, and is written there only if the ticket is as we last saw it. A process that dies
between the sending and the noting finds its own marks again and goes on behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from warroom_tui.domain.desk.sync import (
    HelpDeskDown,
    HelpDeskRefused,
    OutItem,
    RemoteChanged,
    RemoteGone,
    RemoteMessage,
    RemoteTicket,
    TurnResult,
    back_off_s,
)
from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.text import clean
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.desk.help_desk import HelpDesk
from warroom_tui.services.desk.sync_create import TicketMaker
from warroom_tui.services.desk.sync_merge import Found, Merge, bring_in
from warroom_tui.services.desk.sync_queue import SyncQueue
from warroom_tui.storage.desk import sync as rows
from warroom_tui.storage.desk import sync_new
from warroom_tui.storage.transaction import Transaction

PAGE = 50
PAGES = 20
"""Pages read in one turn; the rest comes in the next."""
_TRIES = 4
LINKS = 50
"""Tickets written in one turn."""
QUIET = timedelta(seconds=60)
"""A turn in which nothing happened is noted no more often: each note wakes every seat."""


def _go_on() -> bool:
    return True


class HelpDeskSync:
    """The exchange with one help desk. Only one process may run it: see `SyncRunner`."""

    def __init__(
        self,
        context: Context,
        desk: HelpDesk,
        still_mine: Callable[[], bool] = _go_on,
        *,
        creates: bool = False,
    ) -> None:
        """`still_mine` is asked before everything that is sent; `creates`: see SyncQueue."""
        self._context = context
        self._desk = desk
        self._still_mine = still_mine
        self._creates = creates
        self._queue = SyncQueue(context, desk.name, creates=creates)
        self._maker = TicketMaker(context, desk, self._queue)

    def turn(self) -> TurnResult:
        """Exchange what changed on either side.

        Raises HelpDeskDown or HelpDeskRefused; what was done until then holds, and the trouble is
        noted for everybody to see.
        """
        self._queue.collect()
        return self._noted(lambda: self._send(self._take_in()))

    def send_only(self) -> TurnResult:
        """Send what has just been changed here, without looking for news."""
        self._queue.collect()
        with self._context.store.reading() as connection:
            waiting = rows.waiting_links(connection, self._desk.name, 1) or (
                sync_new.waiting_creates(connection, self._desk.name, 1)
            )
        return self._noted(lambda: self._send(TurnResult())) if waiting else TurnResult()

    def _noted(self, act: Callable[[], TurnResult]) -> TurnResult:
        """Do it, and note for everybody to see how it went."""
        try:
            result = act()
        except (HelpDeskDown, HelpDeskRefused) as error:
            self._note_trouble(error)
            raise
        self._note_success(result)
        return result

    def collect(self) -> None:
        """Put what was changed here into the outbox; nothing is sent."""
        self._queue.collect()

    # In

    def _take_in(self) -> TurnResult:
        result = TurnResult()
        with self._context.store.reading() as connection:
            cursor = rows.cursor_of(connection, self._desk.name)
        for _ in range(PAGES):
            page = self._desk.changed(cursor, PAGE)
            result = self._page(page.tickets, result)
            if page.cursor != cursor:
                cursor = page.cursor
                with self._context.store.measuring() as connection:
                    rows.note_state(connection, self._desk.name, cursor=cursor)
            if not page.more:
                break
        return result

    def _page(self, tickets: Sequence[RemoteTicket], result: TurnResult) -> TurnResult:
        fresh: list[Found] = []
        for seen in tickets:
            with self._context.store.reading() as connection:
                link = rows.link_by_id(connection, self._desk.name, seen.id)
                known = rows.known_messages(connection, link["id"]) if link else set()
                same = (
                    link is not None and _same(link["base"], seen) and known >= set(seen.messages)
                )
            if same:
                continue  # seen in the overlap of two looks
            if link is None:
                whole = self._desk.get(seen.id)
                said = self._desk.messages(whole, whole.messages)
                if not self._is_ours(whole, said):
                    fresh.append((whole, said))
            else:
                result = self._merge(seen.id, result)
        if fresh:
            with self._writing() as tx:
                refs = bring_in(tx, self._desk.name, fresh)
                told = refs[0] if len(refs) == 1 else f"{refs[0]} to {refs[-1]}"
                text = f"{len(refs)} from {self._desk.name}: {told}"
                if len(refs) == 1:
                    text = f"{told} from {self._desk.name}: {fresh[0][0].fields.get('subject')}"
                tx.event("came_in", "ticket", refs[0], text, undoable=False)
            result = replace(result, came_in=result.came_in + len(fresh))
        return result

    def _is_ours(self, whole: RemoteTicket, said: Sequence[RemoteMessage]) -> bool:
        """Recognise a ticket that we made there and did not come to note."""
        for message in said:
            if message.marker:
                with self._context.store.reading() as connection:
                    item = rows.by_marker(connection, message.marker)
                if item is not None and item["kind"] == "create":
                    return self._maker.adopt(item, whole, said)
        return False

    def _merge(self, external_id: str, result: TurnResult) -> TurnResult:
        """Fetch one ticket and take over what changed there."""
        return self._take_over(self._desk.get(external_id), result)

    def _take_over(self, remote: RemoteTicket, result: TurnResult) -> TurnResult:
        with self._context.store.reading() as connection:
            link = rows.link_by_id(connection, self._desk.name, remote.id)
            assert link is not None
            known = rows.known_messages(connection, link["id"])
        unknown = [one for one in remote.messages if one not in known]
        messages = self._desk.messages(remote, unknown)
        store, now = self._context.store, self._context.clock.now()
        with store.measuring() as connection:
            tx = Transaction(connection, self._actor, now, store.real_now())
            link = rows.link_by_id(connection, self._desk.name, remote.id)
            assert link is not None
            done = Merge(tx, link, remote).run(messages)
            if done.told:
                text = f"{done.ref} on {self._desk.name}: {done.told}"
                tx.event("synced", "ticket", done.ref, text, undoable=False)
                tx.finish()
        return replace(
            result,
            changed=result.changed + bool(done.applied),
            notes_in=result.notes_in + done.notes,
            conflicts=result.conflicts + done.conflicts,
        )

    # Out

    def _send(self, result: TurnResult) -> TurnResult:
        result = self._make_new(result)
        with self._context.store.reading() as connection:
            links = rows.waiting_links(connection, self._desk.name, LINKS)
        for link_id in links:
            if not self._still_mine():
                break
            for _ in range(_TRIES):
                result, again = self._send_link(link_id, result)
                if not again:
                    break
        return result

    def _make_new(self, result: TurnResult) -> TurnResult:
        """Make the tickets that are not there yet."""
        with self._context.store.reading() as connection:
            items = sync_new.waiting_creates(connection, self._desk.name, LINKS)
        for item in items:
            if not self._still_mine():
                break
            try:
                result = replace(result, sent=result.sent + self._maker.make(item["id"]))
            except HelpDeskRefused as error:
                if not error.of_one:
                    raise
                with self._context.store.measuring() as connection:
                    rows.note_out(
                        connection,
                        [item["id"]],
                        state="failed",
                        pinned_id=None,
                        error=_words(error),
                    )
                result = replace(result, failed=result.failed + 1)
        return result

    def _send_link(self, link_id: int, result: TurnResult) -> tuple[TurnResult, bool]:
        """Send everything that waits for one ticket, in one write there.

        True as the second means: look and try again, something was in the way.
        """
        with self._context.store.reading() as connection:
            external_id = rows.link(connection, link_id)["external_id"]
        try:
            remote = self._desk.get(external_id)
        except RemoteGone as error:
            return self._failed(link_id, error, result), False
        result = self._take_over(remote, result)
        items = self._begin(link_id)
        if not items:
            return result, False
        try:
            arrived = self._deliver(remote, items)
        except RemoteChanged:
            return result, True  # a conflict, or just another field
        except (HelpDeskRefused, RemoteGone) as error:
            if isinstance(error, HelpDeskRefused) and not error.of_one:
                raise
            field = error.field if isinstance(error, HelpDeskRefused) else ""
            return self._failed(link_id, error, result, field), bool(field)
        after = self._desk.get(external_id)
        self._arrived(link_id, items, arrived)
        result = self._take_over(after, replace(result, sent=result.sent + len(items)))
        with self._context.store.measuring() as connection:  # changed again while it was sent?
            link = rows.link(connection, link_id)
            ticket = rows.ticket_row(connection, link["ticket_id"])
            self._queue.compare(connection, link, ticket, self._actor.name)
        return result, False

    def _arrived(self, link_id: int, items: Sequence[OutItem], arrived: dict[int, str]) -> None:
        """Note what is there now: both sides agree on it."""
        with self._context.store.measuring() as connection:
            rows.note_out(
                connection,
                [item.id for item in items],
                state="sent",
                sent_at=self._context.clock.now(),
                error="",
            )
            known = rows.known_messages(connection, link_id)
            for item in items:
                remote_id = arrived.get(item.id)
                if item.kind == "message" and remote_id is not None and remote_id not in known:
                    rows.know_message(connection, link_id, remote_id, item.note_id)
            base = dict(rows.link(connection, link_id)["base"] or {})
            base |= {item.field: item.value for item in items if item.kind == "field"}
            rows.set_link(connection, link_id, base=base)

    def _begin(self, link_id: int) -> list[OutItem]:
        """Mark what is about to be sent, before it is."""
        with self._context.store.measuring() as connection:
            items = [
                item
                for item in rows.unsent(connection, link_id)
                if item.state in ("waiting", "sending")
            ]
            for item in items:
                rows.note_out(connection, [item.id], state="sending", attempts=item.attempts + 1)
        return items

    def _deliver(self, remote: RemoteTicket, items: Sequence[OutItem]) -> dict[int, str]:
        """Write it there; returns the id of each message by the id of its item."""
        fields = {item.field: item.value for item in items if item.kind == "field"}
        fields = {
            k: v
            for k, v in fields.items()
            if remote.fields.get(k, v) != v or k not in remote.fields
        }
        messages, arrived = list(remote.messages), dict[int, str]()
        for item in items:
            if item.kind == "message":
                arrived[item.id] = self._message(item)
                if arrived[item.id] not in messages:
                    messages.append(arrived[item.id])
            elif item.kind == "retract" and item.value:
                gone = self._desk.find_message(item.value)
                messages = [one for one in messages if one != gone]
        if fields or tuple(messages) != remote.messages:
            self._desk.update(remote, fields, messages)
        return arrived

    def _message(self, item: OutItem) -> str:
        """The id of a message of ours there; it is made unless an earlier try got so far."""
        if item.remote_id:
            return item.remote_id
        found = self._desk.find_message(item.marker) if item.attempts else None
        if found is None:
            with self._context.store.reading() as connection:
                note = rows.note_row(connection, item.note_id or 0)
            kind = note["kind"] if note else "note"
            text = note["text"] if note else "(taken back)"
            signed = f"{text}\n\n-- \n{item.by} · {item.ticket_ref} · {kind}"
            found = self._desk.post_message(item.marker, signed)
        with self._context.store.measuring() as connection:
            rows.note_out(connection, [item.id], remote_id=found)
        return found

    def _failed(
        self, link_id: int, error: WarroomError, result: TurnResult, field: str = ""
    ) -> TurnResult:
        """It says no to this ticket, or to one field: a person must see it, the others go on."""
        with self._context.store.measuring() as connection:
            items = [
                item.id
                for item in rows.unsent(connection, link_id)
                if item.state in ("waiting", "sending") and field in ("", item.field)
            ]
            rows.note_out(connection, items, state="failed", error=_words(error))
        return replace(result, failed=result.failed + len(items))

    # What everybody sees

    def _note_success(self, result: TurnResult) -> None:
        now = self._context.store.real_now()
        with self._context.store.reading() as connection:
            before = rows.status_of(connection, self._desk.name)
        fresh = before["ok_at"] is not None and now - before["ok_at"] < QUIET
        told = before["creates"] == self._creates and not before["failures"]
        if result.idle and fresh and told:
            return
        with self._context.store.measuring() as connection:
            rows.note_state(
                connection,
                self._desk.name,
                tried_at=now,
                ok_at=now,
                next_at=None,
                failures=0,
                error="",
                creates=self._creates,
                n_in=before["n_in"] + result.came_in + result.changed + result.notes_in,
                n_out=before["n_out"] + result.sent,
            )

    def _note_trouble(self, error: WarroomError) -> None:
        now = self._context.store.real_now()
        with self._context.store.measuring() as connection:
            failures = rows.state_of(connection, self._desk.name)["failures"] + 1
            rows.note_state(
                connection,
                self._desk.name,
                tried_at=now,
                next_at=now + timedelta(seconds=back_off_s(failures)),
                failures=failures,
                error=_words(error),
            )

    @property
    def _actor(self) -> Actor:
        return Actor(self._desk.name, self._context.actor.session, "import")

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        with self._context.store.writing(self._actor, self._context.clock.now()) as tx:
            yield tx


def _words(error: WarroomError) -> str:
    return clean(f"{error.message} {error.hint}", limit=300).strip()


def _same(base: dict[str, str | None] | None, seen: RemoteTicket) -> bool:
    """True when a ticket says there what both sides agreed on last."""
    return base is not None and all(
        field in base and base[field] == value for field, value in seen.fields.items()
    )
