"""A ticket file and how it is understood: its columns, its dates, its rows as tickets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.import_columns import DATES, ColumnMap, Field, guess
from warroom_tui.domain.desk.import_rows import ImportedTicket, RowReader
from warroom_tui.domain.desk.import_values import BadValue, DateOrder, Values, order_evidence
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import clean
from warroom_tui.services.desk.csv_reading import Record, TableForm, TableReader, look_at

EVERY = 500
"""Rows between two words about the progress."""
SAMPLE_ROWS = 200

Progress = Callable[[int, int, int], None]
"""Bytes read, bytes in all, rows read."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is understood: shown to the person before anything else."""

    path: Path
    form: TableForm
    columns: ColumnMap
    source: str
    """Whose ids these are: the help desk's name."""
    values: Values
    zone: ZoneInfo
    order: DateOrder | None
    """What was said of dates such as 3/4/2026."""
    samples: tuple[tuple[Field, str, tuple[str, ...]], ...]
    """Field, title, and the first different values."""


def look(
    path: Path,
    overrides: Mapping[str, str] | None,
    said: Mapping[tuple[Field, str], str] | None,
    source: str,
    zone: ZoneInfo,
    order: DateOrder | None,
    encoding: str = "",
) -> ImportPlan:
    """How the file would be read; raises InputError when it cannot."""
    form = look_at(path, encoding)
    with TableReader(path, form) as table:
        columns = guess(table.titles, overrides)
        sample = [record for record in islice(table, SAMPLE_ROWS) if not record.problem]
    shown = tuple(
        (name, columns.titles[place], _different(sample, place)) for name, place in columns.places
    )
    name = clean(source, limit=40).strip() or columns.form
    return ImportPlan(path, form, columns, name, Values(said), zone, order, shown)


def read_rows(
    plan: ImportPlan, order: DateOrder | None, now: datetime, progress: Progress | None
) -> Iterator[tuple[Record, str, ImportedTicket | None, str]]:
    """Every record with its outside id and its ticket, or the reason why it is none."""
    reader = RowReader(plan.columns, plan.values, plan.zone, order, now)
    with TableReader(plan.path, plan.form) as table:
        for number, record in enumerate(table, 1):
            if progress is not None and number % EVERY == 0:
                progress(table.position, plan.form.bytes, number)
            if record.problem:
                yield record, "", None, record.problem
                continue
            try:
                ticket = reader.read(record.cells)
            except BadValue as error:
                yield record, "", None, str(error)
            else:
                yield record, ticket.external_id or _own_id(record), ticket, ""


def date_order(plan: ImportPlan, progress: Progress | None) -> DateOrder | None:
    """Which number of 3/4/2026 is the day, told by the dates that leave no doubt.

    Raises InputError when none does, or when some say this and some that.
    """
    places = [place for field, place in plan.columns.places if field in DATES]
    seen: dict[DateOrder, str] = {}
    doubtful = ""
    with TableReader(plan.path, plan.form) as table:
        for number, record in enumerate(table, 1):
            if progress is not None and number % EVERY == 0:
                progress(table.position, plan.form.bytes, number)
            for place in places if not record.problem else ():
                told = order_evidence(record.cells[place])
                if isinstance(told, DateOrder):
                    seen.setdefault(told, record.cells[place])
                elif told is None:
                    doubtful = doubtful or record.cells[place]
            if not seen and not doubtful and number >= SAMPLE_ROWS:
                return None  # dates of another form
    return _one_order(seen, doubtful)


def _one_order(seen: Mapping[DateOrder, str], doubtful: str) -> DateOrder | None:
    if len(seen) == 2:
        day, month = seen[DateOrder.DAY_FIRST], seen[DateOrder.MONTH_FIRST]
        raise InputError(
            f"Some dates say the day first ({clean(day, limit=30)}), "
            f"some the month ({clean(month, limit=30)}).",
            "Nothing was imported. Export the dates as 2026-12-01 08:00.",
        )
    if doubtful and not seen:
        raise InputError(
            f"{clean(doubtful, limit=30)} may be two days: is the day first, or the month?",
            "Nothing was imported. Say --dates day-first or --dates month-first.",
        )
    return next(iter(seen), None)


def _own_id(record: Record) -> str:
    """An id for a row that has none: the same cells are the same ticket."""
    text = "\x1f".join(record.cells).encode("utf-8", "replace")
    return f"row:{hashlib.blake2b(text, digest_size=12).hexdigest()}"


def stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    return found.st_size, found.st_mtime_ns


def _different(sample: list[Record], place: int) -> tuple[str, ...]:
    """The first different values of a column, three at most."""
    cells = (clean(one.cells[place], limit=40).strip() for one in sample)
    return tuple(islice(dict.fromkeys(filter(None, cells)), 3))
