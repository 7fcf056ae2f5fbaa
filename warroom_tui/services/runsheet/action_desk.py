"""Action items: written down, given to somebody, done or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.actions import ActionItem, ActionSource, ActionState, NewAction
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.runsheet import actions as rows
from warroom_tui.storage.transaction import Transaction


class ActionDesk:
    """What people said they would do."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(
        self, *, open_only: bool = False, source: tuple[ActionSource, str] | None = None
    ) -> tuple[ActionItem, ...]:
        """Open ones first, soonest due first; `source` keeps those of one meeting, incident …"""
        with self._context.store.reading() as connection:
            return rows.read_actions(connection, open_only=open_only, source=source)

    def get(self, ref: str) -> ActionItem:
        """One item; raises NotFound."""
        with self._context.store.reading() as connection:
            return rows.find(connection, ref)

    def add(self, new: NewAction) -> ActionItem:
        """Write one down; raises InputError without a text."""
        text = _text(new.text)
        with self._context.writing() as tx:
            ref = insert_action(tx, new)
            tx.event("added", "action", ref, f"Action {ref}: {text}{_to(new.owner)}")
            return rows.find(tx.connection, ref)

    def edit(
        self,
        ref: str,
        expected: int | None = None,
        *,
        text: str | None = None,
        owner: str | None = None,
        due_at: datetime | None = None,
        no_due: bool = False,
    ) -> ActionItem:
        """Change what is given; an empty `owner` takes the owner away, `no_due` the due time."""
        values: dict[str, object] = {}
        if text is not None:
            values["text"] = _text(text)
        if owner is not None:
            values["owner"] = clean(owner).strip() or None
        if due_at is not None or no_due:
            values["due_at"] = due_at
        with self._context.writing() as tx:
            item = rows.find(tx.connection, ref)
            _update(tx, item, expected, **values)
            what = ", ".join(name.removesuffix("_at") for name in values) or "nothing"
            tx.event("edited", "action", item.ref, f"{item.ref} changed: {what}")
            return rows.find(tx.connection, item.ref)

    def assign(self, ref: str, owner: str, expected: int | None = None) -> ActionItem:
        """Give it to somebody; an empty name takes the owner away."""
        name = clean(owner).strip() or None
        with self._context.writing() as tx:
            item = rows.find(tx.connection, ref)
            _update(tx, item, expected, owner=name)
            tx.event("assigned", "action", item.ref, f"{item.ref} is {name or 'nobody'}'s")
            return rows.find(tx.connection, item.ref)

    def done(self, ref: str, outcome: str = "", expected: int | None = None) -> ActionItem:
        """Say that it is done, with what came of it."""
        return self._close(ref, ActionState.DONE, outcome, expected)

    def drop(self, ref: str, reason: str, expected: int | None = None) -> ActionItem:
        """Say that it will not be done, with the reason."""
        if not clean(reason).strip():
            raise InputError("Dropping an action item needs a reason.")
        return self._close(ref, ActionState.DROPPED, reason, expected)

    def reopen(self, ref: str, expected: int | None = None) -> ActionItem:
        """It is to do again."""
        with self._context.writing() as tx:
            item = rows.find(tx.connection, ref)
            if item.open:
                raise Refused(f"{item.ref} is open.")
            _update(
                tx,
                item,
                expected,
                state=ActionState.OPEN.value,
                outcome="",
                closed_at=None,
                closed_by=None,
            )
            tx.event("reopened", "action", item.ref, f"{item.ref} is open again: {item.text}")
            return rows.find(tx.connection, item.ref)

    def _close(self, ref: str, state: ActionState, words: str, expected: int | None) -> ActionItem:
        with self._context.writing() as tx:
            item = rows.find(tx.connection, ref)
            if not item.open:
                raise Refused(f"{item.ref} is {item.state.value} already.", "Reopen it first.")
            _update(
                tx,
                item,
                expected,
                state=state.value,
                outcome=clean(words).strip(),
                closed_at=tx.now,
                closed_by=tx.actor.name,
            )
            why = f" ({clean(words).strip()})" if words.strip() else ""
            tx.event(state.value, "action", item.ref, f"{item.ref} {state.value}: {item.text}{why}")
            return rows.find(tx.connection, item.ref)


def insert_action(tx: Transaction, new: NewAction) -> str:
    """Write one down inside another deed's transaction; returns its reference."""
    ref = f"A-{tx.next_number('action_item'):03d}"
    tx.insert(
        schema.action_item,
        ref=ref,
        text=_text(new.text),
        owner=clean(new.owner or "").strip() or None,
        due_at=new.due_at,
        state=ActionState.OPEN.value,
        source=new.source.value,
        source_ref=clean(new.source_ref),
        source_title=clean(new.source_title),
        created_at=tx.now,
        created_by=tx.actor.name,
    )
    return ref


def insert_actions(tx: Transaction, found: Sequence[NewAction]) -> list[str]:
    """Several of them, in their order."""
    return [insert_action(tx, new) for new in found]


def _update(tx: Transaction, item: ActionItem, expected: int | None, **values: object) -> None:
    tx.update(schema.action_item, item.id, expected, item.ref, ("action", item.ref), **values)


def _text(text: str) -> str:
    words = clean(text).strip()
    if not words:
        raise InputError("An action item needs a text.")
    return words


def _to(owner: str | None) -> str:
    name = clean(owner or "").strip()
    return f" ({name})" if name else ""
