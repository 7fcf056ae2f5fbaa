"""What the database driver throws, told as what it means for the person at the keyboard."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError as DriverError

from warroom_tui.domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseError,
    DatabaseMissing,
    DatabaseReadOnly,
    DiskFull,
    InputError,
)

_FAULTS: tuple[tuple[tuple[str, ...], type[DatabaseError], str, str], ...] = (
    (
        ("database is locked", "database table is locked"),
        DatabaseBusy,
        "The database is busy: another program holds it.",
        "Nothing was changed. Try again; if it stays so, look for a program that keeps it open.",
    ),
    (
        ("readonly database", "read-only"),
        DatabaseReadOnly,
        "The database may not be written.",
        "Check the rights of the file and its folder, or open it with --read-only.",
    ),
    (
        ("disk is full", "disk full"),
        DiskFull,
        "The disk is full: nothing was changed.",
        "Make room where the database lives, then do it again.",
    ),
    (
        ("malformed", "not a database", "disk i/o error"),
        DatabaseDamaged,
        "The database file is damaged.",
        "Stop writing to it and run: warroom db check. A backup can be restored with: "
        "warroom db restore.",
    ),
    (
        ("unable to open database", "no such table"),
        DatabaseMissing,
        "The database is not there (any more).",
        "Was it moved or deleted? A backup can be restored with: warroom db restore.",
    ),
)


def translate(error: BaseException | None, where: str) -> DatabaseError:
    """The Warroom error for a driver error."""
    text = str(error).casefold()
    for needles, kind, message, hint in _FAULTS:
        if any(needle in text for needle in needles):
            return kind(f"{where}: {message}", hint)
    return DatabaseError(f"{where}: the database refused: {error}", "Run: warroom db check.")


@contextmanager
def told_plainly(where: str) -> Iterator[None]:
    """Turn driver errors inside the block into errors for a person."""
    try:
        yield
    except DriverError as error:
        raise translate(error.orig, where) from error
    except UnicodeEncodeError as error:
        raise InputError("There are characters in this text that cannot be stored.") from error
    except sqlite3.Error as error:
        raise translate(error, where) from error
