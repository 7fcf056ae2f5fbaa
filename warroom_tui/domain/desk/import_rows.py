"""One row of a ticket file as a ticket, with the times it had there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.import_columns import DATES, ColumnMap, Field
from warroom_tui.domain.desk.import_values import FUTURE, BadValue, DateOrder, Values, read_date
from warroom_tui.domain.desk.tickets import TicketState
from warroom_tui.domain.text import BODY_LIMIT, clean

ID_LIMIT = 120
"""Characters of an outside id."""


@dataclass(frozen=True, slots=True)
class ImportedTicket:
    """A ticket as a file tells it; texts cleaned, values in our words."""

    external_id: str
    """Empty when the file has no column for it."""
    subject: str
    body: str
    requester: str
    channel: str
    category: str
    priority: str
    level: str
    state: str
    assignee: str | None
    created_at: datetime | None
    """None when the file does not say: the time of the import."""
    responded_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    resolution: str
    csat: float | None

    def digest(self) -> str:
        """Changes when anything of the row does."""
        text = "\x1f".join(str(value) for value in astuple(self)[1:])
        return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class RowReader:
    """How the rows of one file are understood."""

    columns: ColumnMap
    values: Values
    zone: ZoneInfo
    order: DateOrder | None
    now: datetime

    def read(self, cells: Sequence[str]) -> ImportedTicket:
        """The ticket of a row; raises BadValue with the reason."""
        subject = clean(self._cell(cells, Field.SUBJECT)).strip()
        if not subject:
            raise BadValue("no subject")
        times = {field: self._time(cells, field) for field in DATES}
        created = self._created(times[Field.CREATED])
        responded, resolved = times[Field.RESPONDED], times[Field.RESOLVED]
        closed = times[Field.CLOSED]
        for name, at in (("answered", responded), ("resolved", resolved), ("closed", closed)):
            if at is not None and at < (created or self.now):
                raise BadValue(f"{name} before it was created")
            if at is not None and at > self.now + FUTURE:
                raise BadValue(f"{name} in the future")
        state = self._state(cells, settled=resolved or closed)
        if state.live:  # a reopened ticket keeps the old dates in some exports
            resolved = closed = None
        external_id = clean(self._cell(cells, Field.ID), limit=ID_LIMIT).strip()
        if not external_id and self.columns.place(Field.ID) is not None:
            raise BadValue("no id")
        return ImportedTicket(
            external_id=external_id,
            subject=subject,
            body=clean(self._cell(cells, Field.BODY), limit=BODY_LIMIT, multiline=True).strip(),
            requester=clean(self._cell(cells, Field.REQUESTER)).strip(),
            channel=self._word(cells, Field.CHANNEL, "portal"),
            category=clean(self._cell(cells, Field.CATEGORY), limit=80).strip(),
            priority=self._word(cells, Field.PRIORITY, "P3"),
            level=self._word(cells, Field.LEVEL, "L1"),
            state=state.value,
            assignee=self._owner(cells),
            created_at=created,
            responded_at=responded,
            resolved_at=resolved or closed,
            closed_at=(closed or resolved) if state is TicketState.CLOSED else None,
            resolution=clean(
                self._cell(cells, Field.RESOLUTION), limit=BODY_LIMIT, multiline=True
            ).strip(),
            csat=self._csat(cells),
        )

    def _cell(self, cells: Sequence[str], field: Field) -> str:
        place = self.columns.place(field)
        text = cells[place] if place is not None and place < len(cells) else ""
        return text[1:] if text[:1] == "'" and text[1:2] in "=+-@\t" and text[1:2] else text

    def _word(self, cells: Sequence[str], field: Field, default: str) -> str:
        text = self._cell(cells, field).strip()
        return self.values.word(field, text) if text else default

    def _state(self, cells: Sequence[str], settled: datetime | None) -> TicketState:
        text = self._cell(cells, Field.STATE).strip()
        if text:
            return TicketState(self.values.word(Field.STATE, text))
        return TicketState.RESOLVED if settled else TicketState.NEW

    def _owner(self, cells: Sequence[str]) -> str | None:
        name = clean(self._cell(cells, Field.ASSIGNEE), limit=80).strip()
        return None if name.casefold() in _NOBODY else name

    def _time(self, cells: Sequence[str], field: Field) -> datetime | None:
        text = self._cell(cells, field).strip()
        if text.casefold() in _NEVER:
            return None
        return read_date(text, self.zone, self.order)

    def _created(self, at: datetime | None) -> datetime | None:
        if at is None:
            if self.columns.place(Field.CREATED) is not None:
                raise BadValue("no time of creation")
            return None
        if at > self.now + FUTURE:
            raise BadValue("created in the future")
        return min(at, self.now)

    def _csat(self, cells: Sequence[str]) -> float | None:
        """A satisfaction: 1-5 stars, a percentage, or good and bad; others count as none."""
        text = self._cell(cells, Field.CSAT).strip().casefold()
        if text in ("good", "satisfied", "gut", "bon"):
            return 1.0
        if text in ("bad", "unsatisfied", "schlecht"):
            return 0.0
        try:
            if text.endswith("%"):
                share = float(text[:-1]) / 100
                return share if 0 <= share <= 1 else None
            stars = float(text)
        except ValueError:
            return None
        return (stars - 1) / 4 if 1 <= stars <= 5 else None


_NOBODY = frozenset({"", "-", "–", "unassigned", "nobody", "none", "no agent", "n/a", "null"})
_NEVER = frozenset({"", "-", "–", "none", "n/a", "null", "not set", "never"})
