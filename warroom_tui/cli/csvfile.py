"""CSV that a spreadsheet can open without obeying it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence

from warroom_tui.cli.output import Output
from warroom_tui.domain.desk.spreadsheet import safe_cell
from warroom_tui.domain.errors import InputError


def write_csv(
    out: Output, path: str | None, titles: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write to a new file readable by its owner only, or print.

    Raises `InputError` when the file exists or its folder cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    if path is None:
        out.write(text.getvalue())
        return
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError(f"{path} exists already.", "Give another name to --out.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text.getvalue())
    out.line(f"{len(rows)} written to {path}")
