"""Log a ticket: one line and enter; everything else has a default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets._input import Input

from warroom_tui.domain.desk.sla import SlaTarget
from warroom_tui.domain.desk.tickets import (
    Channel,
    Level,
    NewTicket,
    Priority,
    PriorityDefinition,
)
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, Field, LineField
from warroom_tui.ui.screens.dialogs.matrix import Matrix
from warroom_tui.ui.widgets.drawn_text import drawable

LEVELS = tuple((level.value, level.value) for level in Level)
SIDE_BY_SIDE = 130
EXAMPLES = 3
"""Categories that the empty field names."""
"""From this many columns on the matrix stands beside the fields."""


class NewTicketDialog(Dialog[NewTicket]):
    """Subject and enter; priority, level and channel change by key while typing goes on.

    alt+1 to alt+4 choose a priority in terminals that report the key; others send a letter for
    it that people also type (alt+3 is £), which is why ctrl+up and ctrl+down are the keys shown.
    """

    DEFAULT_CSS = """
    NewTicketDialog {
        & #halves { height: auto; layout: vertical; }
        & #fields { height: auto; }
        & Matrix { margin: 1 0 0 0; }
        &.wide {
            & > #box { max-width: 150; }
            & #halves { layout: horizontal; }
            & #fields { width: 3fr; }
            & Matrix { width: 2fr; margin: 0 0 0 2; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"alt+{number}", f"priority('P{number}')", f"P{number}", priority=True)
            for number in (1, 2, 3, 4)
        ),
        Binding("ctrl+up", "step('priority', -1)", "More urgent", show=False, priority=True),
        Binding("ctrl+down", "step('priority', 1)", "Less urgent", show=False, priority=True),
        Binding("alt+p", "cycle('priority')", "Priority", show=False, priority=True),
        Binding("alt+up", "step('level', 1)", "Higher level", show=False, priority=True),
        Binding("alt+down", "step('level', -1)", "Lower level", show=False, priority=True),
        Binding("alt+l", "cycle('level')", "Level", show=False, priority=True),
        Binding("alt+c", "cycle('channel')", "Channel", show=False, priority=True),
    ]

    def __init__(
        self,
        priorities: tuple[PriorityDefinition, ...] = (),
        initial: NewTicket | None = None,
        targets: Sequence[SlaTarget] = (),
        save: Callable[[NewTicket], object] | None = None,
    ) -> None:
        super().__init__("New ticket", save)
        self._priorities = priorities
        self._targets = targets
        self._categories: list[str] = []
        self._initial = initial or NewTicket("")
        self.retyped = initial is not None

    def on_mount(self) -> None:
        """The fields stand: what has been read before that can be shown."""
        self._offer_categories()

    def content(self) -> ComposeResult:
        """Subject first, then what has a default."""
        new = self._initial
        with Horizontal(id="halves"):
            with Vertical(id="fields"):
                yield Field("Subject", LineField(new.subject, "what is wrong", id="subject"))
                choice = [(p.value, p.value) for p in Priority]
                priority = Chooser(choice, new.priority.value, id="priority")
                yield Field("Priority", priority, "ctrl+↑↓ ")
                yield Field("Level", Chooser(LEVELS, new.level.value, id="level"), "alt+↑↓ ")
                channels = [(c.value, c.word) for c in Channel]
                yield Field("Channel", Chooser(channels, new.channel.value, id="channel"), "alt+c ")
                yield Field(
                    "Category", LineField(new.category, "part of the product", id="category")
                )
                yield Field("Requester", LineField(new.requester, "who asks", id="requester"))
                yield Field(
                    "Details", BodyField(new.body, "what else is known", id="details"), lines=3
                )
            yield Matrix(self._priorities, self._targets, new.priority.value)

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "log it"),
            ("tab", "next field"),
            ("escape", "cancel"),
            ("ctrl+s", "log it from anywhere"),
        )

    def on_resize(self, event: events.Resize) -> None:
        """Put the matrix beside the fields where there is room."""
        wide = event.size.width >= SIDE_BY_SIDE
        self.set_class(wide, "wide")
        self.query_one(Matrix).show_all(wide)

    def show_targets(self, targets: Sequence[SlaTarget]) -> None:
        """Say what is promised for each priority, once that has been read."""
        self._targets = targets
        for matrix in self.query(Matrix):
            matrix.promise(targets)

    def show_categories(self, known: Sequence[tuple[str, int]]) -> None:
        """Offer the categories that there are, once they have been read; → takes one over."""
        self._categories = [name for name, _ in known if name]
        self._offer_categories()

    def _offer_categories(self) -> None:
        """They may have been read before the field stands, or after."""
        from textual.suggester import SuggestFromList

        names = self._categories
        for field in self.query("#category").results(LineField):
            field.suggester = SuggestFromList(names, case_sensitive=False)
            if names:
                field.placeholder = drawable(f"such as {', '.join(names[:EXAMPLES])}")

    def answer(self) -> NewTicket:
        """The ticket."""
        return NewTicket(
            subject=self.demand("subject", self.line("subject"), "A ticket needs a subject."),
            body=self.body("details"),
            requester=self.line("requester"),
            channel=Channel(self.chosen("channel")),
            category=self.line("category"),
            priority=Priority(self.chosen("priority")),
            level=Level(self.chosen("level")),
        )

    def action_priority(self, priority: str) -> None:
        """Choose the priority without leaving the field."""
        self.query_one("#priority", Chooser).choose(priority)

    def action_step(self, field: str, step: int) -> None:
        """Go to a neighbour option without leaving the field."""
        self.query_one(f"#{field}", Chooser).action_step(step)

    def action_cycle(self, field: str) -> None:
        """Go to the next option, and from the last to the first."""
        chooser = self.query_one(f"#{field}", Chooser)
        before = chooser.index
        chooser.action_step(1)
        if chooser.index == before:
            chooser.action_step(-99)

    def on_chooser_changed(self, event: Chooser.Changed) -> None:
        """The matrix follows the priority and the level."""
        if event.chooser.id == "priority":
            self.query_one(Matrix).choose(event.value)
        elif event.chooser.id == "level":
            self.query_one(Matrix).choose_level(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on any line logs the ticket."""
        event.stop()
        self.action_save()
