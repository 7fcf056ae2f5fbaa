"""Wins, actions and tomorrow's focus, captured during the day for the report."""

from __future__ import annotations

from datetime import date

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.notes import Note, NoteKind
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import record, schema
from warroom_tui.storage.runsheet import launches


class NoteBook:
    """One line each, by kind."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def add(self, kind: NoteKind | str, text: str) -> Note:
        """Capture a line; raises InputError when it is empty."""
        body = clean(text).strip()
        if not body:
            raise InputError("There is nothing to capture.")
        which = NoteKind(kind)
        with self._context.writing() as tx:
            note_id = tx.insert(
                schema.note, kind=which.value, text=body, at=tx.now, by=tx.actor.name
            )
            tx.event("captured", "note", str(note_id), f"{_WORD[which]}: {body}")
            return Note(note_id, which, body, tx.now, tx.actor.name)

    def of_day(self, day: date) -> tuple[Note, ...]:
        """The notes of a launch-local day, oldest first."""
        with self._context.store.reading() as connection:
            start, end = launches.read_launch(connection).day_bounds(day)
            return record.read_notes(connection, start, end)


_WORD = {
    NoteKind.WIN: "Win",
    NoteKind.ACTION: "Action taken",
    NoteKind.FOCUS: "Focus for tomorrow",
    NoteKind.LESSON_WELL: "Went well",
    NoteKind.LESSON_IMPROVE: "To improve",
    NoteKind.QUOTE: "Quote",
}
