"""What can be done with the ticket on the screen: the moves, and the forms that ask for words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from warroom_tui.domain.tickets import EscalationContext, Level, Ticket, TicketNote, TicketState
from warroom_tui.ui.screens.full_screen import FullScreen

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


@dataclass(frozen=True, slots=True)
class TicketPage:
    """What the screen shows, read at one moment."""

    ticket: Ticket
    notes: tuple[TicketNote, ...]
    now: datetime
    zone: ZoneInfo
    news: str
    """Who changed it last and how, when it changed since the reading before."""


class TicketDeeds(FullScreen[TicketPage]):
    """A screen of one ticket that can be acted on; subclasses show it."""

    def __init__(self, ref: str, services: Services) -> None:
        super().__init__(services)
        self._ref = ref
        self._page: TicketPage | None = None

    def _now(self) -> Ticket | None:
        self.query_one("#news").remove_class("shown")
        return self._page.ticket if self._page else None

    def _do(self, job: Callable[[Ticket], Ticket], word: str) -> None:
        ticket = self._now()
        if ticket is not None:
            self.write(lambda: job(ticket), lambda t: f"{t.ref} {word}")

    def action_take(self) -> None:
        """Make it mine."""
        self._do(lambda t: self.services.tickets.take(t.ref, t.version), "is yours")

    def action_undo(self) -> None:
        """Take back my last action."""
        self.write(self.services.timeline.undo, lambda event: f"Undone: {event.text}")

    def action_wait(self) -> None:
        """Wait for the requester, or go on."""
        ticket = self._now()
        if ticket is not None and ticket.state is TicketState.PENDING:
            self._do(lambda t: self.services.tickets.resume(t.ref, t.version), "goes on")
            return
        self._text(
            "Wait for the requester",
            "What for (may stay empty)",
            lambda t, text: self.services.tickets.wait(t.ref, text, t.version),
            "waits for its requester",
            required=False,
        )

    def action_close(self) -> None:
        """Nobody will come back to it."""
        self._do(lambda t: self.services.tickets.close(t.ref, t.version), "closed")

    def action_reopen(self) -> None:
        """It was not solved."""
        self._text(
            "Reopen",
            "Why (may stay empty)",
            lambda t, text: self.services.tickets.reopen(t.ref, text, t.version),
            "is open again",
            required=False,
        )

    def action_reply(self) -> None:
        """Record what was said to the requester."""
        self._text(
            "Reply",
            "What was said to the requester",
            lambda t, text: self.services.tickets.reply(t.ref, text),
            "answered",
            multiline=True,
        )

    def action_note(self) -> None:
        """For the team only."""
        self._text(
            "Note",
            "For the team",
            lambda t, text: self.services.tickets.note(t.ref, text),
            "noted",
            multiline=True,
        )

    def action_edit(self) -> None:
        """Say better what it is about."""
        ticket = self._now()
        self._text(
            "Edit",
            "Subject",
            lambda t, text: self.services.tickets.edit(t.ref, subject=text, expected=t.version),
            "edited",
            initial=ticket.subject if ticket else "",
        )

    def _text(
        self,
        verb: str,
        label: str,
        job: Callable[[Ticket, str], object],
        word: str,
        *,
        initial: str = "",
        multiline: bool = False,
        required: bool = True,
    ) -> None:
        """Ask for a text; a refusal is shown in the form, which keeps it."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        ticket = self._now()
        if ticket is None:
            return
        dialog = TextDialog(
            f"{verb}: {ticket.ref}",
            label,
            initial,
            multiline=multiline,
            required=required,
            save=lambda text: job(self._latest(ticket), text),
        )
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} {word}"))

    def _latest(self, ticket: Ticket) -> Ticket:
        """The ticket as last shown: a second try after a refusal means the new state."""
        return self._page.ticket if self._page else ticket

    def action_escalate(self) -> None:
        """Raise the level, with context."""
        from warroom_tui.ui.screens.dialogs import EscalateDialog

        ticket = self._now()
        if ticket is None:
            return

        def save(answer: tuple[Level, EscalationContext]) -> object:
            level, context = answer
            version = self._latest(ticket).version
            return self.services.tickets.escalate(ticket.ref, level, context, version)

        dialog = EscalateDialog(ticket, save=save)
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} escalated"))

    def action_resolve(self) -> None:
        """Record the solution."""
        from warroom_tui.ui.screens.dialogs import ResolveDialog

        ticket = self._now()
        if ticket is None:
            return

        def save(answer: tuple[str, float | None]) -> object:
            version = self._latest(ticket).version
            return self.services.tickets.resolve(ticket.ref, *answer, version)

        dialog = ResolveDialog(ticket, save=save)
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} resolved"))
