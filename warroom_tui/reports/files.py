"""Reports as files: whole or not at all, readable by their owner only."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.reporting.report import ReportFormat, ReportKind


class FileFault(InputError):
    """A report cannot be written there; nothing was changed."""


def file_name(
    code: str, kind: ReportKind, day: date, days: tuple[int | None, int], fmt: ReportFormat
) -> str:
    """A safe name that sorts by day: `layby-day-01-2026-12-01.md`, `layby-t-07-…` before it.

    `days` are the day's number and launch day's own, as the plan counts.
    """
    number, launch_day = days
    parts = [re.sub(r"[^a-z0-9]+", "-", code.casefold()).strip("-")[:40] or "launch"]
    if number is not None:
        before = launch_day - number
        parts.append(f"t-{before:02d}" if before > 0 else f"day-{number:02d}")
    if kind is not ReportKind.DAILY:
        parts.append(kind.value)
    parts.append(day.isoformat())
    return f"{'-'.join(parts)}.{fmt.value}"


def target_path(out: Path, name: str) -> Path:
    """Where to write: `name` in the folder `out`, else the file `out` itself."""
    path = out.expanduser()
    return path / name if path.is_dir() else path


def ready_folder(folder: Path) -> None:
    """Make the folder, readable by its owner only, when it is not there. Raises `FileFault`."""
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def staged(path: Path, text: str, *, overwrite: bool = False) -> Iterator[None]:
    """Write `text` beside `path`; it takes the name `path` when the block ends without error.

    Everything that commonly fails (folder, permission, room on the disk, a file of that name)
    fails on entering, before the block runs. Whatever happens, `path` is whole: the old file, the
    new file or none. Raises `FileFault`, or `Refused` when the file exists and may not be
    replaced.
    """
    _check(path, overwrite)
    temp = _write_beside(path, text.encode("utf-8"))
    try:
        yield
        with _told(path):
            _publish(temp, path, overwrite)
    finally:
        temp.unlink(missing_ok=True)


def write_whole(path: Path, text: str, *, overwrite: bool = False) -> Path:
    """Write `text` to `path` at once; see `staged` for what it raises."""
    with staged(path, text, overwrite=overwrite):
        return path


def write_bytes(path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write `data` to `path` at once; a file that is replaced keeps its rights."""
    _check(path, overwrite)
    temp = _write_beside(path, data)
    try:
        with _told(path):
            if overwrite and path.exists():
                temp.chmod(path.stat().st_mode & 0o7777)
            _publish(temp, path, overwrite)
    finally:
        temp.unlink(missing_ok=True)


def _check(path: Path, overwrite: bool) -> None:
    with _told(path):
        if path.is_dir():
            raise FileFault(f"{path} is a folder.", "Name a file in it.")
        if not path.parent.is_dir():
            raise FileFault(
                f"The folder {path.parent} does not exist.", "Create it or name another one."
            )
        if not overwrite and os.path.lexists(path):
            raise _exists(path)


def _exists(path: Path) -> Refused:
    return Refused(f"{path} exists already.", "Allow overwriting it, or name another file.")


def _write_beside(path: Path, data: bytes) -> Path:
    """A finished temporary file in the folder of `path`, readable by its owner only."""
    with _told(path):
        # mkstemp makes it with mode 0600.
        handle, name = tempfile.mkstemp(prefix=".warroom-", suffix=".part", dir=path.parent)
        temp = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        return temp


def _publish(temp: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        temp.replace(path)
    else:
        _link_new(temp, path)
    with contextlib.suppress(OSError):  # some file systems cannot sync a folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _link_new(temp: Path, path: Path) -> None:
    """Give the file its name unless somebody else took it meanwhile."""
    try:
        path.hardlink_to(temp)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS):
            raise
        # File systems without hard links (FAT): the name is reserved first.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        temp.replace(path)


_ADVICE = {
    errno.EACCES: ("may not be written", "Choose a folder that you may write to."),
    errno.EPERM: ("may not be written", "Choose a folder that you may write to."),
    errno.EROFS: ("is on a read-only disk", "Choose another folder."),
    errno.ENOSPC: ("does not fit: the disk is full", "Free some room or choose another disk."),
    errno.EDQUOT: ("does not fit: your quota is used up", "Free some room."),
    errno.EFBIG: ("does not fit: files may not be that large here", "Choose another folder."),
    errno.ENAMETOOLONG: ("has too long a name", "Choose a shorter one."),
    errno.ENOENT: ("has no folder any more", "Create the folder or name another one."),
}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the operating system says into words."""
    try:
        yield
    except OSError as error:
        why, hint = _ADVICE.get(
            error.errno or 0, (f"cannot be written: {error.strerror}", "Choose another place.")
        )
        raise FileFault(f"{path} {why}.", hint) from error
