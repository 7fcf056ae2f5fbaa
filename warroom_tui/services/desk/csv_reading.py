"""Reading a table out of a file of any size: encoding, delimiter, records, whatever is broken.

Memory stays bounded: one record at a time, and a record that does not end is given up.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import clean

SAMPLE = 1 << 20
"""Bytes looked at to tell encoding and delimiter."""
LINE_LIMIT = 1 << 20
"""Characters of one line; a longer one is no row."""
RECORD_LIMIT = 2_000
"""Lines that one quoted cell may run over."""
_DELIMITERS = ",;\t|"
_HEAD = 4096
"""Bytes by which something that is no table is told."""
_CONTROLS = tuple(bytes([code]) for code in (*range(1, 9), *range(14, 27), 28, 29, 30, 31, 127))
"""What text holds hardly ever; zeros stand in UTF-16, escapes in logs."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the file, or why it is none."""

    line: int
    """Where it begins, from 1."""
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TableForm:
    """How the file is written."""

    encoding: str
    delimiter: str
    bytes: int


def look_at(path: Path, encoding: str = "") -> TableForm:
    """Encoding and delimiter of a file; raises InputError when it is no text or not there.

    `encoding` is what a person says it is; else it is told from the bytes.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name the CSV file.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
    except FileNotFoundError:
        raise InputError(f"{path} is not there.", "Give the path of a CSV file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    if not sample.strip():
        raise InputError(f"{path} is empty.")
    _demand_table(path, sample)
    encoding = _said(encoding) if encoding else _encoding(sample)
    head = sample.decode(encoding, "replace").replace("\x00", "")
    return TableForm(encoding, _delimiter(head), size)


def _demand_table(path: Path, sample: bytes) -> None:
    """Raise InputError for what is something else and would be read as nonsense."""
    if sample.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        raise InputError(
            f"{path} is no text: a workbook, an archive or a PDF.", "Export it as CSV."
        )
    head = sample[:_HEAD]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise InputError(f"{path} is a web page.", "The export may have asked for a login.")
    if start.startswith((b"[{", b'{"', b"[\n", b"{\n", b"[\r\n", b"{\r\n")):
        raise InputError(f"{path} is JSON, not a table.", "Export it as CSV.")
    strange = sum(head.count(byte) for byte in _CONTROLS)
    if strange > max(8, len(head) // 20):
        raise InputError(f"{path} is no text.", "Export it as CSV.")


def _said(name: str) -> str:
    """An encoding by its name; raises InputError when there is none of that name."""
    try:
        found = codecs.lookup(name.strip()).name
        codecs.decode(b"", found)
        "".encode(found)
    except (LookupError, TypeError, ValueError):
        raise InputError(
            f'There is no encoding "{clean(name, limit=40)}".',
            "Names are such as utf-8, cp1252, cp1251, shift_jis, gb18030, euc-kr.",
        ) from None
    return "utf-8-sig" if found == "utf-8" else found


def _encoding(sample: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return name
    half = min(len(sample), 4000) // 2
    if sample[1 : half * 2 : 2].count(0) > half * 0.7:
        return "utf-16-le"
    if sample[0 : half * 2 : 2].count(0) > half * 0.7:
        return "utf-16-be"
    # Rows of both kinds come from tools that paste files together: each byte that is no UTF-8 is
    # mended by itself, so a few of them do not turn every other letter into two.
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    letters = sum(not char.isascii() for char in text) - stray
    return "utf-8" if letters >= stray else "cp1252"


def _delimiter(head: str) -> str:
    """The mark that parts the titles; `sep=;` on the first line says it outright."""
    lines = [line for line in head.splitlines() if line.strip()]
    if not lines:
        return ","
    if lines[0].casefold().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4]
    outside = "".join(lines[0].split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


class TableReader:
    """The titles and then the records of one file. Use it as a context manager."""

    def __init__(self, path: Path, form: TableForm) -> None:
        self._path = path
        self._form = form
        self._line = 0
        self._pushed: deque[str] = deque()
        self.titles: tuple[str, ...] = ()
        """The cells of the first line that is not empty."""

    def __enter__(self) -> TableReader:
        csv.field_size_limit(2 * LINE_LIMIT)
        self._binary: BinaryIO = self._path.open("rb")
        errors = "surrogateescape" if self._form.encoding.startswith("utf-8") else "replace"
        self._text = io.TextIOWrapper(
            self._binary, encoding=self._form.encoding, errors=errors, newline=None
        )
        self.titles = self._titles()
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._binary.tell()

    def __iter__(self) -> Iterator[Record]:
        """Every record, good or bad, with the line it begins on."""
        while (line := self._next_line()) is not None:
            if line.strip(self._blank):
                yield self._record(line)

    @property
    def _blank(self) -> str:
        return f"{self._form.delimiter} \t\r\n"

    def _titles(self) -> tuple[str, ...]:
        while (line := self._next_line()) is not None:
            if not line.strip(self._blank) or line.casefold().startswith("sep="):
                continue
            record = self._record(line, titles=True)
            if record.problem:
                raise InputError(f"{self._path}: the line of titles is broken: {record.problem}.")
            return record.cells
        raise InputError(f"{self._path} has no line of titles.")

    def _record(self, first: str, *, titles: bool = False) -> Record:
        start = self._line
        if len(first) >= LINE_LIMIT and not first.endswith("\n"):
            self._skip_line()
            return Record(start, (), "the line is longer than 1 MB")
        lines, size = [first], len(first)
        odd = first.count('"') % 2 == 1
        while odd and len(lines) < RECORD_LIMIT and size < LINE_LIMIT:
            more = self._next_line()
            if more is None:
                break
            lines.append(more)
            size += len(more)
            odd ^= more.count('"') % 2 == 1
        cells = self._parsed(lines, strict=True)
        if cells is not None and (titles or len(cells) == len(self.titles)):
            return Record(start, cells)
        return self._single(start, lines)

    def _single(self, start: int, lines: list[str]) -> Record:
        """The first line alone; the others are looked at again, so one fault costs one row."""
        self._pushed.extendleft(reversed(lines[1:]))
        self._line -= len(lines) - 1
        cells = self._parsed(lines[:1], strict=True)
        if cells is None:
            cells = self._parsed(lines[:1], strict=False)
            if cells is None or _opened(lines[0], self._form.delimiter):
                return Record(start, cells or (), "a quote is opened and never closed")
        wanted = len(self.titles)
        while len(cells) > wanted and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) != wanted:
            return Record(start, cells, f"{len(cells)} cells, but {wanted} titles")
        return Record(start, cells)

    def _parsed(self, lines: list[str], *, strict: bool) -> tuple[str, ...] | None:
        """The cells of the one record that these lines are; None when they are not one."""
        try:
            found = list(csv.reader(lines, delimiter=self._form.delimiter, strict=strict))
        except csv.Error:
            return None
        return tuple(map(_mended, found[0])) if len(found) == 1 else None

    def _next_line(self) -> str | None:
        if self._pushed:
            self._line += 1
            return self._pushed.popleft()
        line = self._text.readline(LINE_LIMIT)
        if not line:
            return None
        self._line += 1
        return line.replace("\x00", "") if "\x00" in line else line

    def _skip_line(self) -> None:
        """Read on to the end of an overlong line, keeping nothing."""
        while True:
            part = self._text.readline(LINE_LIMIT)
            if not part or part.endswith("\n"):
                return


def _opened(line: str, delimiter: str) -> bool:
    """True when the last cell begins with a quote that nothing closes."""
    last = line.rstrip("\r\n").rpartition(f'{delimiter}"')[2]
    return f'{delimiter}"' in line and not last.rstrip().endswith('"')


def _mended(cell: str) -> str:
    """Bytes that are no UTF-8 read as the Windows letters that they mostly are."""
    if cell.isascii() or not any("\udc80" <= char <= "\udcff" for char in cell):
        return cell
    return "".join(
        bytes([ord(char) - 0xDC00]).decode("cp1252", "replace")
        if "\udc80" <= char <= "\udcff"
        else char
        for char in cell
    )
