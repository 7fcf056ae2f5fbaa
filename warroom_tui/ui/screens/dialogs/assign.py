"""Give a ticket to a person, and to a level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.app import ComposeResult

from warroom_tui.domain.desk.tickets import Level, Ticket
from warroom_tui.domain.staffing.rota import Person
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

Assignment: TypeAlias = tuple[str | None, Level | None]
"""The new owner (None: back to the queue), and the new level (None: as it is)."""

_COLUMNS = (Column("name"), Column("level", width=8), Column("role", min_total_width=50))
_NOBODY = "nobody"
_OTHER_LINES = 12
"""Border, level, refusal, keys, and some of the screen below."""


class AssignDialog(Dialog[Assignment]):
    """A list of people and the level."""

    DEFAULT_CSS = "AssignDialog LineList { margin: 1 0 0 0; }"

    def __init__(
        self,
        ticket: Ticket,
        people: Sequence[Person],
        me: str | None = None,
        save: Callable[[Assignment], object] | None = None,
    ) -> None:
        """`me` stands first in the list."""
        super().__init__(f"Who has {ticket.ref}?  {ticket.subject}", save)
        self._ticket = ticket
        self._people = sorted(people, key=lambda person: person.name != me)
        self._me = me

    def content(self) -> ComposeResult:
        """The level and the people."""
        levels = [(level.value, level.value) for level in Level]
        yield Field("Level", Chooser(levels, self._ticket.level.value, id="level"))
        people = LineList(_COLUMNS, header=False, id="people")
        people.styles.height = self.rows_for(len(self._people) + 2, _OTHER_LINES)
        yield people

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("enter", "assign"), ("tab", "level"), ("escape", "cancel"))

    def on_mount(self) -> None:
        """Fill the list; the cursor stands on who has it."""
        palette = self.palette
        names = {person.name for person in self._people}
        rows = [
            Row(
                f"person:{person.name}",
                (
                    Cell(f"{person.name} (me)" if person.name == self._me else person.name),
                    Cell(person.level, palette.muted),
                    Cell(person.role, palette.muted),
                ),
            )
            for person in self._people
        ]
        if self._me and self._me not in names:
            rows.insert(0, Row(f"person:{self._me}", (Cell(f"{self._me} (me)"),)))
        rows.append(Row(_NOBODY, (Cell("nobody: back to the queue", palette.muted),)))
        people = self.query_one("#people", LineList)
        people.set_rows(rows)
        people.move_to(f"person:{self._ticket.assignee}")
        people.focus()

    def answer(self) -> Assignment:
        """Who, and which level when it changed."""
        cursor = self.query_one("#people", LineList).cursor_key or _NOBODY
        name = None if cursor == _NOBODY else cursor.removeprefix("person:")
        level = Level(self.chosen("level"))
        return name, level if level is not self._ticket.level else None

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter in the list assigns."""
        event.stop()
        self.action_save()
