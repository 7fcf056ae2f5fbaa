"""A database from before these tables is upgraded and keeps everything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command

from tests.services.sample import seat
from warroom_tui.domain.runsheet.gates import GateKind
from warroom_tui.storage import migrate
from warroom_tui.storage.engine import APPLICATION_ID, REVISIONS, check_file, engine_for
from warroom_tui.storage.store import Store

FIRST = """
INSERT INTO launch (id, code, name, status, mode, tz, issue_prefix)
    VALUES (1, 'OLD', 'An old launch', 'in_progress', 'live', 'Europe/Copenhagen', 'OLD');
INSERT INTO plan_source (id, path, sha256, content, imported_at)
    VALUES (1, 'old.md', 'x', X'2320', '2026-11-01 08:00:00.000000');
INSERT INTO plan_node (source_id, stable_id, line, kind, title, markdown)
    VALUES (1, 'n1', 4, 'message', 'We are live', 'Hello');
INSERT INTO phase (id, seq, name, kind, state) VALUES (1, 1, 'Freeze', 'pre_launch', 'in_progress');
INSERT INTO checklist (id, seq, phase_id, title, kind) VALUES (1, 1, 1, 'Before', 'routine');
INSERT INTO task (checklist_id, seq, text, state, required, done_by)
    VALUES (1, 1, 'Announce', 'done', 1, 'Ana');
INSERT INTO ticket (ref, subject, channel, priority, level, state, created_at,
    created_by, queue_at)
    VALUES ('T-001', 'Cannot pay', 'email', 'P1', 'L1', 'new', '2026-11-01 08:00:00.000000', 'Ana',
    '2026-11-01 08:00:00.000000');
INSERT INTO timeline_event (at, at_real, actor, session, source, verb, subject_type, subject_ref,
    text, undoable) VALUES ('2026-11-01 08:00:00.000000', '2026-11-01 08:00:00.000000', 'Ana', 's',
    'user', 'ticked', 'task', '1', 'Ticked “Announce”', 0);
"""


def old_database(path: Path) -> Path:
    """A file as the first revision wrote it, with a launch in it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    engine = engine_for(path)
    with engine.connect() as connection:
        writer = connection.execution_options(write=True)
        with writer.begin():
            command.upgrade(migrate.alembic_config(writer), "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST)
    return path


def everything(path: Path) -> list[str]:
    """All rows of the tables of the first revision, as SQL; added columns are not looked at."""
    with closing(sqlite3.connect(path)) as connection:
        rows = [
            connection.execute(query).fetchall()
            for query in (
                "SELECT code, name, status, tz FROM launch",
                "SELECT stable_id, kind, title, markdown, line FROM plan_node",
                "SELECT id, name, state FROM phase",
                "SELECT id, phase_id, title, kind FROM checklist",
                "SELECT checklist_id, text, state, done_by FROM task",
                "SELECT ref, subject, priority, state FROM ticket",
                "SELECT at, actor, verb, text FROM timeline_event",
            )
        ]
    assert all(rows)
    return [str(row) for row in rows]


def test_an_old_launch_is_upgraded_and_goes_on(tmp_path: Path) -> None:
    path = old_database(tmp_path / "old.db")
    before = everything(path)
    assert check_file(path, read_only=True) == "0001"
    Store.open(path).close()
    assert check_file(path, read_only=True) == REVISIONS[-1]
    assert everything(path) == before
    saved = path.with_name(f"old.before-{REVISIONS[-1]}.db")
    assert everything(saved) == before
    with seat(path, "Ana") as services:
        assert services.messages.all() == ()
        assert services.gates.all() == ()
        assert not services.routines.sweep()
        assert services.board().promises == ()
        assert services.gates.evidence()[GateKind.GO_NO_GO].tickets == ("T-001 P1 Cannot pay",)
        chapters = {chapter.key: chapter for chapter in services.book.read()}
        assert chapters["message"].entries[0].title == "We are live"
        assert chapters["lists"].entries[0].title == "Before"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
