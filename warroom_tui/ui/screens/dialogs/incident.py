"""Declare an incident, or change what is known of one: title and enter is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.affected import affected_typed, parse_affected
from warroom_tui.domain.incident.incidents import PRIORITIES, NewIncident
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.runsheet.actions import parse_due
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field, LineField

T = TypeVar("T")

SEVERITIES = tuple((one.value, f"{PRIORITIES[one]} {one.value}") for one in Severity)


class IncidentDialog(Dialog[NewIncident]):
    """Everything about an incident in one form; only the title is needed."""

    def __init__(
        self,
        initial: NewIncident,
        now: datetime,
        zone: ZoneInfo,
        save: Callable[[NewIncident], object] | None = None,
        heading: str = "",
    ) -> None:
        """`heading` is that of an edit; without it an incident is declared."""
        self._offered = not heading
        of = f" for {initial.ticket_ref}" if initial.ticket_ref else ""
        super().__init__(heading or f"Declare an incident{of}", save)
        self._initial = initial
        self._now = now
        self._zone = zone

    def content(self) -> ComposeResult:
        """What it is, how it stands, who has it."""
        new = self._initial
        hit = affected_typed(new.affected_n, new.affected_pct)
        title = LineField(new.title, "what users cannot do", id="title")
        title.select_on_focus = self._offered  # what is typed replaces what was offered
        yield Field("Title", title)
        yield Field("Severity", Chooser(SEVERITIES, new.severity.value, id="severity"))
        yield Field("Impact", LineField(new.impact, "who is hit, and how", id="impact"))
        yield Field("Affected", LineField(hit, "120, or 40 %, or 120 (40 %)", id="affected"))
        yield Field(
            "Workaround", LineField(new.workaround, "what helps meanwhile", id="workaround")
        )
        yield Field("Conditions", LineField(new.conditions, "what is the case", id="conditions"))
        yield Field("Actions", LineField(new.actions, "what is being done", id="actions"))
        yield Field("Needs", LineField(new.needs, "what is missing to go on", id="needs"))
        yield Field("Over by", LineField(self._eta(), "16:30, or 2 h, if known", id="eta"))
        yield Field("Update every", LineField(str(new.update_every_min), id="every"), "minutes")
        yield Field("Commander", LineField(new.commander or "", "you, if empty", id="commander"))
        yield Field("Liaison", LineField(new.liaison or "", "who tells the others", id="liaison"))
        yield Field("Scribe", LineField(new.scribe or "", "who writes down", id="scribe"))
        yield Field("Hotline", LineField(new.hotline, "a number to call", id="hotline"))

    def _eta(self) -> str:
        eta = self._initial.eta
        return f"{eta.astimezone(self._zone):%Y-%m-%d %H:%M}" if eta else ""

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "save (on a line)"),
            ("ctrl+s", "save"),
            ("tab", "next field"),
            ("escape", "cancel"),
        )

    def answer(self) -> NewIncident:
        """The incident as it stands in the form."""
        first = self._initial
        number, pct = self._read("affected", parse_affected)
        return NewIncident(
            title=self.demand("title", self.line("title"), "An incident needs a title."),
            severity=Severity(self.chosen("severity")),
            impact=self.line("impact"),
            affected_n=number,
            affected_pct=pct,
            workaround=self.line("workaround"),
            conditions=self.line("conditions"),
            actions=self.line("actions"),
            needs=self.line("needs"),
            eta=self._read("eta", self._due),
            update_every_min=self._read("every", _minutes),
            commander=self.line("commander") or None,
            liaison=self.line("liaison") or None,
            scribe=self.line("scribe") or None,
            hotline=self.line("hotline"),
            started_at=first.started_at,
            issue_ref=first.issue_ref,
            ticket_ref=first.ticket_ref,
        )

    def _due(self, text: str) -> datetime | None:
        return parse_due(text, self._now, self._zone)

    def _read(self, field: str, parse: Callable[[str], T]) -> T:
        """What a field means; a complaint leads back to it."""
        try:
            return parse(self.line(field))
        except InputError as error:
            raise Missing(error.message, field, error.hint) from error

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on any line saves."""
        event.stop()
        self.action_save()


def _minutes(text: str) -> int:
    """How often updates are promised."""
    plain = text.removesuffix("min").strip()
    if not (plain.isascii() and plain.isdecimal() and 0 < len(plain) < 6 and int(plain)):
        raise InputError("Updates come every so many minutes.", "Write 15, for instance.")
    return int(plain)
