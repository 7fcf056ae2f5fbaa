"""One ticket: its fields, promises and notes, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets._static import Static

from warroom_tui.domain.issues import KnownIssue
from warroom_tui.domain.rota import Person
from warroom_tui.domain.tickets import (
    EscalationContext,
    Level,
    Priority,
    PriorityDefinition,
    Ticket,
    TicketNote,
    TicketState,
)
from warroom_tui.ui.presenters import ticket_facts
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.footer import KeyHints

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

SIDE_BY_SIDE = 100
"""From this many columns on the notes stand beside the fields."""


@dataclass(frozen=True, slots=True)
class TicketPage:
    """What the screen shows, read at one moment."""

    ticket: Ticket
    notes: tuple[TicketNote, ...]
    now: datetime
    zone: ZoneInfo
    news: str
    """Who changed it last and how, when it changed since the reading before."""


class TicketDetailScreen(FullScreen[TicketPage]):
    """Follows the ticket once a second; another seat's change is announced."""

    DEFAULT_CSS = """
    TicketDetailScreen {
        & #news { height: 1; display: none; padding: 0 1; background: $warning 25%; }
        & #news.shown { display: block; }
        & #halves { height: 1fr; layout: vertical; }
        & #facts { height: auto; padding: 1 1 0 1; }
        & #story { height: 1fr; padding: 0 1; margin: 1 0 0 0; border-top: solid $border; }
        & #story Static { height: auto; }
        &.wide {
            & #halves { layout: horizontal; }
            & #facts { width: 50; height: 1fr; }
            & #story { margin: 0; border-top: none; border-left: solid $border; padding: 1 1 0 1; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "Take", show=False),
        Binding("y", "reply", "Reply", show=False),
        Binding("N", "note", "Note", show=False),
        Binding("a", "assign", "Assign", show=False),
        Binding("e", "escalate", "Escalate", show=False),
        Binding("R", "resolve", "Resolve", show=False),
        Binding("s", "wait", "Wait or go on", show=False),
        Binding("o", "reopen", "Reopen", show=False),
        Binding("x", "close", "Close", show=False),
        Binding("P", "priority", "Priority", show=False),
        Binding("l", "link", "Link", show=False),
        Binding("E", "edit", "Edit the subject", show=False),
        Binding("question_mark", "keys", "Keys", show=False),
        Binding("q,enter", "leave", "Back", show=False),
    ]
    EVERY_S = 1.0

    def __init__(self, ref: str, services: Services) -> None:
        super().__init__(services)
        self._ref = ref
        self._page: TicketPage | None = None
        self._read_version: int | None = None

    def content(self) -> ComposeResult:
        """News, the fields, the story."""
        yield Static(id="news")
        with Horizontal(id="halves"):
            yield Static(id="facts")
            with VerticalScroll(id="story"):
                yield Static(id="notes")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys that its state allows, the likeliest first."""
        ticket = self._page.ticket if self._page else None
        if ticket is None or not ticket.state.live:
            closed = ticket is not None and ticket.state is TicketState.CLOSED
            close = () if closed else (("x", "close"),)
            return (("o", "reopen"), *close, ("N", "note"), ("escape", "back"))
        waiting = ticket.state is TicketState.PENDING
        return (
            ("t", "take"),
            ("y", "reply"),
            ("e", "escalate"),
            ("R", "resolve"),
            ("s", "go on" if waiting else "wait"),
            ("a", "assign"),
            ("question_mark", "more"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows scroll the story."""
        super().on_mount()
        self.query_one("#story").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Put the notes beside the fields where there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "wide")

    def read(self) -> TicketPage:
        """The ticket, its notes, and who changed it since."""
        ticket, news = self.services.tickets.get(self._ref), ""
        seen = self._read_version
        if seen is not None and ticket.version != seen:
            last = self.services.timeline.recent(limit=1, words=ticket.ref)
            if last and last[0].session != self.services.actor.session:
                news = f"{last[0].actor}: {last[0].text}"
        self._read_version = ticket.version
        notes = self.services.tickets.notes(self._ref)
        zone = self._page.zone if self._page else self.services.launch().zone
        return TicketPage(ticket, notes, self.services.clock.now(), zone, news)

    def show(self, page: TicketPage) -> None:
        """Fields and countdowns each second, the story only when it changed."""
        before, self._page = self._page, page
        ticket, palette = page.ticket, self.palette
        self.heading(f"{ticket.ref}  {ticket.subject}")
        half = 0 if self.has_class("wide") else self.size.width // 2
        facts = ticket_facts.facts(ticket, page.now, page.zone, palette, half=half)
        self.query_one("#facts", Static).update(facts)
        if before is None or (before.ticket, before.notes) != (ticket, page.notes):
            story = ticket_facts.story(ticket, page.notes, page.now, page.zone, palette)
            self.query_one("#notes", Static).update(story)
            self.query_one(KeyHints).set_hints(self.hints())
        if page.news:
            self._announce(page.news)

    def _announce(self, news: str) -> None:
        line = self.query_one("#news", Static)
        line.update(Text(f"▲ changed meanwhile by {drawable(news)}", no_wrap=True))
        line.add_class("shown")

    # What can be done

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

    def action_assign(self) -> None:
        """Give it to somebody."""
        self.ask_for_form(self.services.rota.people, self._assign)

    def _assign(self, people: tuple[Person, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import AssignDialog

        ticket = self._now()
        if ticket is None:
            return

        def save(answer: tuple[str | None, Level | None]) -> object:
            version = self._latest(ticket).version
            return self.services.tickets.assign(ticket.ref, *answer, version)

        me = self.services.actor.name
        dialog = AssignDialog(ticket, people, me=me, save=save)
        self.app.push_screen(dialog, self.saved(f"{ticket.ref} assigned"))

    def action_priority(self) -> None:
        """Choose another priority, with the plan's words beside it."""
        self.ask_for_form(self.services.tickets.priorities, self._priority)

    def _priority(self, definitions: tuple[PriorityDefinition, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        ticket = self._now()
        if ticket is None:
            return
        known = {definition.priority: definition for definition in definitions}
        options = []
        for priority in Priority:
            found = known.get(priority)
            examples = "; ".join(found.examples) if found else ""
            options.append(
                (priority.value, f"{priority} {found.title}" if found else priority.value, examples)
            )

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(
                    lambda t: self.services.tickets.set_priority(t.ref, Priority(key), t.version),
                    f"is {key}",
                )

        dialog = ChoiceDialog(f"Priority of {ticket.ref}", options, current=ticket.priority.value)
        self.app.push_screen(dialog, chosen)

    def action_link(self) -> None:
        """Point it to a known issue."""
        self.ask_for_form(lambda: self.services.issues.all(live_only=True), self._link)

    def _link(self, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        ticket = self._now()
        if ticket is None:
            return
        options = [(i.ref, i.ref, f"{i.severity.value}  {i.title}") for i in issues]
        if ticket.issue_ref:
            options.append(("", "none", f"unlink {ticket.issue_ref}"))
        if not options:
            self.say("There is no live known issue to link it to.")
            return

        def chosen(ref: str | None) -> None:
            if ref is not None:
                self._do(
                    lambda t: self.services.tickets.link(t.ref, ref or None, t.version),
                    f"points to {ref}" if ref else "points to no known issue",
                )

        dialog = ChoiceDialog(f"Link {ticket.ref} to", options, current=ticket.issue_ref)
        self.app.push_screen(dialog, chosen)

    def action_keys(self) -> None:
        """Every key of this screen."""
        from warroom_tui.ui.screens.dialogs import HelpScreen

        self.app.push_screen(HelpScreen((("This ticket", KEYS),)))


KEYS = (
    ("t", "Take it"),
    ("y", "Record a reply to the requester"),
    ("N", "Note for the team"),
    ("a", "Assign to somebody, change the level"),
    ("e", "Escalate with context"),
    ("R", "Resolve with the solution"),
    ("s", "Wait for the requester, or go on"),
    ("o", "Reopen"),
    ("x", "Close"),
    ("P", "Change the priority"),
    ("l", "Link to a known issue"),
    ("E", "Edit the subject"),
    ("down", "Scroll the notes"),
    ("escape", "Back"),
)
"""What can be done with a ticket."""
