"""What takes the whole screen over, on the dashboard and on the wall.

A tripped trigger or a major incident must not wait in a list. Each kind makes `Takeover`s out of
the board; `in_order` says which one is shown. The screens know nothing of the kinds: they show
the words, and `enter` carries out the command that the takeover names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class TakeoverRank(IntEnum):
    """Which takeover is shown first; the smaller one."""

    TRIGGER_IMMEDIATE = 0
    INCIDENT = 1
    TRIGGER_CONSIDER = 2
    REVIEW = 3


@dataclass(frozen=True, slots=True)
class Takeover:
    """One thing that everybody must see now."""

    key: str
    """Stable while it lasts ("trigger:7", "incident:3"): a seat shows each once by itself."""
    rank: TakeoverRank
    tag: str
    """One or two words in capitals for the band: ROLLBACK TRIGGER, MAJOR INCIDENT."""
    title: str
    """What it is, in one line."""
    lines: tuple[str, ...]
    """What to know at once: value and limit, since when, who has it. A few short lines."""
    since: datetime
    command: str
    """Id of the dashboard's command that acts on it (`commands.py`)."""
    hint: str
    """What that command does, for the key line: "decide"."""
    bad: bool = True
    """False: needs an eye, not a hand (yellow instead of red)."""
    told: str = ""
    """What the banner says before the title, because it changes: age, promise, who has it."""
    figure: str = ""
    """A clock that the wall draws large: "14:38", or "-02:10" past its end."""
    figure_of: str = ""
    """What the clock runs to, in capitals."""
    by: str = ""
    """Who brought it up: that person's seats need not be torn away to hear of it."""


def in_order(found: Iterable[Takeover]) -> tuple[Takeover, ...]:
    """The most serious first, of those alike the one that began first."""
    return tuple(sorted(found, key=lambda one: (one.rank, one.since, one.key)))
