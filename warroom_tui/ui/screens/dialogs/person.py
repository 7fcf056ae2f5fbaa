"""Add somebody to the team, and plan a shift."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.domain.staffing.rota import LEVEL_ORDER, Person
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field, LineField

_LEVELS = tuple((level, level) for level in LEVEL_ORDER)
_MODES = (
    ("on_site", "on site"),
    ("remote", "remote"),
    ("on_call", "on call"),
    ("standby", "standby"),
)
_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[:.]?([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added."""

    name: str
    role: str
    level: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class NewShift:
    """A duty time to be planned; times are UTC."""

    level: str
    starts_at: datetime
    ends_at: datetime
    mode: str


class PersonDialog(Dialog[NewPerson]):
    """Name and enter; the rest may stay empty."""

    def __init__(self, save: Callable[[NewPerson], object] | None = None) -> None:
        super().__init__("Add a person", save)

    def content(self) -> ComposeResult:
        """The fields."""
        yield Field("Name", LineField(placeholder="as everybody knows them", id="name"))
        yield Field("Level", Chooser(_LEVELS, "L1", id="level"))
        yield Field("Role", LineField(placeholder="what they do", id="role"))
        yield Field(
            "Phone", LineField(placeholder="where they answer during the launch", id="phone")
        )
        yield Field("E-mail", LineField(placeholder="name@example.org", id="email"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "add"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> NewPerson:
        """The person."""
        return NewPerson(
            name=self.demand("name", self.line("name"), "A person needs a name."),
            role=self.line("role"),
            level=self.chosen("level"),
            email=self.line("email"),
            phone=self.line("phone"),
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on any line adds."""
        event.stop()
        self.action_save()


class ShiftDialog(Dialog[NewShift]):
    """A shift of one person: day and times in the launch's zone."""

    def __init__(
        self,
        person: Person,
        today: date,
        zone: ZoneInfo,
        save: Callable[[NewShift], object] | None = None,
    ) -> None:
        super().__init__(f"Shift of {person.name}", save)
        self._person = person
        self._today = today
        self._zone = zone

    def content(self) -> ComposeResult:
        """The fields."""
        yield Field("From", LineField("", "8:00", id="from"))
        yield Field("To", LineField("", "17:00; earlier than From is the next day", id="to"))
        days = [
            (day.isoformat(), f"{day:%a} {day.day}")
            for day in (self._today + timedelta(days=n) for n in range(5))
        ]
        yield Field("Day", Chooser(days, id="day"))
        levels = _LEVELS
        if self._person.level and (self._person.level,) * 2 not in levels:
            levels = ((self._person.level, self._person.level), *levels)
        yield Field("Level", Chooser(levels, self._person.level or "L1", id="level"))
        yield Field("Mode", Chooser(_MODES, id="mode"))

    def answer(self) -> NewShift:
        """The shift."""
        day = date.fromisoformat(self.chosen("day"))
        starts, ends = self._at("from", day), self._at("to", day)
        if ends <= starts:
            ends = self._at("to", day + timedelta(days=1))
        return NewShift(self.chosen("level"), starts, ends, self.chosen("mode"))

    def _at(self, field: str, day: date) -> datetime:
        found = _CLOCK.fullmatch(self.line(field))
        if found is None:
            word = "From" if field == "from" else "To"
            raise Missing(f"{word} is no time of day.", field, "Write 8, 8:30 or 0830.")
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour == 24:
            day, hour = day + timedelta(days=1), 0
        return datetime.combine(day, time(hour, minute), self._zone).astimezone(UTC)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on, and saves on the last line."""
        event.stop()
        if event.input.id == "from":
            self.focus_next()
        else:
            self.action_save()
