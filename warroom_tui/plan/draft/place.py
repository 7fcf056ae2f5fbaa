"""Where things stand, and what is left to a person: places, findings, notes, questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which document something stands."""

    line: int
    source: int = 0


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """Two plans of one launch that do not agree, with both places."""

    code: str
    text: str
    place: Place
    other: Place


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A part of the plan that has no home yet; kept with its own Markdown."""

    title: str
    markdown: str
    place: Place


@dataclass(frozen=True, slots=True)
class Question:
    """Something the plan leaves open, to be asked once at import."""

    key: Literal["go_live", "timezone", "day_1", "phone", "name", "other"]
    text: str
    place: Place
