"""The door to one database: reading, writing with a timeline event, measuring, watching."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine

from warroom_tui.domain.clock import Clock, SystemClock
from warroom_tui.domain.errors import DatabaseMissing, DatabaseReadOnly, seat_reads_only
from warroom_tui.domain.timeline import Actor
from warroom_tui.storage.engine import REVISIONS, check_file, engine_for, file_uri
from warroom_tui.storage.faults import told_plainly
from warroom_tui.storage.transaction import Transaction

T = TypeVar("T")


class Store:
    """One open database. Thread-safe: every call takes its own connection from a small pool."""

    def __init__(self, path: Path, *, read_only: bool = False, real: Clock | None = None) -> None:
        self.path = path
        self.read_only = read_only
        self._real = real or SystemClock()
        self._inode = path.stat().st_ino
        self._engine: Engine = engine_for(path, read_only=read_only)
        self._writer = self._engine.execution_options(write=True)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open an existing database, migrating it first when it is older.

        Raises DatabaseMissing, DatabaseDamaged, DatabaseReadOnly, DatabaseNewer.
        """
        revision = check_file(path, read_only=read_only)
        if revision != REVISIONS[-1]:
            if read_only:
                raise DatabaseReadOnly(
                    f"{path} needs an upgrade, and it is opened read-only.",
                    "Run: warroom db upgrade.",
                )
            from warroom_tui.storage.migrate import upgrade

            upgrade(path)
        return cls(path, read_only=read_only)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def real_now(self) -> datetime:
        """The machine's time, whatever the launch's clock says."""
        return self._real.now()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent snapshot for the whole block."""
        self._demand_same_file()
        with told_plainly(str(self.path)), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, actor: Actor, now: datetime) -> Iterator[Transaction]:
        """One transaction with its timeline event; nothing is kept when the block raises.

        Returns after the commit is on disk.
        """
        self._demand_writable()
        self._demand_same_file()
        with told_plainly(str(self.path)), self._writer.begin() as connection:
            transaction = Transaction(connection, actor, now, self._real.now())
            yield transaction
            transaction.finish()

    @contextmanager
    def measuring(self) -> Iterator[Connection]:
        """A transaction for what machines write all the time (samples, heartbeats): no event."""
        self._demand_writable()
        self._demand_same_file()
        with told_plainly(str(self.path)), self._writer.begin() as connection:
            yield connection

    def watch(self) -> ChangeWatch:
        """A watch on a connection of its own."""
        return ChangeWatch(self.path)

    def with_driver(self, use: Callable[[sqlite3.Connection], T]) -> T:
        """Hand the raw SQLite connection to `use` (backup, integrity check)."""
        with told_plainly(str(self.path)), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            return use(driver)

    def _demand_same_file(self) -> None:
        """SQLite would go on writing into a file that was deleted or replaced: nobody reads it."""
        _demand_same_file(self.path, self._inode)

    def _demand_writable(self) -> None:
        if self.read_only:
            raise seat_reads_only()


def _demand_same_file(path: Path, inode: int) -> None:
    try:
        same = path.stat().st_ino == inode
    except OSError:
        raise DatabaseMissing(
            f"{path}: the database is not there any more.",
            "Nothing was changed. Put it back, or restore one with: warroom db restore.",
        ) from None
    if not same:
        raise DatabaseMissing(
            f"{path} was replaced by another file.",
            "Nothing was changed. Leave and open it again.",
        )


class ChangeWatch:
    """Tells whether anybody committed since the last look; 3.5 µs a look.

    Use it from one thread. Commits of this process count too, because the connection is its own.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._inode = path.stat().st_ino
        self._connection = sqlite3.connect(
            file_uri(path, read_only=True),
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
        self._last = self._version()

    def changed(self) -> bool:
        """True when something was committed since the last call.

        Raises `DatabaseMissing` when the file has vanished or was replaced, sqlite3.Error when it
        cannot be read.
        """
        _demand_same_file(self._path, self._inode)
        version = self._version()
        if version == self._last:
            return False
        self._last = version
        return True

    def revision(self) -> int:
        """Id of the newest event: the same as long as only machines have written."""
        found = self._connection.execute("SELECT max(id) FROM timeline_event").fetchone()
        return int(found[0] or 0)

    def close(self) -> None:
        """Give the connection back."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
