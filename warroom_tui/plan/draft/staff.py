"""People, their shifts and breaks, and how they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

from warroom_tui.plan.draft.place import Place


@dataclass(frozen=True, slots=True)
class RequirementDraft:
    """Heads needed for a level or role on launch days `day_from`..`day_to` (1 = launch day)."""

    level: str
    """L1..L4, manager, qa, or the plan's own word."""
    label: str
    place: Place
    day_from: int
    day_to: int
    time_from: time | None
    time_to: time | None
    min_heads: int
    max_heads: int | None = None
    mode: Literal["on_site", "remote", "on_call", "standby", "manager_available", "any"] = "any"


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """A person's duty on launch days, from a plan's table or fence."""

    days: tuple[int, ...]
    start: time
    end: time
    mode: Literal["on_site", "remote", "on_call", "standby", "manager_available"] = "on_site"
    rank: Literal["primary", "secondary"] | None = None


@dataclass(frozen=True, slots=True)
class BreakDraft:
    """A break of a level on launch days, with the heads that must stay."""

    level: str
    days: tuple[int, ...]
    start: time
    end: time
    keep: int
    place: Place


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A named person; placeholders such as `[Name]` are not people."""

    name: str
    place: Place
    role: str | None = None
    level: str | None = None
    email: str | None = None
    phone: str | None = None
    shifts: tuple[ShiftDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A row of a contact table: a role or situation, possibly with nobody named yet."""

    kind: Literal["support", "management", "emergency", "team"]
    label: str
    place: Place
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelDraft:
    """A way to reach people or a link: Slack channel, mail address, portal, manual."""

    label: str
    address: str | None
    place: Place
    audience: Literal["internal", "external", "link"] = "link"
