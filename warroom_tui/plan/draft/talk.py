"""What is said: messages, meetings, training."""

from __future__ import annotations

from dataclasses import dataclass

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.draft.place import Place


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A text to send, from a fence with a subject or a communication calendar entry."""

    title: str
    place: Place
    audience: str | None = None
    anchor: Anchor | None = None
    subject: str | None = None
    body: str | None = None
    every_min: int | None = None
    """Minutes between updates: "status updates every 2 hours"."""


@dataclass(frozen=True, slots=True)
class AgendaItemDraft:
    """One point of a meeting's agenda."""

    title: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A ceremony with its time and agenda."""

    title: str
    place: Place
    anchor: Anchor | None = None
    duration_min: int | None = None
    every: str | None = None
    """daily, weekly, monthly, quarterly; None for once."""
    attendees: tuple[str, ...] = ()
    agenda: tuple[AgendaItemDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingDraft:
    """A training session with its length, audience and topics."""

    title: str
    place: Place
    minutes: int | None = None
    audience: str | None = None
    topics: tuple[str, ...] = ()
