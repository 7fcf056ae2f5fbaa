"""All tickets as a table: what a spreadsheet opens, and what an import reads back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from warroom_tui.services.context import Context
from warroom_tui.storage.desk import ticket_links

Value = str | int | float | datetime | None

COLUMNS: dict[str, str] = {
    "id": "ref",
    "external id": "external_id",
    "subject": "subject",
    "body": "body",
    "requester": "requester",
    "channel": "channel",
    "category": "category",
    "priority": "priority",
    "level": "level",
    "state": "state",
    "assignee": "assignee",
    "created": "created_at",
    "logged by": "created_by",
    "responded": "first_response_at",
    "resolved": "resolved_at",
    "closed": "closed_at",
    "reopened": "reopen_count",
    "escalated": "escalated_at",
    "resolution": "resolution",
    "csat": "csat",
    "known issue": "issue_ref",
}
"""Title of a column and what stands in it; an import knows the titles again."""

NOTE = ("at", "by", "kind", "text")
"""What a record tells of each note."""
PAGE = 500
"""Tickets whose notes are read at once."""


class TicketExport:
    """Reads a page at a time: a million tickets need no more memory than a thousand."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self) -> Iterator[dict[str, Value]]:
        """Every ticket in the order they were logged, by the names of the columns' contents."""
        with self._context.store.reading() as connection:
            for row in ticket_links.every_ticket(connection):
                yield {name: row[name] for name in COLUMNS.values()}

    def records(self) -> Iterator[dict[str, object]]:
        """The same with all that was written to each ticket: replies, notes, calls, solutions."""
        with self._context.store.reading() as connection:
            whole = ticket_links.every_ticket(connection)
            while page := list(islice(whole, PAGE)):
                notes = ticket_links.notes_between(connection, page[0]["id"], page[-1]["id"])
                for row in page:
                    told = [
                        {name: note[name] for name in NOTE} for note in notes.get(row["id"], ())
                    ]
                    yield {**{name: row[name] for name in COLUMNS.values()}, "notes": told}

    def cells(self) -> Iterator[list[str]]:
        """The same as texts; times in UTC, satisfaction as a percentage."""
        for row in self.rows():
            yield [_text(name, value) for name, value in row.items()]


def _text(name: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if name == "csat" and isinstance(value, float):
        return f"{value * 100:g}%"
    return str(value)
