"""Backups by the hour, in the background: one seat of a launch takes them, old ones go.

They lie in a folder beside the database, readable by its owner only. Copying holds no writer up,
and `warroom db restore` puts one back.
"""

from __future__ import annotations

import logging
import shutil
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warroom_tui.domain.backups import due, name_of, time_of, to_drop
from warroom_tui.domain.errors import DiskFull
from warroom_tui.services.context import Context
from warroom_tui.storage import backup
from warroom_tui.storage.monitoring import health

LEASE = "backup"
LEASE_TTL_S = 300.0
"""Longer than a copy takes."""
LOOK_S = 60.0
"""Seconds between two looks whether one is due; the first comes that long after the start."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup that is there."""

    path: Path
    at: datetime
    bytes: int


def folder_of(database: Path) -> Path:
    """Where the backups of a database lie."""
    return database.with_name(f"{database.name}.backups")


def backups_of(database: Path) -> tuple[Backup, ...]:
    """The backups that are there, newest first."""
    folder = folder_of(database)
    if not folder.is_dir():
        return ()
    found = ((path, time_of(path.name)) for path in folder.iterdir())
    out = [Backup(path, at, path.stat().st_size) for path, at in found if at is not None]
    return tuple(sorted(out, key=lambda one: one.at, reverse=True))


class BackupKeeper:
    """Takes a backup when one is due and no other seat does it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in the background; returns at once."""
        self._thread = threading.Thread(target=self._run, name="warroom-backup", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; a copy under way is not waited for: it never stands under its final name."""
        self._stopping.set()

    def once(self) -> Path | None:
        """Take a backup if one is due; returns where it is. Raises DatabaseError."""
        store = self._context.store
        now = store.real_now()
        if not due((one.at for one in backups_of(store.path)), now):
            return None
        session = self._context.actor.session
        with store.measuring() as connection:
            mine = health.take_lease(connection, session, now, LEASE_TTL_S, LEASE)
        if not mine:
            return None
        try:
            if not due((one.at for one in backups_of(store.path)), now):
                return None  # another seat has just done it
            return self._take(store.path, now)
        finally:
            with store.measuring() as connection:
                health.drop_lease(connection, session, LEASE)

    def _take(self, database: Path, now: datetime) -> Path:
        folder = folder_of(database)
        folder.mkdir(mode=0o700, exist_ok=True)
        _drop_old(database)  # first: they may be the room that the new one needs
        if shutil.disk_usage(folder).free < 2 * database.stat().st_size:
            raise DiskFull(f"{folder}: there is no room for a backup.", "Make room on that disk.")
        made = backup.backup_file(database, folder / name_of(now))
        _drop_old(database)
        return made

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_S):
            try:
                self.once()
            except Exception as error:  # noqa: BLE001 - the boundary: a launch goes on without
                _LOG.warning("no backup was taken: %s", error)


def _drop_old(database: Path) -> None:
    drop = set(to_drop(one.at for one in backups_of(database)))
    for one in backups_of(database):
        if one.at in drop:
            one.path.unlink(missing_ok=True)
    for part in folder_of(database).glob(".*.part"):  # of a process that died while copying
        part.unlink(missing_ok=True)
