"""What can be done with the ticket on the screen: the moves, and the forms that ask for words.

A form holds the version it was opened with: when somebody was faster it is refused once, says who
changed what, and keeps what was typed; saving again then means the new state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from warroom_tui.domain.desk.satisfaction import Scale, parse_rating
from warroom_tui.domain.desk.tickets import EscalationContext, Level, Ticket, TicketState
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.screens.seen import Seen

D = TypeVar("D")


class TicketDeeds(FullScreen[D], Generic[D]):
    """A screen with a ticket that can be acted on; subclasses show it and say which."""

    def chosen(self) -> Ticket | None:
        """The ticket that a key means; None when there is none."""
        raise NotImplementedError

    def _seen(self, ticket: Ticket) -> Seen:
        return Seen(ticket.version, lambda: self.services.tickets.get(ticket.ref).version)

    def _do(self, job: Callable[[Ticket], Ticket], word: str) -> None:
        ticket = self.chosen()
        if ticket is not None:
            self.write(lambda: job(ticket), lambda t: f"{t.ref} {word}")

    def action_take(self) -> None:
        """Make it mine."""
        self._do(lambda t: self.services.tickets.take(t.ref, t.version), "is yours")

    def action_wait(self) -> None:
        """Wait for the requester, or go on."""
        ticket = self.chosen()
        if ticket is not None and ticket.state is TicketState.PENDING:
            self._do(lambda t: self.services.tickets.resume(t.ref, t.version), "goes on")
            return
        self._text(
            "Wait for the requester",
            "What for (may stay empty)",
            lambda t, text, version: self.services.tickets.wait(t.ref, text, version),
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
            lambda t, text, version: self.services.tickets.reopen(t.ref, text, version),
            "is open again",
            required=False,
        )

    def action_reply(self) -> None:
        """Record what was said to the requester."""
        from warroom_tui.ui.screens.dialogs.reply import ReplyDialog

        ticket = self.chosen()
        if ticket is None:
            return
        seen, tickets = self._seen(ticket), self.services.tickets
        dialog = ReplyDialog(
            ticket,
            self.services.replies,
            save=lambda text: seen.write(lambda v: tickets.reply(ticket.ref, text, v)),
        )
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} answered"))

    def action_note(self) -> None:
        """For the team only."""
        self._text(
            "Note",
            "For the team",
            lambda t, text, _: self.services.tickets.note(t.ref, text),
            "noted",
            multiline=True,
        )

    def action_edit(self) -> None:
        """Say better what it is about."""
        ticket = self.chosen()
        self._text(
            "Edit",
            "Subject",
            lambda t, text, v: self.services.tickets.edit(t.ref, subject=text, expected=v),
            "edited",
            initial=ticket.subject if ticket else "",
        )

    def action_article(self) -> None:
        """Say that it asks for a knowledge article."""
        ticket = self.chosen()
        self._text(
            "Article needed",
            "What the article is about",
            lambda t, text, v: self.services.kb.flag(t.ref, text, v),
            "asks for an article",
            initial=ticket.subject if ticket else "",
        )

    def action_rate(self) -> None:
        """Record how satisfied the requester is."""
        self._text(
            "Satisfaction",
            "1 to 5, or a percentage such as 80%",
            lambda t, text, _: self.services.tickets.rate(t.ref, *parse_rating(text)),
            "rated",
        )

    def _text(
        self,
        verb: str,
        label: str,
        job: Callable[[Ticket, str, int], object],
        word: str,
        *,
        initial: str = "",
        multiline: bool = False,
        required: bool = True,
    ) -> None:
        """Ask for a text; a refusal is shown in the form, which keeps it."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        ticket = self.chosen()
        if ticket is None:
            return
        seen = self._seen(ticket)
        dialog = TextDialog(
            f"{verb}: {ticket.ref}  {ticket.subject}",
            label,
            initial,
            multiline=multiline,
            required=required,
            save=lambda text: seen.write(lambda version: job(ticket, text, version)),
        )
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} {word}"))

    def action_escalate(self) -> None:
        """Raise the level, with context."""
        from warroom_tui.ui.screens.dialogs import EscalateDialog

        ticket = self.chosen()
        if ticket is None:
            return
        seen, tickets = self._seen(ticket), self.services.tickets

        def save(answer: tuple[Level, EscalationContext]) -> object:
            return seen.write(lambda version: tickets.escalate(ticket.ref, *answer, version))

        dialog = EscalateDialog(ticket, save=save)
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} escalated"))

    def action_resolve(self) -> None:
        """Record the solution."""
        from warroom_tui.ui.screens.dialogs import ResolveDialog

        ticket = self.chosen()
        if ticket is None:
            return
        seen, tickets = self._seen(ticket), self.services.tickets

        def save(answer: tuple[str, float | None, Scale]) -> object:
            text, given, scale = answer
            return seen.write(lambda v: tickets.resolve(ticket.ref, text, given, v, scale))

        dialog = ResolveDialog(ticket, save=save)
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} resolved"))
