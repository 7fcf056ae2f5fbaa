"""Small pieces that several presenters share: marks, spans and panel headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.text import Text

from warroom_tui.domain.board import Board
from warroom_tui.domain.durations import countdown, short
from warroom_tui.ui.theme import SYMBOLS, Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Row


@dataclass(frozen=True, slots=True)
class Face:
    """What a panel shows: its rows and what its frame says about them."""

    rows: tuple[Row, ...]
    title: str
    """Name, count and worst news, parts joined by a middle dot."""
    subtitle: str = ""
    tone: Tone = "text"
    """How bad the worst news is."""


class ShortNames:
    """First names of people, where a first name means one of them only."""

    def __init__(self, people: Iterable[str | None]) -> None:
        self._people = {name for name in people if name}
        self._count = Counter(name.partition(" ")[0] for name in self._people)

    def short(self, name: str) -> str:
        """The shortest form that is clear; what names nobody known stays whole."""
        first = name.partition(" ")[0]
        return first if name in self._people and self._count[first] == 1 else name


class FirstNames(ShortNames):
    """First names of the people on the rota."""

    def __init__(self, board: Board) -> None:
        super().__init__(shift.person for shift in board.shifts)


def mark(name: str, palette: Palette) -> Cell:
    """The symbol of a state from `SYMBOLS` in its colour."""
    symbol = SYMBOLS[name]
    return Cell(symbol.mark, palette.tone(symbol.tone))


def joined(*parts: str) -> str:
    """The parts that are not empty, with middle dots between them."""
    return " · ".join(part for part in parts if part)


def until(due_at: datetime, now: datetime) -> str:
    """A countdown that shows seconds only in its last hour: "12:34", "2 h 05", "-03:12"."""
    left = due_at - now
    if abs(left) < timedelta(hours=1):
        return countdown(left)
    return f"-{short(left)}" if left < timedelta(0) else short(left)


def ago(since: datetime | None, now: datetime) -> str:
    """How long ago, in steps that do not repaint every second: "just now", "40 s ago"."""
    if since is None:
        return "never"
    span = max(timedelta(0), now - since)
    if span < timedelta(seconds=20):
        return "just now"
    if span < timedelta(minutes=1):
        return f"{span.seconds // 20 * 20} s ago"
    return f"{short(span)} ago"


def coarse(now: datetime, times: Iterable[datetime | None], within_s: float = 61.0) -> object:
    """`now` while one of the times is so near that seconds are told, else ten seconds of it.

    Words that tell minutes may be drawn again so seldom, and look the same.
    """
    seconds = now.timestamp()
    for at in times:
        if at is not None and abs(at.timestamp() - seconds) <= within_s:
            return now
    return seconds // 10


def many(count: int, word: str, plural: str | None = None) -> str:
    """A count with its noun: "1 ticket", "3 tickets"."""
    return f"{count} {word if count == 1 else plural or word + 's'}"


def labelled(out: Text, label: str, words: str, palette: Palette) -> None:
    """Append a line of facts: a label, then words from anywhere."""
    out.append(f"{label:<9}", palette.muted)
    out.append(drawable(words) + "\n", palette.text)
