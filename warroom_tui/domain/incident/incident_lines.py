"""Lines of an incident's texts, as templates see them: times already local, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened."""

    at_text: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One thing that was told."""

    at_text: str
    by: str
    state: str
    text: str
    late_text: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing to do."""

    ref: str
    text: str
    owner: str
    due_text: str
    closed: bool
