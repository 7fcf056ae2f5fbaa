"""One tree of errors; each carries a sentence for a person and a hint what to do.

The exit codes are those of the command line: 1 the answer is no, 2 bad input, 3 the database
cannot be used.
"""

from __future__ import annotations

from datetime import datetime


class WarroomError(Exception):
    """Base of everything that Warroom says to a person instead of a traceback."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(WarroomError):
    """What was given cannot be used; nothing was changed."""

    exit_code = 2


class Refused(WarroomError):
    """A rule says no; the hint says how to go on."""


class NotFound(InputError):
    """Nothing has that reference."""


class StaleWrite(Refused):
    """Somebody else changed the row first; the typed text is kept by the caller."""

    def __init__(self, what: str, who: str | None, when: datetime | None, did: str | None) -> None:
        self.who = who
        self.when = when
        self.did = did
        author = f"{who} changed it first" if who else "it was changed meanwhile"
        detail = f": {did}" if did else ""
        super().__init__(
            f"{what}: {author}{detail}.",
            "Look at the new state and do it again if it still holds.",
        )


class Superseded(WarroomError):
    """Nobody waits for this answer any more; it is not shown."""


class DatabaseError(WarroomError):
    """The database cannot be used as it is."""

    exit_code = 3


class DatabaseBusy(DatabaseError):
    """Another program holds the database for too long."""


class DatabaseReadOnly(DatabaseError):
    """The file or folder may not be written."""


def seat_reads_only() -> DatabaseReadOnly:
    """What a seat that was opened to look on is told when it wants to change something."""
    return DatabaseReadOnly(
        "This seat is read-only: nothing was changed.", "Open it without --read-only."
    )


class DatabaseNewer(DatabaseError):
    """Written by a newer Warroom."""


class DatabaseDamaged(DatabaseError):
    """Not a database, or a broken one."""


class DatabaseMissing(DatabaseError):
    """The file is not there (any more)."""


class DiskFull(DatabaseError):
    """No room left where the database lives."""
