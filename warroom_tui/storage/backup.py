"""Backups that are complete even while others write, and bringing one back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import token_hex

from warroom_tui.domain.errors import DatabaseDamaged, DatabaseError, InputError
from warroom_tui.storage.engine import check_file, file_uri


def backup_file(source: Path, target: Path) -> Path:
    """Copy the database at `source` to `target` (SQLite's online backup), owner-only.

    A half-written target never stands under its final name. Returns the path really used: a
    number is added when `target` exists.
    """
    final = _free(target)
    # Two seats that open an older database at once both save it first: each has its own draft.
    draft = final.with_name(f".{final.name}.{os.getpid()}-{token_hex(3)}.part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        with (
            closing(sqlite3.connect(file_uri(source, read_only=True), uri=True)) as old,
            closing(sqlite3.connect(draft)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        _sync(draft)
        final = _free(target)
        draft.rename(final)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise DatabaseError(f"{target}: the backup failed: {error}.") from error
    return final


def integrity_problems(path: Path) -> tuple[str, ...]:
    """What SQLite finds wrong with the file; empty when it is sound."""
    try:
        with closing(sqlite3.connect(file_uri(path, read_only=True), uri=True)) as connection:
            rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return (str(error),)
    problems = tuple(str(row[0]) for row in rows if row[0] != "ok")
    return problems + tuple(f"broken reference in {row[0]} row {row[1]}" for row in broken)


def restore_file(backup: Path, target: Path, *, overwrite: bool = False) -> Path | None:
    """Put a backup in place of `target`; the file that stood there is kept beside it.

    Returns where the old file went, or None. Raises DatabaseDamaged when the backup is not
    sound or not one of Warroom's, DatabaseNewer when this Warroom cannot read it, InputError when
    `target` exists and `overwrite` was not said.
    """
    check_file(backup, read_only=True)
    problems = integrity_problems(backup)
    if problems:
        raise DatabaseDamaged(f"{backup} is not sound: {problems[0]}.", "Nothing was changed.")
    if target.exists() and not overwrite:
        raise InputError(f"{target} exists; it was not touched.", "Say --force to replace it.")
    draft = backup_file(backup, target.with_name(f".{target.name}.restored"))
    kept = _free(target.with_name(f"{target.stem}.replaced{target.suffix}"))
    for suffix in ("", "-wal", "-shm"):  # a side file left behind would be replayed into the new
        part = target.with_name(target.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    draft.rename(target)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return kept if kept.exists() else None


def _free(path: Path) -> Path:
    """`path`, or the first numbered name beside it that is free."""
    if not path.exists():
        return path
    for number in range(1, 10_000):
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not candidate.exists():
            return candidate
    raise DatabaseError(f"{path}: there are too many files of this name.")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
