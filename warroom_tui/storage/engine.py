"""Opening a database: pragmas, revisions, and every way in which a file can be wrong."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import random
from time import monotonic, sleep

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from warroom_tui.domain.errors import (
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseReadOnly,
    InputError,
)
from warroom_tui.storage.faults import told_plainly
from warroom_tui.storage.schema import metadata

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
)
"""Every revision this Warroom knows, oldest first; the last one is what it works with."""

APPLICATION_ID = 0x57415221
"""Written into the SQLite header ("WAR!") so that a stranger's database is not taken for ours."""

BUSY_TIMEOUT_MS = 10_000
"""How long anybody waits for others who write."""
_LOOK_MS = 8
_MAGIC = b"SQLite format 3\x00"


def engine_for(path: Path, *, read_only: bool = False) -> Engine:
    """An engine on a SQLite file with Warroom's pragmas; opens nothing yet.

    Writers begin IMMEDIATE (deferred ones would lose to a concurrent writer half-way), readers
    DEFERRED: set the execution option `write` on the connection.
    """

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            file_uri(path, read_only=read_only),
            uri=True,
            check_same_thread=False,
            timeout=BUSY_TIMEOUT_MS / 1000,
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA temp_store=MEMORY")
        # A seat keeps up to five connections; the system's own cache holds the file anyway.
        cursor.execute("PRAGMA cache_size=-1000")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write", False):
            _wait_for_turn(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _wait_for_turn(connection: Connection) -> None:
    """Begin to write as soon as nobody else does.

    SQLite's own wait soon looks only ten times a second, so among twenty busy seats those that
    have just come are served and the one that waits longest may starve. Here everybody looks
    about as often, however long they have waited.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    until = monotonic() + BUSY_TIMEOUT_MS / 1000
    driver.execute(f"PRAGMA busy_timeout={_LOOK_MS}")
    try:
        while monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
                sleep(random() * _LOOK_MS / 1000)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last try says what is wrong
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def file_uri(path: Path, *, read_only: bool) -> str:
    """How SQLite is told to open an existing file; it never makes one.

    Reading needs a place for SQLite's own side files: in a folder that may not be written a
    database at rest is opened as one that nobody changes.
    """
    text = str(path.absolute())
    for char, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        text = text.replace(char, code)
    if not read_only:
        return f"file:{text}?mode=rw"
    at_rest = not os.access(path.parent, os.W_OK) and not _unfinished(path)
    return f"file:{text}?mode=ro" + ("&immutable=1" if at_rest else "")


def _unfinished(path: Path) -> bool:
    """True when changes stand beside the file that are not in it yet."""
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def create_database(path: Path, *, called: Path | None = None) -> None:
    """Make an empty database of the newest revision; refuses when anything stands at `path`.

    The file is readable by its owner only. Errors name it `called`, when it is to be renamed.
    """
    name = called or path
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise InputError(
            f"{name} exists already; it was not touched.",
            "Choose another name with --db, or open it with: warroom open --db.",
        ) from None
    except OSError as error:
        raise InputError(f"{name} cannot be made: {error.strerror}.") from error
    with told_plainly(str(name)), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    engine = engine_for(path)
    try:
        with told_plainly(str(name)), engine.execution_options(write=True).begin() as connection:
            metadata.create_all(connection)
            connection.exec_driver_sql(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISIONS[-1],))
    finally:
        engine.dispose()


def check_file(path: Path, *, read_only: bool) -> str:
    """Say plainly what is wrong with a database file, before anything is written to it.

    Returns its revision. Raises DatabaseMissing, DatabaseDamaged, DatabaseReadOnly or
    DatabaseNewer.
    """
    head, size = _head(path)
    if not head.startswith(_MAGIC):
        raise DatabaseDamaged(
            f"{path} is not a Warroom database (or its start is damaged).",
            "It was not touched. A backup can be restored with: warroom db restore.",
        )
    _demand_whole(path, head, size)
    if not read_only and not os.access(path, os.W_OK):
        raise DatabaseReadOnly(
            f"{path} may not be written.", "Open it with --read-only, or change its rights."
        )
    if not read_only and not os.access(path.parent, os.W_OK):
        raise DatabaseReadOnly(
            f"The folder of {path} may not be written, and SQLite needs to.",
            "Open it with --read-only, or change the folder's rights.",
        )
    return _revision(path, int.from_bytes(head[68:72], "big"))


def _head(path: Path) -> tuple[bytes, int]:
    """The start of the file, and its size in bytes."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(100), os.fstat(file.fileno()).st_size
    except OSError as error:
        raise DatabaseReadOnly(
            f"{path} cannot be read: {error.strerror}.", "Change the rights of the file or folder."
        ) from error
    raise DatabaseMissing(
        f"{path}: there is no database here.",
        "Make one with: warroom new PLAN.md, or try: warroom demo.",
    )


def _demand_whole(path: Path, head: bytes, size: int) -> None:
    """Refuse a file that was cut short. While others write, the header may run ahead of the file.

    Layout of the header: page size at 16, pages at 28, valid when the numbers at 24 and 92 agree.
    """
    if _unfinished(path):
        return
    page_size = int.from_bytes(head[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0
    if len(head) < 100 or size < page_size * pages:
        raise DatabaseDamaged(
            f"{path} is damaged: {size} of {page_size * pages} bytes are there.",
            "It was not touched. A backup can be restored with: warroom db restore.",
        )


def _revision(path: Path, application_id: int) -> str:
    engine = engine_for(path, read_only=True)
    try:
        with told_plainly(str(path)), engine.connect() as connection:
            names = {
                row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
            }
            if application_id != APPLICATION_ID or "alembic_version" not in names:
                raise DatabaseDamaged(
                    f"{path} is a database, but not one of Warroom's.", "It was not touched."
                )
            revision = connection.exec_driver_sql(
                "SELECT version_num FROM alembic_version"
            ).scalar()
    finally:
        engine.dispose()
    if revision not in REVISIONS:
        raise DatabaseNewer(
            f"{path} was written by a newer Warroom (revision {revision}).",
            "It was not touched. Upgrade Warroom on this machine.",
        )
    return str(revision)
