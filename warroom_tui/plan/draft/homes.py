"""What a plan says beside its lists: the focus of a phase, and roles with their duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom_tui.plan.draft.place import Place


@dataclass(frozen=True, slots=True)
class FocusDraft:
    """A goal, an issue to expect or an action of a phase."""

    kind: Literal["goal", "expect", "action"]
    text: str
    place: Place
    phase_line: int
    """Line of the phase in the same document; its time is that of the note."""


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role of the launch team with its duties in the plan's words."""

    name: str
    duties: tuple[str, ...]
    place: Place
