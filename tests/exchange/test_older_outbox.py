"""An outbox from before tickets could be made on the help desk goes on after the upgrade."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from tests.storage.test_schema_and_upgrade import empty_of_ours
from warroom_tui.storage import migrate

ROWS = [
    (1, "field", "priority", "P1", None, "<a@warroom>", "Ana", "waiting", 2, "", None),
    (2, "message", "", None, 7, "<b@warroom>", "Ben", "sent", 1, "", "41"),
]


def test_what_waits_in_an_older_outbox_still_waits(tmp_path: Path) -> None:
    path = empty_of_ours(tmp_path / "old.db")
    with create_engine(f"sqlite:///{path}").begin() as connection:
        command.upgrade(migrate.alembic_config(connection), "0014")
    with closing(sqlite3.connect(path)) as before:
        needed = [
            row[1]
            for row in before.execute("PRAGMA table_info(ticket)")
            if row[3] and row[4] is None and row[1] != "id"
        ]
        before.execute(
            f"INSERT INTO ticket (id, {', '.join(needed)}) "  # noqa: S608 - names from the schema
            f"VALUES (1, {', '.join('?' for _ in needed)})",
            [_value(name) for name in needed],
        )
        before.execute(
            "INSERT INTO ticket_link (id, source, external_id, ticket_id) "
            "VALUES (1, 'roundup', '5', 1)"
        )
        before.executemany(
            "INSERT INTO sync_outbox (id, link_id, kind, field, value, note_id, marker, by, "
            "queued_at, state, attempts, error, remote_id) "
            "VALUES (?, 1, ?, ?, ?, ?, ?, ?, '2026-12-01 08:00:00', ?, ?, ?, ?)",
            ROWS,
        )
        before.execute(
            "INSERT INTO sync_state (source, cursor, last_event) VALUES ('roundup', 'c', 9)"
        )
        before.commit()
    migrate.upgrade(path)
    with closing(sqlite3.connect(path)) as after:
        kept = after.execute(
            "SELECT id, kind, field, value, note_id, marker, by, state, attempts, error, remote_id "
            "FROM sync_outbox ORDER BY id"
        ).fetchall()
        assert kept == ROWS
        assert after.execute("SELECT cursor, last_event, creates FROM sync_state").fetchall() == [
            ("c", 9, 0)
        ]
        assert after.execute("PRAGMA foreign_key_check").fetchall() == []


def _value(name: str) -> object:
    """Something that every check of the table accepts."""
    known = {"state": "open", "priority": "P1", "level": "L1", "channel": "portal"}
    return known.get(name, "2026-12-01 08:00:00" if name.endswith("_at") else "1")
