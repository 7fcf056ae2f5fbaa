"""Today's focus: the goals, the issues to expect and the actions of the current days or hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class FocusKind(StrEnum):
    """What a line of a focus card is."""

    GOAL = "goal"
    EXPECT = "expect"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class FocusNote:
    """One line, with the phase whose time is its own."""

    id: int
    kind: FocusKind
    text: str
    phase_id: int | None
    phase: str
    starts_at: datetime | None
    ends_at: datetime | None
    source: str | None
    line: int | None

    @property
    def place(self) -> str:
        """Document and line."""
        return f"{self.source or 'plan'}:{self.line}" if self.line else ""


@dataclass(frozen=True, slots=True)
class FocusCard:
    """What counts during one phase."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    notes: tuple[FocusNote, ...]
    current: bool = True
    """False for the one that comes next, while none is on."""

    def of(self, kind: FocusKind) -> tuple[FocusNote, ...]:
        """Its goals, expected issues or actions."""
        return tuple(note for note in self.notes if note.kind is kind)


_DAY = timedelta(days=1)


def focus_cards(notes: tuple[FocusNote, ...], now: datetime) -> tuple[FocusCard, ...]:
    """The cards that hold now, the shortest time first: the hour's before the day's.

    While none holds, the next one, marked as such; nothing while go-live is unknown.
    """
    cards = _cards(notes)
    on = [card for card in cards if card.starts_at and card.starts_at <= now < _end(card)]
    if on:
        return tuple(sorted(on, key=lambda card: (_end(card) - _start(card), _start(card))))
    ahead = [card for card in cards if card.starts_at and card.starts_at > now]
    if not ahead:
        return ()
    first = min(ahead, key=_start)
    return (FocusCard(first.title, first.starts_at, first.ends_at, first.notes, current=False),)


def all_cards(notes: tuple[FocusNote, ...]) -> tuple[FocusCard, ...]:
    """Every card, in the order of time; those without a time stand last."""
    return tuple(
        sorted(_cards(notes), key=lambda card: (card.starts_at is None, _start(card), card.title))
    )


def _cards(notes: tuple[FocusNote, ...]) -> list[FocusCard]:
    groups: dict[tuple[int | None, str], list[FocusNote]] = {}
    for note in notes:
        groups.setdefault((note.phase_id, note.phase), []).append(note)
    return [
        FocusCard(title, found[0].starts_at, found[0].ends_at, tuple(found))
        for (_, title), found in groups.items()
    ]


_NEVER = datetime.max.replace(tzinfo=UTC)


def _start(card: FocusCard) -> datetime:
    return card.starts_at if card.starts_at is not None else _NEVER


def _end(card: FocusCard) -> datetime:
    """A card without an end holds for a day."""
    return card.ends_at if card.ends_at is not None else _start(card) + _DAY
