"""Which promise a ticket gets: of all targets that fit, the one that falls due first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warroom_tui.domain.desk.calendars import Calendar, due_after
from warroom_tui.domain.desk.sla import DEFAULT_AT_RISK_PCT, ClockName, SlaTarget, start_clock
from warroom_tui.domain.desk.tickets import Channel, ClockRow, Level, Priority

ON_CALL_PRIORITIES = (Priority.P1.value,)
"""Whom an on-call target is for when the plan names no priority."""

ALWAYS = "24/7"
"""The calendar that a target names to run round the clock whatever its channel."""

_SOME_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a ticket's targets depend on."""

    priority: Priority
    level: Level = Level.L1
    channel: Channel = Channel.PORTAL


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """The targets of a launch, the hours they run in, and when a clock is at risk."""

    targets: tuple[SlaTarget, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    at_risk_pct: float = DEFAULT_AT_RISK_PCT

    def named(self, name: str | None) -> Calendar | None:
        """The calendar of that name; None (round the clock) when there is none."""
        return next((item for item in self.calendars if name and item.name == name), None)

    def calendar_for(self, target: SlaTarget, kind: Kind) -> Calendar | None:
        """The hours in which a target runs on such a ticket; None is round the clock.

        The calendar that the target names, else the one for its own scope, else that of the
        ticket's priority, channel or level. The hours of a channel are those in which it is
        answered: they hold for replies and updates, not for fixing, and never for a P1. An
        on-call target runs round the clock.
        """
        if target.calendar:
            return None if target.calendar == ALWAYS else self.named(target.calendar)
        wanted: tuple[str, ...] = ("on_call",)
        if target.scope != "on_call":
            answered = target.clock is not ClockName.RESOLUTION and kind.priority != "P1"
            channel = (kind.channel.value,) if answered else ()
            wanted = (target.key, kind.priority.value, *channel, kind.level.value)
        for word in wanted:
            for calendar in self.calendars:
                if word in calendar.applies_to:
                    return calendar
        return None

    def pick(self, clock: ClockName, kind: Kind, at: datetime = _SOME_MOMENT) -> SlaTarget | None:
        """The target that applies from `at`: what falls due first; ties go to the priority.

        A target without a duration applies only when no other does.
        """
        fitting = [item for item in self.targets if item.clock is clock and fits(item, kind)]
        return min(fitting, key=lambda item: self._strictness(item, kind, at), default=None)

    def start(self, clock: ClockName, kind: Kind, at: datetime) -> ClockRow | None:
        """A clock of such a ticket that starts at `at`; None without a target in time."""
        target = self.pick(clock, kind, at)
        if target is None:
            return None
        return start_clock(target, at, self.at_risk_pct, self.calendar_for(target, kind))

    def words_only(self, kind: Kind) -> tuple[SlaTarget, ...]:
        """Targets that apply to such a ticket and are no duration: "next release"."""
        found = (self.pick(clock, kind) for clock in ClockName)
        return tuple(item for item in found if item is not None and item.seconds() is None)

    def _strictness(
        self, target: SlaTarget, kind: Kind, at: datetime
    ) -> tuple[bool, datetime, int]:
        seconds = target.seconds()
        after = 0 if target.scope == "priority" else 1
        if seconds is None:
            return (True, at, after)
        calendar = self.calendar_for(target, kind)
        return (False, due_after(calendar, at, timedelta(seconds=seconds)), after)


def fits(target: SlaTarget, kind: Kind) -> bool:
    """Whether a target is meant for such a ticket."""
    limits = target.priorities
    if target.scope == "on_call":
        return kind.priority.value in (limits or ON_CALL_PRIORITIES)
    if limits and kind.priority.value not in limits:
        return False
    own = {"priority": kind.priority, "level": kind.level, "channel": kind.channel}
    return target.key == own.get(target.scope)


_CHANNELS: tuple[tuple[str, Channel], ...] = (
    (r"\be-?mail|\bmail\b", Channel.EMAIL),
    (r"in[- ]app", Channel.IN_APP),
    (r"\bchat", Channel.CHAT),
    (r"phone|\bcall|hotline|\btel\b", Channel.PHONE),
    (r"slack|teams\b", Channel.SLACK),
    (r"walk|desk side|in person", Channel.WALK_UP),
    (r"portal|ticket|web ?form|help ?desk", Channel.PORTAL),
)


def channel_of(words: str) -> Channel | None:
    """The channel that a plan's words name: "Email Support" is email."""
    for pattern, channel in _CHANNELS:
        if re.search(pattern, words, re.IGNORECASE):
            return channel
    return None


def applied_words(words: Iterable[str]) -> tuple[str, ...]:
    """What a calendar is for, in the words that tickets use: channels by their names."""
    known = {item.value for kind in (Priority, Level, Channel) for item in kind} | {"on_call"}
    out = []
    for word in words:
        channel = None if word in known else channel_of(word)
        out.append(channel.value if channel is not None else word)
    return tuple(dict.fromkeys(out))
