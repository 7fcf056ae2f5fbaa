"""Every way in which the file can be wrong: told plainly, with what to do, and left as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from tests.services.sample import make_launch, open_seat, seat
from tests.storage.children import Child
from tests.storage.conftest import digest
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseError,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseReadOnly,
    DiskFull,
    InputError,
    WarroomError,
)
from warroom_tui.services.warroom import Services
from warroom_tui.storage.engine import check_file, create_database
from warroom_tui.storage.store import ChangeWatch, Store


def cut(path: Path, share: float) -> None:
    os.truncate(path, int(path.stat().st_size * share))


def somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()


def from_the_future(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
        connection.commit()


def scribbled(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3996)


WRONG: dict[str, tuple[Callable[[Path], object], type[DatabaseError], str]] = {
    "missing": (Path.unlink, DatabaseMissing, "no database here"),
    "empty": (lambda path: cut(path, 0), DatabaseDamaged, "not a Warroom database"),
    "a text": (
        lambda path: path.write_text("# Launch plan\n"),
        DatabaseDamaged,
        "not a Warroom database",
    ),
    "half of it": (lambda path: cut(path, 0.5), DatabaseDamaged, "is damaged"),
    "all but the last page": (lambda path: cut(path, 0.99), DatabaseDamaged, "is damaged"),
    "only its header": (lambda path: os.truncate(path, 60), DatabaseDamaged, "is damaged"),
    "scribbled over": (scribbled, DatabaseDamaged, "damaged"),
    "another program's": (somebody_elses, DatabaseDamaged, "not one of Warroom's"),
    "from the future": (from_the_future, DatabaseNewer, "newer Warroom .revision 9001"),
}


@pytest.mark.parametrize("read_only", [False, True], ids=["writing", "reading"])
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_plainly_and_not_touched(
    launch_file: Path, name: str, read_only: bool
) -> None:
    spoil, kind, message = WRONG[name]
    spoil(launch_file)
    before = digest(launch_file) if launch_file.exists() else None
    with pytest.raises(kind, match=message) as told:
        Store.open(launch_file, read_only=read_only)
    assert str(launch_file) in told.value.message
    assert told.value.hint
    assert told.value.exit_code == 3
    after = digest(launch_file) if launch_file.exists() else None
    assert after == before


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        check_file(tmp_path, read_only=False)


@pytest.mark.parametrize("name", ["100% sure?.db", "a#b.db", "späce ünd.db", "semi;colon'.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    from warroom_tui.storage.backup import backup_file, integrity_problems

    path = make_launch(tmp_path / name)
    with seat(path, "Ana") as ana:
        ana.tickets.add(NewTicket("Cannot pay"))
        ana.watch().close()
    assert integrity_problems(path) == ()
    assert backup_file(path, tmp_path / f"copy of {name}").exists()
    names = {item.name.removesuffix("-wal").removesuffix("-shm") for item in tmp_path.iterdir()}
    assert names == {name, f"copy of {name}"}


def test_making_a_database_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary")
    with pytest.raises(InputError, match="it was not touched"):
        create_database(path)
    with pytest.raises(InputError, match="cannot be made"):
        create_database(tmp_path / "no" / "such" / "folder.db")
    assert path.read_text() == "dear diary"


def test_only_the_owner_may_read_a_launch(launch_file: Path) -> None:
    assert launch_file.stat().st_mode & 0o077 == 0


# -- rights, as an ordinary user ------------------------------------------------------------


@pytest.fixture
def shared_file() -> Iterator[Path]:
    """A launch in a folder that every user of this machine may enter."""
    folder = Path(tempfile.mkdtemp(prefix="warroom-rights-"))
    folder.chmod(0o755)
    path = make_launch(folder / "orchid.db")
    path.chmod(0o644)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_ordinary_user(act: Callable[[], object]) -> str:
    """What `act` tells when somebody who is not root does it."""

    def without_rights(tell: Callable[[str], None]) -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        try:
            tell(repr(act()))
        except WarroomError as error:
            tell(f"{type(error).__name__}: {error.message} | {error.hint}")

    return "\n".join(Child(without_rights).lines())


def test_a_file_that_may_not_be_written_says_so(shared_file: Path) -> None:
    shared_file.chmod(0o444)
    before = digest(shared_file)
    told = as_ordinary_user(lambda: Store.open(shared_file))
    assert told.startswith("DatabaseReadOnly: ")
    assert "--read-only" in told
    assert digest(shared_file) == before


def test_a_folder_that_may_not_be_written_says_so(shared_file: Path) -> None:
    shared_file.chmod(0o666)
    shared_file.parent.chmod(0o555)
    told = as_ordinary_user(lambda: Store.open(shared_file))
    assert told.startswith("DatabaseReadOnly: The folder of")
    assert "--read-only" in told


def test_a_launch_in_a_read_only_folder_can_be_looked_at(shared_file: Path) -> None:
    shared_file.parent.chmod(0o555)

    def look() -> str:
        store = Store.open(shared_file, read_only=True)
        with store.reading() as connection:
            row = connection.exec_driver_sql("SELECT name FROM launch").one()
        ChangeWatch(shared_file).close()
        store.close()
        return str(row[0])

    assert as_ordinary_user(look) == "'Orchid'"


def test_a_file_that_may_not_be_read_says_so(shared_file: Path) -> None:
    shared_file.chmod(0o600)
    if os.getuid() != 0:
        shared_file.chmod(0)
    told = as_ordinary_user(lambda: Store.open(shared_file, read_only=True))
    assert told.startswith("DatabaseReadOnly: ")
    assert "cannot be read: Permission denied" in told
    shared_file.chmod(0o644)
    shared_file.parent.chmod(0o700 if os.getuid() == 0 else 0)
    told = as_ordinary_user(lambda: Store.open(shared_file, read_only=True))
    assert "cannot be read: Permission denied" in told


def test_a_read_only_seat_changes_nothing(launch_file: Path) -> None:
    from warroom_tui.domain.clock import SystemClock
    from warroom_tui.domain.timeline import Actor
    from warroom_tui.services.context import Context

    before = digest(launch_file)
    store = Store.open(launch_file, read_only=True)
    wall = Services(Context(store, SystemClock(), Actor("Wall", "wall")))
    wall.seats.beat()
    assert wall.board().launch.name == "Orchid"
    with pytest.raises(DatabaseReadOnly, match="This seat is read-only"):
        wall.tickets.add(NewTicket("Cannot pay"))
    wall.seats.leave()
    wall.close()
    assert digest(launch_file) == before


# -- while it is open -----------------------------------------------------------------------


def test_a_file_deleted_while_open_takes_no_more_entries(launch_file: Path) -> None:
    with seat(launch_file, "Ana") as ana:
        ana.tickets.add(NewTicket("Kept"))
        watch = ana.watch()
        launch_file.unlink()
        with pytest.raises(DatabaseMissing, match="not there any more") as told:
            ana.tickets.add(NewTicket("Would be lost"))
        assert "warroom db restore" in told.value.hint
        with pytest.raises(DatabaseMissing):
            ana.board()
        with pytest.raises(DatabaseMissing, match=r"orchid\.db"):
            watch.changed()
        watch.close()


def test_a_file_replaced_while_open_takes_no_more_entries(
    launch_file: Path, tmp_path: Path
) -> None:
    from warroom_tui.storage.backup import backup_file, restore_file

    with seat(launch_file, "Ana") as ana:
        copy = backup_file(launch_file, tmp_path / "copy.db")
        ana.tickets.add(NewTicket("After the backup"))
        watch = ana.watch()
        kept = restore_file(copy, launch_file, overwrite=True)
        with pytest.raises(DatabaseMissing, match="replaced by another file"):
            ana.tickets.add(NewTicket("Would be lost"))
        with pytest.raises(DatabaseMissing, match="replaced"):
            watch.changed()
        watch.close()
    assert kept is not None
    with seat(kept, "Ana") as old, seat(launch_file, "Ana") as new:
        assert [ticket.subject for ticket in old.tickets.search()] == ["After the backup"]
        assert new.tickets.search() == ()


def test_damage_under_an_open_seat_is_told(launch_file: Path) -> None:
    with seat(launch_file, "Ana") as ana:
        ana.board()
    with launch_file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x00" * (launch_file.stat().st_size - 4096))
    with pytest.raises(DatabaseDamaged) as told, seat(launch_file, "Ana") as ana:
        ana.board()
    assert "warroom db check" in told.value.hint or "restore" in told.value.hint


def add_long_tickets(services: Services) -> None:
    for _ in range(500):
        services.tickets.add(NewTicket("Long", body="x" * 5000))


def full(services: Services) -> None:
    """No page more for this seat, as on a full disk."""

    @event.listens_for(services.context.store._engine, "connect")
    def _limit(connection: DBAPIConnection, _entry: object) -> None:
        cursor = connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()


def test_a_full_database_refuses_whole_entries_and_recovers(launch_file: Path) -> None:
    with seat(launch_file, "Ana") as ana:
        ana.tickets.add(NewTicket("Before"))
    with seat(launch_file, "Ana") as ana:
        full(ana)
        with pytest.raises(DiskFull, match="nothing was changed") as told:
            add_long_tickets(ana)
        assert "Make room" in told.value.hint
        count = len(ana.tickets.search(limit=1000))
        assert len(ana.timeline.recent(1000)) == count + 1
    with seat(launch_file, "Ana") as ana:
        ana.tickets.add(NewTicket("After", body="x" * 5000))
        assert len(ana.tickets.search(limit=1000)) == count + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where the system lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_really_full_disk_is_told_and_loses_nothing(small_disk: Path) -> None:
    path = make_launch(small_disk / "orchid.db")
    filler = small_disk / "film.mp4"
    with seat(path, "Ana") as ana:
        ana.board()
        filler.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 128 * 1024))
        with pytest.raises(DiskFull, match="The disk is full"):
            add_long_tickets(ana)
        added = len(ana.tickets.search(limit=1000))
        assert len(ana.timeline.recent(1000)) == added + 1
        filler.unlink()
        ana.tickets.add(NewTicket("After"))
        assert len(ana.tickets.search(limit=1000)) == added + 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_disk_too_full_for_a_new_launch_leaves_nothing_behind(small_disk: Path) -> None:
    (small_disk / "film.mp4").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 64 * 1024))
    with pytest.raises(DiskFull):
        make_launch(small_disk / "orchid.db")
    assert [item.name for item in small_disk.iterdir()] == ["film.mp4"]


def test_a_database_that_another_program_holds_is_busy(
    launch_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warroom_tui.storage.engine.BUSY_TIMEOUT_MS", 50)
    ana = open_seat(launch_file, "Ana")
    with closing(sqlite3.connect(launch_file)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="another program holds it") as told:
            ana.tickets.add(NewTicket("Cannot pay"))
        assert "Nothing was changed" in told.value.hint
        assert ana.tickets.search() == ()
        hog.rollback()
    assert ana.tickets.add(NewTicket("Cannot pay")).ref == "T-001"
    ana.close()


def test_the_watch_sees_other_seats_and_this_one(launch_file: Path) -> None:
    with seat(launch_file, "Ana") as ana, seat(launch_file, "Ben") as ben:
        watch = ana.watch()
        assert not watch.changed()
        for services in (ben, ana):
            services.tickets.add(NewTicket("Cannot pay"))
            assert watch.changed()
            assert not watch.changed()
        watch.close()
