"""Today's focus: the goals, the issues to expect and the actions of the current hours or days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.runsheet.focus import FocusCard, all_cards, focus_cards
from warroom_tui.ui.presenters import focus_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


@dataclass(frozen=True, slots=True)
class FocusPage:
    """What the screen shows, read at one moment."""

    cards: tuple[FocusCard, ...]
    on: frozenset[str]
    """Keys of those that hold now."""
    now: datetime
    zone: ZoneInfo


class FocusScreen(Shelf[FocusPage]):
    """The cards by time, the one that holds now under the cursor."""

    COLUMNS = focus_rows.COLUMNS
    EMPTY = "The plan names no goals or expected issues. Press escape to go back."
    EVERY_S = 5.0

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._followed = False

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("up", "earlier"), ("down", "later"), ("slash", "find"), ("escape", "back"))

    def read(self) -> FocusPage:
        """The cards, and which hold now."""
        board, now = self.services.board(), self.services.clock.now()
        on = [card for card in focus_cards(board.focus, now) if card.current]
        return FocusPage(
            all_cards(board.focus),
            frozenset(focus_rows.key(card) for card in on),
            now,
            board.launch.zone,
        )

    def title_of(self, data: FocusPage) -> str:
        """What holds now."""
        names = [card.title for card in data.cards if focus_rows.key(card) in data.on]
        if names:
            return f"Focus · {' · '.join(names)}"
        ahead = [card for card in data.cards if card.starts_at and card.starts_at > data.now]
        if not ahead or ahead[0].starts_at is None:
            return "Focus · nothing for this hour"
        at = day_and_clock(ahead[0].starts_at, data.zone, data.now)
        return f"Focus · next: {ahead[0].title}, {at}"

    def rows(self, data: FocusPage) -> Sequence[Row]:
        """Every card, soonest first."""
        return [
            focus_rows.row(card, focus_rows.key(card) in data.on, data.now, data.zone, self.palette)
            for card in data.cards
            if self.matches(card.title, *(note.text for note in card.notes))
        ]

    def show(self, data: FocusPage) -> None:
        """Begin on the card that holds now."""
        super().show(data)
        if not self._followed:
            self._followed = True
            for card in data.cards:
                if focus_rows.key(card) in data.on:
                    self.list.move_to(focus_rows.key(card))
                    self.show(data)
                    break

    def told(self, data: FocusPage) -> Text:
        """The chosen card."""
        card = next((one for one in data.cards if focus_rows.key(one) == self.cursor), None)
        return focus_rows.full(card, self.palette) if card else Text("")
