"""Notes captured during the day for the report: wins, actions taken, tomorrow's focus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note is for."""

    WIN = "win"
    ACTION = "action"
    FOCUS = "focus"
    LESSON_WELL = "lesson_well"
    LESSON_IMPROVE = "lesson_improve"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Note:
    """One line for the report."""

    id: int
    kind: NoteKind
    text: str
    at: datetime
    by: str
