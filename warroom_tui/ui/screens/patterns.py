"""Patterns: what new tickets seem to have in common, and one key to make an issue of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.incident.incident_needs import pattern_words
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.domain.incident.patterns import Pattern, PatternState
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

NEW = "new"
"""The choice of a new known issue."""


@dataclass(frozen=True, slots=True)
class PatternPage:
    """What the screen shows, read at one moment."""

    patterns: tuple[Pattern, ...]
    tickets: tuple[Ticket, ...]
    """Of the pattern under the cursor."""
    now: datetime
    zone: ZoneInfo


class PatternsScreen(Shelf[PatternPage]):
    """The list of patterns with the tickets of the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "act", "Make one known issue of them, or link to one", show=False),
        Binding("x", "refuse", "They have nothing in common", show=False),
    ]
    ENTER = "Make one known issue of them, or link to one"
    COLUMNS = (
        Column("mark", width=1),
        Column("label", "they speak of"),
        Column("tickets", "tkts", width=4, align="right"),
        Column("issue", "issue", width=10),
        Column("state", "", width=10),
    )
    EMPTY = "No pattern was seen in the last hours. Press escape to go back."

    def __init__(self, services: Services, pattern_id: int | None = None) -> None:
        """`pattern_id`: where the cursor begins."""
        super().__init__(services)
        self._goal = None if pattern_id is None else f"pattern:{pattern_id}"
        self._of = pattern_id

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "one issue"),
            ("x", "no pattern"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def read(self) -> PatternPage:
        """Every pattern, and the tickets of the chosen one."""
        desk = self.services.patterns
        found = desk.all()
        ids = [pattern.id for pattern in found]
        of = self._of if self._of in ids else (ids[0] if ids else None)
        tickets = desk.tickets(of) if of is not None else ()
        zone = self.page.zone if self.page else self.services.launch().zone
        return PatternPage(found, tickets, self.services.clock.now(), zone)

    def show(self, data: PatternPage) -> None:
        """As a shelf does, then to the pattern that was asked for."""
        super().show(data)
        if self._goal is not None and self.list.move_to(self._goal):
            self._goal = None

    def title_of(self, data: PatternPage) -> str:
        """How many wait for a word."""
        waiting = sum(one.state is PatternState.SUGGESTED for one in data.patterns)
        return f"Patterns · {waiting} to decide · {len(data.patterns)} remembered"

    def rows(self, data: PatternPage) -> Sequence[Row]:
        """Those to decide first."""
        palette = self.palette
        found = sorted(data.patterns, key=lambda one: one.state is not PatternState.SUGGESTED)
        out = []
        for one in found:
            if not self.matches(one.label, *one.tickets):
                continue
            waits = one.state is PatternState.SUGGESTED
            style = palette.text if waits else palette.muted
            out.append(
                Row(
                    f"pattern:{one.id}",
                    (
                        Cell("▲" if waits else "·", palette.warn if waits else palette.muted),
                        Cell(one.label, palette.strong if waits else palette.muted),
                        Cell(str(len(one.tickets)), style),
                        Cell(one.issue_ref or "–", style),
                        Cell(one.state.value, style),
                    ),
                )
            )
        return out

    def told(self, data: PatternPage) -> Text:
        """The pattern with its tickets."""
        one, out = self._chosen(), Text()
        if one is None:
            return out
        out.append(drawable(pattern_words(one)) + "\n", self.palette.strong)
        if one.issue_ref:
            out.append(drawable(f"some point to {one.issue_ref} already") + "\n", self.palette.warn)
        if one.decided_by:
            out.append(
                drawable(f"{one.state.value} by {one.decided_by}") + "\n", self.palette.muted
            )
        out.append("\n")
        for ticket in data.tickets:
            at = day_and_clock(ticket.created_at, data.zone, data.now)
            out.append(f"{at}  ", self.palette.muted)
            out.append(f"{ticket.ref}  {ticket.priority.value}  ", self.palette.accent)
            tail = f"  {ticket.issue_ref}" if ticket.issue_ref else ""
            out.append(drawable(ticket.subject + tail) + "\n", self.palette.text)
        return out

    def on_line_list_row_highlighted(self, event: LineList.RowHighlighted) -> None:
        """The tickets follow the cursor."""
        super().on_line_list_row_highlighted(event)
        one = self._chosen()
        if self._goal is None and one is not None and one.id != self._of:
            self._of = one.id
            self.reload()

    def _chosen(self) -> Pattern | None:
        found = self.page.patterns if self.page else ()
        return next((one for one in found if self.cursor == f"pattern:{one.id}"), None)

    # What can be done

    def action_act(self) -> None:
        """Make one issue of it, or add it to one."""
        one = self._chosen()
        if one is not None:
            self.ask_for_form(
                lambda: self.services.issues.all(live_only=True),
                lambda issues: self._choose(one, issues),
            )

    def _choose(self, one: Pattern, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        def chosen(key: str | None) -> None:
            if key is not None:
                ref = None if key == NEW else key
                self.write(
                    lambda: self.services.patterns.link(one.id, ref, one.version),
                    lambda i: f"{i.ref} has {i.tickets} tickets now · u undo",
                )

        self.app.push_screen(ChoiceDialog(pattern_words(one), link_options(one, issues)), chosen)

    def action_refuse(self) -> None:
        """They have nothing in common."""
        one = self._chosen()
        if one is not None:
            self.write(
                lambda: self.services.patterns.dismiss(one.id, one.version),
                lambda _: "No pattern: it is not suggested again · u undo",
            )


def link_options(one: Pattern, issues: tuple[KnownIssue, ...]) -> list[tuple[str, str, str]]:
    """The issue that some of its tickets point to, a new one, then every other live one."""
    first = [issue for issue in issues if issue.ref == one.issue_ref]
    rest = [issue for issue in issues if issue.ref != one.issue_ref]
    new = (NEW, "a new known issue", one.label)
    return [
        *((issue.ref, issue.ref, issue.title) for issue in first),
        new,
        *((issue.ref, issue.ref, issue.title) for issue in rest),
    ]
