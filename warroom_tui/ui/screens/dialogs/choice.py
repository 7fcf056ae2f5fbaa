"""One of several options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._input import Input

from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

Option: TypeAlias = tuple[str, str, str]
"""Key, label, detail."""

_OTHER_LINES = 12
"""Border, filter, refusal, keys, and some of the screen below."""

FILTER_ABOVE = 10
"""With more options than this there is a line to type words into; 0 is the tenth."""


class ChoiceDialog(Dialog[str]):
    """A list: arrows and enter, a digit for its number, words to filter a long one."""

    DEFAULT_CSS = """
    ChoiceDialog {
        & > #box { max-width: 84; }
        & #words { margin: 0 1 1 1; background: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor(1)", "Down", show=False),
        Binding("up", "cursor(-1)", "Up", show=False),
    ]

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        current: str | None = None,
        *,
        changes: bool = True,
    ) -> None:
        """`changes` is False where the choice only says what is looked at."""
        super().__init__(title)
        self.changes = changes
        self._options = tuple(options)
        self._current = current
        self._shown = self._options
        self._long = len(self._options) > FILTER_ABOVE

    def content(self) -> ComposeResult:
        """The filter, when there is much to choose from, and the list."""
        if self._long:
            yield LineField(placeholder="type to filter", id="words")
        widest = max((len(label) for _, label, _ in self._options), default=8)
        columns = [
            Column("n", width=2, align="right"),
            Column("label", width=min(widest, 48)),
            Column("detail"),
        ]
        yield LineList(columns, header=False, empty="Nothing matches.", id="options")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        by_digit = () if self._long else (("1", "by number"),)
        return (("enter", "choose"), *by_digit, ("escape", "cancel"))

    def on_mount(self) -> None:
        """Fill the list; the cursor stands on what holds now."""
        self._fill("")
        options = self.query_one("#options", LineList)
        if self._current is not None:
            options.move_to(self._row_key(self._current))
        (self.query_one("#words") if self._long else options).focus()

    @staticmethod
    def _row_key(key: str) -> str:
        return f"option:{key}"

    def _fill(self, words: str) -> None:
        wanted = words.casefold().split()
        self._shown = tuple(
            option
            for option in self._options
            if all(word in f"{option[1]} {option[2]}".casefold() for word in wanted)
        )
        palette = self.palette
        options = self.query_one("#options", LineList)
        options.set_rows(
            Row(
                self._row_key(key),
                (
                    Cell("" if self._long else str(index % 10), palette.accent),
                    Cell(label, palette.strong if key == self._current else palette.text),
                    Cell(detail, palette.muted),
                ),
            )
            for index, (key, label, detail) in enumerate(self._shown, start=1)
        )
        options.styles.height = self.rows_for(len(self._shown), _OTHER_LINES)

    @property
    def changed(self) -> bool:
        """The filter's words are nothing to lose."""
        return False

    def answer(self) -> str:
        """The option under the cursor."""
        cursor = self.query_one("#options", LineList).cursor_key
        for key, _, _ in self._shown:
            if self._row_key(key) == cursor:
                return key
        raise Missing("Nothing is chosen.", "words" if self._long else "options")

    def action_cursor(self, step: int) -> None:
        """Move in the list while the words keep the focus."""
        self.query_one("#options", LineList).action_move(step)

    def on_key(self, event: events.Key) -> None:
        """A digit chooses."""
        digit = event.character or ""
        if self._long or not digit.isdecimal() or not digit.isascii():
            return
        number = int(digit) or FILTER_ABOVE
        if number <= len(self._shown):
            event.stop()
            self.dismiss(self._shown[number - 1][0])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the filter chooses."""
        event.stop()
        self.action_save()

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter or a double click in the list chooses."""
        event.stop()
        self.action_save()
