"""The rows that could not be imported, kept in a file that can be mended and imported again."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from warroom_tui.domain.desk.spreadsheet import safe_cell
from warroom_tui.domain.errors import InputError
from warroom_tui.services.desk.csv_reading import Record

KEPT = 100_000
"""Rows kept aside at most; a file with more is a wrong mapping, not a few bad rows."""


class RejectedRows:
    """Made when the first row is refused, owner-only; gone again when the import fails."""

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self._wanted = path
        self._titles = titles
        self._file: TextIO | None = None
        self.path: Path | None = None
        self.count = 0

    def __enter__(self) -> RejectedRows:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
        if error is not None and self.path is not None:
            self.path.unlink(missing_ok=True)

    def add(self, record: Record, reason: str) -> None:
        """Keep one row aside with its line and the reason."""
        self.count += 1
        if self.count > KEPT:
            return
        if self._file is None:
            self._file = self._open()
            self._writer = csv.writer(self._file, lineterminator="\n")
            self._writer.writerow(["rejected line", "rejected reason", *self._titles])
        cells = [safe_cell(cell) for cell in record.cells]
        self._writer.writerow([str(record.line), reason, *cells])

    def _open(self) -> TextIO:
        for number in range(10_000):
            name = self._wanted
            if number:
                name = name.with_name(f"{name.stem}-{number}{name.suffix}")
            try:
                handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            except OSError as error:
                raise InputError(
                    f"{name} cannot be written: {error.strerror}.",
                    "Bad rows are kept there; name another file with --rejects.",
                ) from error
            self.path = name
            return os.fdopen(handle, "w", encoding="utf-8", newline="")
        raise InputError(f"{self._wanted}: there are too many files of this name.")
