"""Messages to send: their states, the blanks in them, and what must never be stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from warroom_tui.domain.runsheet.message_blanks import BLANK, fill


class MessageState(StrEnum):
    """Where a message stands."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    SKIPPED = "skipped"
    HELD = "held"

    @property
    def open(self) -> bool:
        """True while somebody still has to do something."""
        return self not in (MessageState.SENT, MessageState.SKIPPED)


SLOT = BLANK
"""A blank such as `[Name]` or XX; a Markdown link `[text](address)` is none."""

SECRET_SLOT = "[generated]"
"""What stands where a secret would: secrets are never stored."""

_SECRET = re.compile(
    r"(?im)^(?P<label>[^\n:]{0,60}\b(?:password|passcode|passwort|secret|token|api key|pin)\b"
    r"[^\n:]{0,20}:[ \t]*)(?P<value>\S[^\n]*)$"
)


@dataclass(frozen=True, slots=True)
class Message:
    """An announcement or update to an audience."""

    id: int
    seq: int
    title: str
    audience: str | None
    due_at: datetime | None
    """When it should go out; None while that is not known."""
    every_min: int | None
    """Minutes between two of its kind; None for once."""
    subject: str | None
    body: str
    state: MessageState
    reason: str | None
    """Why it was skipped, or held back."""
    approved_by: str | None
    sent_by: str | None
    sent_at: datetime | None
    source: str | None
    line: int | None
    version: int

    def late_by(self, now: datetime) -> timedelta | None:
        """How long it is overdue, or None when it is not."""
        if not self.state.open or self.due_at is None or now <= self.due_at:
            return None
        return now - self.due_at

    @property
    def slots(self) -> tuple[str, ...]:
        """The blanks that are still open, in order, each once."""
        return open_slots(f"{self.subject or ''}\n{self.body}")

    @property
    def text(self) -> str:
        """What goes out: the subject on its own line, then the body."""
        head = f"Subject: {self.subject}\n\n" if self.subject else ""
        return head + (self.body or self.title)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it would go out now."""

    message: Message
    subject: str | None
    body: str
    filled: tuple[tuple[str, str, str], ...] = ()
    """(blank, key, value) of each blank that the launch filled."""
    left: tuple[str, ...] = ()
    """Blanks that somebody has to fill."""

    @property
    def text(self) -> str:
        """The subject on its own line, then the body."""
        head = f"Subject: {self.subject}\n\n" if self.subject else ""
        return head + (self.body or self.message.title)


def render(message: Message, values: Mapping[str, str]) -> Rendered:
    """The message with these values in its blanks; what has gone out stays as it went."""
    if not message.state.open:
        return Rendered(message, message.subject, message.body)
    subject, body = fill(message.subject or "", values), fill(message.body, values)
    left = tuple(dict.fromkeys(subject.left + body.left))
    return Rendered(message, subject.text or None, body.text, subject.filled + body.filled, left)


def open_slots(text: str) -> tuple[str, ...]:
    """The blanks of a text, in order, each once."""
    return tuple(dict.fromkeys(SLOT.findall(text)))


def withhold(text: str) -> str:
    """The text without secrets: a filled-in password becomes a blank again."""

    def hide(match: re.Match[str]) -> str:
        value = match["value"].strip()
        shown = value if SLOT.fullmatch(value) else SECRET_SLOT
        return match["label"] + shown

    return _SECRET.sub(hide, text)
