"""Backups made while people write, and bringing one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.services.rows import all_rows
from tests.services.sample import seat
from tests.storage.conftest import digest
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.errors import DatabaseDamaged, DatabaseError, InputError
from warroom_tui.services import upkeep
from warroom_tui.storage.backup import backup_file, integrity_problems, restore_file


def test_a_backup_made_while_somebody_writes_is_whole(launch_file: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    begun = threading.Event()

    def write() -> None:
        with seat(launch_file, "Ben") as ben:
            while not stop.is_set():
                ben.tickets.add(NewTicket("Cannot pay", body="x" * 2000))
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(10)
    copies = [backup_file(launch_file, tmp_path / "copy.db") for _ in range(5)]
    stop.set()
    writer.join()
    assert [copy.name for copy in copies] == ["copy.db", *(f"copy-{n}.db" for n in range(1, 5))]
    for copy in copies:
        assert integrity_problems(copy) == ()
        with closing(sqlite3.connect(copy)) as connection:
            tickets = connection.execute("SELECT count(*) FROM ticket").fetchone()[0]
            events = connection.execute(
                "SELECT count(*) FROM timeline_event WHERE verb = 'logged'"
            ).fetchone()[0]
        assert tickets == events


def test_restoring_brings_every_row_back_and_keeps_what_stood_there(
    launch_file: Path, tmp_path: Path
) -> None:
    with seat(launch_file, "Ana") as ana:
        ana.tickets.add(NewTicket("Before"))
        copy = backup_file(launch_file, tmp_path / "copy.db")
        before = all_rows(copy)
        ana.tickets.add(NewTicket("After"))
    kept = restore_file(copy, launch_file, overwrite=True)
    assert all_rows(launch_file) == before
    assert kept is not None
    with seat(kept, "Ana") as old:
        assert len(old.tickets.search()) == 2
    with seat(launch_file, "Ana") as ana:
        assert ana.tickets.add(NewTicket("Goes on")).ref == "T-002"


def test_backups_can_be_read_by_their_owner_only(launch_file: Path, tmp_path: Path) -> None:
    assert backup_file(launch_file, tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    restore_file(tmp_path / "copy.db", tmp_path / "new.db")
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_a_restore_never_replaces_a_file_unasked(launch_file: Path, tmp_path: Path) -> None:
    copy = backup_file(launch_file, tmp_path / "copy.db")
    before = digest(launch_file)
    with pytest.raises(InputError, match="it was not touched"):
        restore_file(copy, launch_file)
    assert digest(launch_file) == before


def test_an_unsound_backup_is_refused_and_nothing_changes(
    launch_file: Path, tmp_path: Path
) -> None:
    copy = backup_file(launch_file, tmp_path / "copy.db")
    os.truncate(copy, copy.stat().st_size // 2)
    before = digest(launch_file)
    with pytest.raises(DatabaseDamaged):
        upkeep.restore(copy, launch_file, overwrite=True)
    with pytest.raises(DatabaseDamaged):
        restore_file(copy, launch_file, overwrite=True)
    assert digest(launch_file) == before
    assert {item.name for item in tmp_path.glob("*.db")} == {"copy.db", "orchid.db"}


def test_another_programs_database_is_not_restored(launch_file: Path, tmp_path: Path) -> None:
    for name, statement in (("empty.db", ""), ("theirs.db", "CREATE TABLE bookmarks (url)")):
        other = tmp_path / name
        other.touch()
        with closing(sqlite3.connect(other)) as connection:
            connection.execute(statement)
        before = digest(launch_file)
        with pytest.raises(DatabaseDamaged):
            restore_file(other, launch_file, overwrite=True)
        assert digest(launch_file) == before


def test_side_files_of_a_deleted_database_do_not_leak_into_the_restored_one(
    launch_file: Path, tmp_path: Path
) -> None:
    copy = backup_file(launch_file, tmp_path / "copy.db")
    before = all_rows(copy)
    with seat(launch_file, "Ana") as ana:
        for _ in range(20):
            ana.tickets.add(NewTicket("Cannot pay"))
        for suffix in ("-wal", "-shm"):
            shutil.copy(f"{launch_file}{suffix}", tmp_path / f"left{suffix}")
    launch_file.unlink()
    for suffix in ("-wal", "-shm"):
        shutil.copy(tmp_path / f"left{suffix}", f"{launch_file}{suffix}")
    assert restore_file(copy, launch_file) is None
    assert all_rows(launch_file) == before
    assert integrity_problems(launch_file) == ()


def test_a_backup_with_nowhere_to_go_leaves_nothing_half_done(
    launch_file: Path, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseError, match="the backup failed"):
        backup_file(launch_file, tmp_path / "no" / "such" / "folder.db")
    with pytest.raises(DatabaseError, match="the backup failed"):
        backup_file(tmp_path / "missing.db", tmp_path / "copy.db")
    assert [item.name for item in tmp_path.iterdir()] == ["orchid.db"]


def test_a_look_at_the_file_finds_broken_references(launch_file: Path) -> None:
    assert upkeep.examine(launch_file).problems == ()
    with closing(sqlite3.connect(launch_file)) as connection:
        connection.execute("DELETE FROM phase WHERE id = 1")
        connection.commit()
    assert "broken reference in checklist" in upkeep.examine(launch_file).problems[0]


def test_two_seats_that_save_the_same_file_at_once_both_get_a_whole_copy(
    launch_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "before.db"
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: backup_file(launch_file, target), range(8)))
    assert {integrity_problems(path) for path in made} == {()}
    assert list(tmp_path.glob("*.part")) == []
    assert list(tmp_path.glob(".*.part")) == []
