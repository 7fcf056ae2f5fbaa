"""What a database holds, read with the driver alone: undo must bring it back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_RECORD = ("timeline_event", "counter", "app_session", "sqlite_sequence", "alembic_version")

_MOVING = ("version", "updated_at")
"""What every write moves, an undo too."""

Rows = dict[str, list[tuple[object, ...]]]


def all_rows(path: Path) -> Rows:
    """Every row of every table but the record itself, without versions and times of writing."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if name not in _RECORD
        ]
        found: Rows = {}
        for name in names:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            kept = ", ".join(f'"{column}"' for column in columns if column not in _MOVING)
            found[name] = connection.execute(
                f"SELECT {kept} FROM {name} ORDER BY 1, 2"  # noqa: S608 - names from the schema
            ).fetchall()
        return found


def event_texts(path: Path) -> list[str]:
    """The sentences of the timeline, oldest first."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT text FROM timeline_event ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]
