"""Post-mortems: written, given actions, done; what is done has been reviewed."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.errors import Refused
from warroom_tui.domain.incident.incidents import (
    Incident,
    IncidentState,
    PostMortem,
    PostMortemText,
)
from warroom_tui.domain.runsheet.actions import ActionItem, ActionSource, NewAction
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.action_desk import insert_action
from warroom_tui.storage import schema
from warroom_tui.storage.incident import incidents as rows
from warroom_tui.storage.runsheet import actions
from warroom_tui.storage.transaction import Transaction

_TEXTS = ("summary", "contributing", "impact", "went_well", "improve")


class PostMortems:
    """What was learnt from incidents."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, ref: str) -> PostMortem | None:
        """The post-mortem of an incident; None while there is none."""
        with self._context.store.reading() as connection:
            return rows.read_post_mortem(connection, rows.find(connection, ref))

    def actions(self, ref: str) -> tuple[ActionItem, ...]:
        """What is to be done because of an incident, open items first."""
        with self._context.store.reading() as connection:
            found = rows.find(connection, ref)
            source = (ActionSource.POSTMORTEM, found.ref)
            return actions.read_actions(connection, open_only=False, source=source)

    def save(self, ref: str, text: PostMortemText, expected: int | None = None) -> PostMortem:
        """Keep what was written; `expected` is the version seen, 0 when there was none yet."""
        values: dict[str, object] = {
            name: clean(getattr(text, name), limit=BODY_LIMIT, multiline=True).strip()
            for name in _TEXTS
        }
        values["owner"] = clean(text.owner or "", limit=80).strip() or None
        values["due_at"] = text.due_at
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            found = rows.read_post_mortem(tx.connection, incident)
            if found is None:
                tx.insert(schema.post_mortem, journal=True, incident_id=incident.id, **values)
            else:
                if expected == 0:
                    raise tx.stale(f"Post-mortem of {incident.ref}", ("incident", incident.ref))
                _update(tx, incident, found, expected, values)
            tx.event("wrote", "incident", incident.ref, f"Wrote the post-mortem of {incident.ref}")
            return _found(tx, incident)

    def add_action(
        self, ref: str, text: str, owner: str | None = None, due_at: datetime | None = None
    ) -> str:
        """Write down something to do because of an incident; returns its reference."""
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            new = NewAction(
                text, owner, due_at, ActionSource.POSTMORTEM, incident.ref, incident.title
            )
            made = insert_action(tx, new)
            said = f"Action {made} of {incident.ref}: {clean(text, limit=120)}"
            tx.event("added", "incident", incident.ref, said)
            return made

    def complete(self, ref: str, expected: int | None = None) -> PostMortem:
        """Say that it is done: a resolved incident is reviewed with that.

        Refused without a summary and contributing factors, and while the incident goes on.
        """
        with self._context.writing() as tx:
            incident = rows.find(tx.connection, ref)
            found = rows.read_post_mortem(tx.connection, incident)
            if incident.live:
                raise Refused(f"{incident.ref} is {incident.state}.", "Resolve it first.")
            if found is None or not (found.summary and found.contributing):
                raise Refused(
                    f"The post-mortem of {incident.ref} lacks its summary or its contributing "
                    "factors.",
                    "Write them first.",
                )
            if found.completed_at is not None:
                raise Refused(f"The post-mortem of {incident.ref} is done already.")
            done = {"completed_at": tx.now, "completed_by": tx.actor.name}
            _update(tx, incident, found, expected, done)
            if incident.state is IncidentState.RESOLVED:
                tx.update(
                    schema.incident,
                    incident.id,
                    None,
                    incident.ref,
                    None,
                    state=IncidentState.REVIEWED.value,
                    reviewed_at=tx.now,
                )
            said = f"Post-mortem of {incident.ref} is done; it is reviewed"
            tx.event("reviewed", "incident", incident.ref, said)
            return _found(tx, incident)


def _found(tx: Transaction, incident: Incident) -> PostMortem:
    found = rows.read_post_mortem(tx.connection, incident)
    assert found is not None
    return found


def _update(
    tx: Transaction,
    incident: Incident,
    found: PostMortem,
    expected: int | None,
    values: dict[str, object],
) -> None:
    what, subject = f"Post-mortem of {incident.ref}", ("incident", incident.ref)
    tx.update(schema.post_mortem, found.id, expected, what, subject, **values)
