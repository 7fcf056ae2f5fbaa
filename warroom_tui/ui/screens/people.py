"""People: who is on, by level; signing in and out, breaks, absences, additions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.staffing.rota import Person, Shift, ShiftState, level_name, level_rank
from warroom_tui.ui.faults import done_in_words
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

AROUND = timedelta(hours=16)
"""Shifts that begin or ended this near are shown."""

_COLUMNS = (
    Column("mark", width=1),
    Column("name", "name"),
    Column("state", "state", width=11),
    Column("for", "for", width=9, align="right", min_total_width=64),
    Column("hours", "shift", width=24, min_total_width=56),
    Column("mode", "mode", width=12, min_total_width=90),
    Column("role", "role", width=24, min_total_width=110),
    Column("phone", "phone", width=18, min_total_width=130),
)
_FACES: dict[ShiftState, tuple[str, str, Tone]] = {
    ShiftState.PLANNED: ("○", "planned", "muted"),
    ShiftState.SIGNED_IN: ("●", "here", "good"),
    ShiftState.ON_BREAK: ("‖", "on break", "warn"),
    ShiftState.SIGNED_OUT: ("✔", "signed out", "muted"),
    ShiftState.ABSENT: ("✖", "absent", "bad"),
    ShiftState.COVERED: ("⊘", "covered", "muted"),
}
_MISSING: tuple[str, str, Tone] = ("▲", "not here", "warn")
_ON = (ShiftState.SIGNED_IN, ShiftState.ON_BREAK)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """What the screen shows, read at one moment."""

    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    now: datetime
    zone: ZoneInfo


class PeopleDialog(FullScreen[PeoplePage]):
    """The list by level; enter signs in or out, letters do the rest."""

    DEFAULT_CSS = "PeopleDialog LineList { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "sign_in", "Sign in", show=False),
        Binding("o", "sign_out", "Sign out", show=False),
        Binding("b", "rest", "Go on a break, or come back", show=False),
        Binding("x", "absent", "Absent", show=False),
        Binding("n,plus", "add", "Add a person", show=False),
        Binding("s", "shift", "Add a shift", show=False),
    ]
    ENTER = "Sign in, or out"
    EVERY_S = 1.0
    _page: PeoplePage | None = None

    def content(self) -> ComposeResult:
        """The list."""
        yield LineList(_COLUMNS, empty="Nobody is on the team yet. Press n to add.", id="people")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "in or out"),
            ("b", "break"),
            ("x", "absent"),
            ("n", "new person"),
            ("s", "shift"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows move at once."""
        self.query_one("#people").focus()

    def read(self) -> PeoplePage:
        """Shifts and people."""
        rota = self.services.rota
        zone = self._page.zone if self._page else self.services.launch().zone
        return PeoplePage(rota.shifts(), rota.people(), self.services.clock.now(), zone)

    def show(self, page: PeoplePage) -> None:
        """Levels in order, under each who is on or due; at the end who has no shift now."""
        self._page = page
        near = [shift for shift in page.shifts if _near(shift, page.now)]
        rows = list[Row]()
        for level in sorted({shift.level for shift in near}, key=level_rank):
            mine = [shift for shift in near if shift.level == level]
            here = sum(shift.state is ShiftState.SIGNED_IN for shift in mine)
            title = f"{level_name(level)}  {here} here"
            rows.append(Row(f"level:{level}", (Cell(title, self.palette.strong),), heading=True))
            mine.sort(key=lambda shift: (shift.state not in _ON, shift.starts_at, shift.person))
            rows += [_shift_row(shift, page, self.palette) for shift in mine]
        busy = {shift.person_id for shift in near}
        others = sorted((p for p in page.people if p.id not in busy), key=lambda p: p.name)
        if others:
            off = Cell("No shift around now", self.palette.strong)
            rows.append(Row("level:", (off,), heading=True))
        rows += [_person_row(person, self.palette) for person in others]
        self.query_one("#people", LineList).set_rows(rows)
        on = len({shift.person_id for shift in page.shifts if shift.state is ShiftState.SIGNED_IN})
        breaks = sum(shift.state is ShiftState.ON_BREAK for shift in page.shifts)
        more = f", {breaks} on a break" if breaks else ""
        self.heading(f"People · {on} here{more} · {len(page.people)} on the team")

    # What can be done

    def _shift(self) -> Shift | None:
        key = self.query_one("#people", LineList).cursor_key or ""
        shifts = self._page.shifts if self._page else ()
        return next((shift for shift in shifts if key == f"shift:{shift.id}"), None)

    def _person(self) -> Person | None:
        key = self.query_one("#people", LineList).cursor_key or ""
        shift, people = self._shift(), self._page.people if self._page else ()
        wanted = f"person:{shift.person_id}" if shift else key
        return next((person for person in people if wanted == f"person:{person.id}"), None)

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter signs in, or out."""
        event.stop()
        shift = self._shift()
        if shift is not None and shift.state in _ON:
            self.action_sign_out()
        else:
            self.action_sign_in()

    def _move(self, job: Callable[[int, int], Shift], word: str) -> None:
        shift = self._shift()
        if shift is None:
            self.say("Nobody with a shift is chosen; enter signs somebody in.")
            return
        self.write(lambda: job(shift.id, shift.version), lambda s: f"{s.person} {word}")

    def action_sign_in(self) -> None:
        """The person is here; who has no shift gets one until the end of the day."""
        if self._shift() is not None:
            self._move(self.services.rota.sign_in, "is here")
            return
        person = self._person()
        if person is not None:
            self.write(
                lambda: self.services.rota.sign_in_person(person.id, person.level),
                lambda shift: f"{shift.person} is here as {level_name(shift.level)}",
            )

    def action_sign_out(self) -> None:
        """The person has left."""
        self._move(self.services.rota.sign_out, "has left")

    def action_rest(self) -> None:
        """A break begins or ends."""
        shift = self._shift()
        if shift is not None and shift.state is ShiftState.ON_BREAK:
            self._move(self.services.rota.end_break, "is back")
        else:
            self._move(self.services.rota.start_break, "is on a break")

    def action_absent(self) -> None:
        """The person will not come."""
        self._move(self.services.rota.mark_absent, "is absent")

    def action_add(self) -> None:
        """Add somebody to the team."""
        from warroom_tui.ui.screens.dialogs.person import NewPerson, PersonDialog

        def save(new: NewPerson) -> object:
            rota = self.services.rota
            return done_in_words(
                lambda: rota.add_person(new.name, new.role, new.level, new.email, new.phone)
            )

        dialog = PersonDialog(save)
        self.app.push_screen(dialog, self.saved("Added to the team; enter signs in"))

    def action_shift(self) -> None:
        """Plan a shift for the person under the cursor."""
        from warroom_tui.ui.screens.dialogs.person import NewShift, ShiftDialog

        person, page = self._person(), self._page
        if person is None or page is None:
            self.say("Put the cursor on somebody first.")
            return

        def save(new: NewShift) -> object:
            rota, who = self.services.rota, person.id
            return done_in_words(
                lambda: rota.add_shift(who, new.level, new.starts_at, new.ends_at, new.mode)
            )

        today = page.now.astimezone(page.zone).date()
        dialog = ShiftDialog(person, today, page.zone, save)
        self.app.push_screen(dialog, self.saved("Shift planned"))


def _near(shift: Shift, now: datetime) -> bool:
    if shift.state in _ON:
        return True
    return shift.starts_at - AROUND < now < shift.ends_at + timedelta(hours=2)


def _shift_row(shift: Shift, page: PeoplePage, palette: Palette) -> Row:
    mark, word, tone = _FACES[shift.state]
    if shift.state is ShiftState.PLANNED and shift.covers(page.now) and shift.counts_heads:
        mark, word, tone = _MISSING
    style = palette.tone(tone)
    zone, now = page.zone, page.now
    begins = day_and_clock(shift.starts_at, zone, now)
    hours = f"{begins} – {shift.ends_at.astimezone(zone):%H:%M}"
    known = {person.id: person for person in page.people}.get(shift.person_id)
    since = shift.signed_in_at if shift.state in _ON else None
    return Row(
        f"shift:{shift.id}",
        (
            Cell(mark, style),
            Cell(shift.person, palette.text if tone == "muted" else palette.strong),
            Cell(word, style),
            Cell(short(now - since) if since else "", palette.muted),
            Cell(hours, palette.muted),
            Cell(shift.mode.replace("_", " "), palette.muted),
            Cell(known.role if known else "", palette.muted),
            Cell(known.phone if known else "", palette.muted),
        ),
    )


def _person_row(person: Person, palette: Palette) -> Row:
    blank = Cell("")
    return Row(
        f"person:{person.id}",
        (
            Cell("·", palette.muted),
            Cell(person.name, palette.text),
            Cell("off", palette.muted),
            blank,
            Cell(level_name(person.level) if person.level else "", palette.muted),
            blank,
            Cell(person.role, palette.muted),
            Cell(person.phone, palette.muted),
        ),
    )
