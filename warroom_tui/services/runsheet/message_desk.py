"""Messages: planned, drafted, approved, sent or skipped. Nothing is ever sent from here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.holding import GoLiveForecast, go_live_forecast
from warroom_tui.domain.runsheet.messages import Message, MessageState, Rendered, render, withhold
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.message_facts import read_values
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import messages as messages_rows
from warroom_tui.storage.transaction import Transaction


class MessageDesk:
    """Who is told what, and when."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self, *, open_only: bool = False) -> tuple[Message, ...]:
        """Every message, soonest first; those without a time stand last."""
        with self._context.store.reading() as connection:
            found = messages_rows.read_messages(connection)
        return tuple(one for one in found if one.state.open or not open_only)

    def get(self, message_id: int) -> Message:
        """One message; raises NotFound."""
        with self._context.store.reading() as connection:
            return messages_rows.read_message(connection, message_id)

    def draft(
        self, message_id: int, body: str, subject: str | None = None, expected: int | None = None
    ) -> Message:
        """Store the words to be sent; a secret typed into them is left out."""
        text = withhold(clean(body, limit=BODY_LIMIT, multiline=True)).strip()
        if not text:
            raise InputError("A message needs a text.")
        values: dict[str, object] = {"body": text}
        if subject is not None:
            values["subject"] = clean(subject).strip() or None
        with self._context.writing() as tx:
            before = self._open(tx, message_id)
            return self._write(
                tx,
                before,
                expected,
                "drafted",
                f"Drafted “{before.title}”",
                state=MessageState.DRAFTED.value,
                approved_by=None,
                approved_at=None,
                **values,
            )

    def approve(self, message_id: int, expected: int | None = None) -> Message:
        """Say that it may go out as it stands."""
        with self._context.writing() as tx:
            before = self._open(tx, message_id)
            return self._write(
                tx,
                before,
                expected,
                "approved",
                f"Approved “{before.title}”",
                state=MessageState.APPROVED.value,
                approved_by=tx.actor.name,
                approved_at=tx.now,
            )

    def rendered(self, message_id: int) -> Rendered:
        """The message with what the launch knows in its blanks; the rest stays blank."""
        with self._context.store.reading() as connection:
            message = messages_rows.read_message(connection, message_id)
            return self._rendered(connection, message)

    def values(self) -> dict[str, str]:
        """What the launch can put into blanks now."""
        with self._context.store.reading() as connection:
            return read_values(self._context, connection)

    def _rendered(self, connection: Connection, message: Message) -> Rendered:
        values = read_values(self._context, connection) if message.state.open else {}
        return render(message, values)

    def forecast(self) -> GoLiveForecast | None:
        """While go-live is late: when it is expected, and so which messages would be false."""
        with self._context.store.reading() as connection:
            return self._forecast(connection)

    def _forecast(self, connection: Connection) -> GoLiveForecast | None:
        phases = launches.read_phases(connection, launches.read_lists(connection))
        launch = launches.read_launch(connection)
        return go_live_forecast(launch, phases, self._context.clock.now())

    def hold(self, message_id: int, reason: str, expected: int | None = None) -> Message:
        """Hold it back, with the reason; it stays in the list until it is released."""
        why = clean(reason).strip()
        if not why:
            raise InputError("Holding a message back needs a reason.")
        with self._context.writing() as tx:
            before = self._open(tx, message_id)
            if before.state is MessageState.HELD:
                raise Refused(f"“{before.title}” is held already.", "Release it first.")
            return self._write(
                tx,
                before,
                expected,
                "held",
                f"Held back “{before.title}”: {why}",
                state=MessageState.HELD.value,
                reason=why,
                approved_by=None,
                approved_at=None,
            )

    def release(
        self, message_id: int, due_at: datetime | None = None, expected: int | None = None
    ) -> Message:
        """It may go out again, at `due_at` when one is given; it has to be approved anew."""
        with self._context.writing() as tx:
            before = self._open(tx, message_id)
            if before.state is not MessageState.HELD:
                raise Refused(f"“{before.title}” is not held back.")
            values: dict[str, object] = {"due_at": due_at, "anchor": None} if due_at else {}
            state = MessageState.DRAFTED if before.body else MessageState.PLANNED
            return self._write(
                tx,
                before,
                expected,
                "released",
                f"Released “{before.title}”",
                state=state.value,
                reason=None,
                **values,
            )

    def mark_sent(
        self, message_id: int, expected: int | None = None, *, anyway: bool = False
    ) -> Message:
        """Say that somebody has sent it; one that comes back is planned for its next time.

        The words are kept as they went out, with the figures of this moment. Refused while it is
        held back or would be false, unless `anyway`.
        """
        with self._context.writing() as tx:
            before = self._open(tx, message_id)
            self._demand_true(tx.connection, before, anyway)
            went = self._rendered(tx.connection, before)
            self._follow(tx, before)
            return self._write(
                tx,
                before,
                expected,
                "sent",
                f"Sent “{before.title}”" + (f" to {before.audience}" if before.audience else ""),
                state=MessageState.SENT.value,
                sent_by=tx.actor.name,
                sent_at=tx.now,
                reason=None,
                subject=went.subject,
                body=withhold(went.body),
            )

    def _demand_true(self, connection: Connection, message: Message, anyway: bool) -> None:
        if anyway:
            return
        if message.state is MessageState.HELD:
            raise Refused(
                f"“{message.title}” is held back: {message.reason}", "Release it first (h)."
            )
        live = self._forecast(connection)
        if live is not None and live.falsifies(message.due_at):
            why = live.reason(launches.read_launch(connection))
            raise Refused(f"“{message.title}” {why}.", "Hold it back (h), or send it anyway.")

    def skip(self, message_id: int, reason: str, expected: int | None = None) -> Message:
        """Say that it will not go out, and why."""
        why = clean(reason).strip()
        if not why:
            raise InputError("Skipping a message needs a reason.")
        with self._context.writing() as tx:
            before = self._open(tx, message_id)
            self._follow(tx, before)
            return self._write(
                tx,
                before,
                expected,
                "skipped",
                f"Skipped “{before.title}”: {why}",
                state=MessageState.SKIPPED.value,
                reason=why,
            )

    def write_file(self, message_id: int, folder: Path) -> Path:
        """Write what goes out into a new text file in `folder`; returns its path."""
        told = self.rendered(message_id)
        message = told.message
        stem = re.sub(r"[^\w-]+", "-", message.title.casefold()).strip("-")[:50] or "message"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            suffix = "" if number == 1 else f"-{number}"
            path = folder / f"{stem}{suffix}.txt"
            try:
                with path.open("x", encoding="utf-8") as file:
                    path.chmod(0o600)
                    file.write(told.text.rstrip("\n") + "\n")
            except FileExistsError:
                continue
            except OSError as error:
                raise InputError(f"{path} cannot be written: {error.strerror}.") from error
            return path
        raise InputError(f"{folder} is full of copies of this message.", "Name another folder.")

    def _open(self, tx: Transaction, message_id: int) -> Message:
        message = messages_rows.read_message(tx.connection, message_id)
        if not message.state.open:
            raise Refused(
                f"“{message.title}” is {message.state.value} already.", "Undo takes that back."
            )
        return message

    def _write(
        self,
        tx: Transaction,
        message: Message,
        expected: int | None,
        verb: str,
        said: str,
        **values: object,
    ) -> Message:
        subject = ("message", str(message.id))
        tx.update(schema.message, message.id, expected, f"“{message.title}”", subject, **values)
        tx.event(verb, *subject, said)
        return messages_rows.read_message(tx.connection, message.id)

    def _follow(self, tx: Transaction, message: Message) -> None:
        """Plan the next one of a message that comes back."""
        if not message.every_min:
            return
        period = timedelta(minutes=message.every_min)
        due = (message.due_at or tx.now) + period
        while due <= tx.now:
            due += period * max((tx.now - due) // period, 1)
        row = tx.get(schema.message, message.id, what="The message")
        kept = ("seq", "title", "audience", "every_min", "source_id", "line")
        tx.insert(
            schema.message,
            **{name: row[name] for name in kept},
            body="",
            due_at=due,
            state=MessageState.PLANNED.value,
        )
