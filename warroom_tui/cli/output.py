"""Output of the command line: plain text and tables, or JSON; every text cleaned."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.text import BODY_LIMIT, clean

Json = None | bool | int | float | str | datetime | Sequence["Json"] | Mapping[str, "Json"]
"""What may be printed as JSON; times become UTC in ISO 8601."""

Row = TypeVar("Row")


class OutputFault(WarroomError):
    """What a command printed could not be written; the command itself is done."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"The output cannot be written: {error.strerror}.")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table."""

    title: str
    cell: Callable[[Row], str]
    right: bool = False


class Output:
    """Where a command prints. Errors go to `stderr`, everything else to `stdout`."""

    def __init__(self, stdout: TextIO, stderr: TextIO, *, as_json: bool = False) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.as_json = as_json
        self.terminal = stdout.isatty()
        self.colour = self.terminal and not os.environ.get("NO_COLOR")

    @classmethod
    def of_process(cls) -> Output:
        """Standard output and error; characters that they cannot show are escaped."""
        return cls(_ready(sys.stdout), _ready(sys.stderr))

    def write(self, text: str) -> None:
        """Print text as it is. Raises OutputFault when it fits nowhere."""
        try:
            self.stdout.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputFault(error) from error

    def line(self, text: str = "") -> None:
        """Print text for a person; line breaks in it survive."""
        self.write(clean(text, limit=BODY_LIMIT, multiline=True) + "\n")

    def bold(self, text: str, code: str = "1") -> None:
        """Print a heading, emphasised on a terminal; `code` is the SGR parameter."""
        safe = clean(text, multiline=True)
        self.write(f"\x1b[{code}m{safe}\x1b[0m\n" if self.colour else safe + "\n")

    def problem(self, message: str, hint: str = "") -> None:
        """Print what is wrong and what to do, one line each."""
        with contextlib.suppress(OSError):  # there is no third place to say it
            for text in filter(None, (f"warroom: {message}", hint)):
                self.stderr.write(clean(text, limit=2000) + "\n")
            self.stderr.flush()

    def json(self, value: Json) -> None:
        """Print one JSON value."""
        ascii_only = (self.stdout.encoding or "").lower().replace("-", "") != "utf8"
        text = json.dumps(_plain(value), indent=2, ensure_ascii=ascii_only, allow_nan=False)
        self.write(text + "\n")

    def listing(
        self,
        rows: Sequence[Row],
        shape: Callable[[Row], Json],
        columns: Sequence[Column[Row]],
        empty: str,
    ) -> None:
        """Print rows as a JSON list or as a table; `empty` is said when there are none."""
        if self.as_json:
            self.json([shape(row) for row in rows])
        elif not rows:
            self.line(empty)
        else:
            self._table(rows, columns)

    def record(self, value: Json, text: str) -> None:
        """Print one thing: its JSON, or what a person wants to read about it."""
        if self.as_json:
            self.json(value)
        else:
            self.line(text)

    def flush(self) -> None:
        """Send what was printed. Raises OutputFault when it fits nowhere."""
        try:
            self.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputFault(error) from error

    def abandon(self) -> None:
        """Nobody reads any more: let the interpreter end without a complaint."""
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
        except (OSError, ValueError):
            return

    def _table(self, rows: Sequence[Row], columns: Sequence[Column[Row]]) -> None:
        cells = [[clean(column.cell(row)) for column in columns] for row in rows]
        titles = [column.title for column in columns]
        widths = [
            max(cell_width(line[index]) for line in [titles, *cells])
            for index in range(len(columns))
        ]
        if self.terminal:
            widths = fit(widths, shutil.get_terminal_size().columns)
        self.bold(_joined(titles, widths, columns))
        for line in cells:
            self.write(_joined(line, widths, columns) + "\n")


def _ready(stream: TextIO | None) -> TextIO:
    """The stream with unprintable characters escaped; a closed one swallows everything."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _joined(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column[Row]]) -> str:
    padded = (
        _pad(cell, width, right=column.right)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    )
    return "  ".join(padded).rstrip()


def _pad(text: str, width: int, *, right: bool) -> str:
    if cell_width(text) > width:
        while text and cell_width(text) > width - 1:
            text = text[:-1]
        text += "…"
    blanks = " " * (width - cell_width(text))
    return blanks + text if right else text + blanks


def fit(widths: Sequence[int], room: int) -> list[int]:
    """Column widths that fit into `room` cells: the widest column gives, down to 8."""
    fitted = list(widths)
    while sum(fitted) + 2 * (len(fitted) - 1) > room and max(fitted) > 8:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def cell_width(text: str) -> int:
    """Terminal cells that `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def utc(at: datetime) -> str:
    """A time as machines read it: UTC in ISO 8601, to the second."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _plain(value: Json) -> Json:
    """`value` with cleaned texts, ISO times and no NaN."""
    if isinstance(value, str):
        return clean(value, limit=BODY_LIMIT, multiline=True)
    if isinstance(value, datetime):
        return utc(value)
    if isinstance(value, float):
        return value if value - value == 0 else None  # NaN and infinities have no JSON
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    return value
