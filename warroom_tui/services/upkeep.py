"""Looking after a database file: backup, restore, soundness, upgrade; needs no open launch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warroom_tui.storage import backup, engine
from warroom_tui.storage.store import Store


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a look at the file found."""

    revision: str
    newest: str
    problems: tuple[str, ...]
    """What is broken; empty when the file is sound."""

    @property
    def upgrade_due(self) -> bool:
        """True when an older Warroom wrote it."""
        return self.revision != self.newest


def examine(path: Path) -> Soundness:
    """Look at the whole file without changing it; raises DatabaseError when it is not one."""
    revision = engine.check_file(path, read_only=True)
    return Soundness(revision, engine.REVISIONS[-1], backup.integrity_problems(path))


def back_up(path: Path, target: Path) -> Path:
    """Copy the database while others use it; returns the path really used."""
    engine.check_file(path, read_only=True)
    return backup.backup_file(path, target)


def restore(copy: Path, path: Path, *, overwrite: bool) -> Path | None:
    """Put a backup in place of `path`; returns where the replaced file went, or None."""
    engine.check_file(copy, read_only=True)
    return backup.restore_file(copy, path, overwrite=overwrite)


def upgrade(path: Path) -> tuple[str, str]:
    """Bring the file to the newest revision (a backup is taken first): (from, to)."""
    before = engine.check_file(path, read_only=False)
    Store.open(path).close()
    return before, engine.REVISIONS[-1]
