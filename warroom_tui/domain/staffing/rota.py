"""Heads needed against heads present: requirements, shifts, coverage now and ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from warroom_tui.domain.runsheet.launch import Launch


class ShiftState(StrEnum):
    """Where a person's duty stands."""

    PLANNED = "planned"
    SIGNED_IN = "signed_in"
    ON_BREAK = "on_break"
    SIGNED_OUT = "signed_out"
    ABSENT = "absent"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the team."""

    id: int
    name: str
    role: str
    level: str
    email: str
    phone: str
    version: int


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's duty time."""

    id: int
    person_id: int
    person: str
    level: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    rank: str | None
    state: ShiftState
    signed_in_at: datetime | None
    signed_out_at: datetime | None
    version: int

    def covers(self, at: datetime) -> bool:
        """True when the planned time includes `at` (end excluded)."""
        return self.starts_at <= at < self.ends_at

    @property
    def counts_heads(self) -> bool:
        """On call and standby people are reachable, not present."""
        return self.mode in ("on_site", "remote")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Heads needed per level on launch days `day_from`..`day_to` (1 = launch day)."""

    id: int
    level: str
    label: str
    day_from: int
    day_to: int
    time_from: time | None
    time_to: time | None
    min_heads: int
    max_heads: int | None
    mode: str
    line: int | None
    source: str | None = None
    """Name of the document that asks for them."""

    @property
    def place(self) -> str:
        """Document and line; empty for what people added."""
        return f"{self.source or 'plan'}:{self.line}" if self.line else ""

    def applies(self, launch: Launch, at: datetime) -> bool:
        """True when it asks for heads at `at`; without hours it holds all day.

        Hours that end before they start run past midnight and belong to the day they start on.
        """
        day = launch.day_number(at)
        if day is None:
            return False
        clock = launch.local(at).time()
        start, end = self.time_from or time.min, self.time_to
        if end is None or end > start:
            return self._on(day) and clock >= start and (end is None or clock < end)
        return (self._on(day) and clock >= start) or (self._on(day - 1) and clock < end)

    def _on(self, day: int) -> bool:
        return self.day_from <= day <= self.day_to

    @property
    def wants_presence(self) -> bool:
        """True when people must be there, not only reachable."""
        return self.mode in ("on_site", "remote", "any")


LEVEL_ORDER = ("manager", "L1", "L2", "L3", "L4", "qa")
"""The order of levels on the screen; others follow by name."""

WHOLE_TEAM = "staff"
"""The level of a requirement that counts heads whatever their level ("2-3 staff")."""

LEVEL_NAMES = {
    WHOLE_TEAM: "Staff",
    "manager": "Manager",
    "L1": "L1 support",
    "L2": "L2 technical",
    "L3": "L3 developers",
    "L4": "L4 management",
    "qa": "QA",
}


def level_name(level: str) -> str:
    """How a level is called on the screen."""
    return LEVEL_NAMES.get(level, level)


def level_rank(level: str) -> tuple[int, str]:
    """Sort key of a level."""
    known = LEVEL_ORDER.index(level) if level in LEVEL_ORDER else len(LEVEL_ORDER)
    return (known, level)


@dataclass(frozen=True, slots=True)
class Cover:
    """One level at one time: heads needed, heads signed in, who is on, on call, standby."""

    level: str
    need: int
    mode: str
    here: int
    """People signed in and not on a break, of those who count as present."""
    planned: int
    """People whose shift says they should be present."""
    present: tuple[str, ...]
    missing: tuple[str, ...]
    """Planned now but not signed in."""
    on_break: tuple[str, ...]
    on_call: tuple[str, ...]
    standby: tuple[str, ...]
    next_change: datetime | None
    asked: tuple[tuple[str, int], ...] = ()
    """(place, heads) of each document that asks for this level now; the highest holds."""

    @property
    def disagree(self) -> bool:
        """True when documents ask for different numbers of heads."""
        return len({heads for _, heads in self.asked}) > 1

    @property
    def gap(self) -> int:
        """Heads missing against the need (0 when covered)."""
        reachable = self.here + (len(self.on_call) + len(self.standby) if not self._presence else 0)
        return max(0, self.need - reachable)

    @property
    def _presence(self) -> bool:
        return self.mode in ("on_site", "remote", "any")


def cover_now(
    launch: Launch,
    requirements: tuple[Requirement, ...],
    shifts: tuple[Shift, ...],
    now: datetime,
    *,
    planned: bool = False,
) -> tuple[Cover, ...]:
    """Coverage per level at `now`, by sign-in; with `planned` by the shifts' hours alone."""
    needs = _needs(tuple(item for item in requirements if item.applies(launch, now)))
    levels = set(needs) | {shift.level for shift in shifts if _near(shift, now)}
    return tuple(
        _cover(level, needs.get(level, _NOBODY), shifts, now, planned=planned)
        for level in sorted(levels, key=level_rank)
    )


@dataclass(frozen=True, slots=True)
class _Need:
    """Heads of one level, and which document asks for how many."""

    heads: int
    mode: str
    asked: tuple[tuple[str, int], ...] = ()


_NOBODY = _Need(0, "any")


def _needs(applying: tuple[Requirement, ...]) -> dict[str, _Need]:
    """Heads per level. Documents do not add up: each states the whole need, the highest holds."""
    found: dict[str, list[_Need]] = {}
    for source in dict.fromkeys(item.source for item in applying):
        own = tuple(item for item in applying if item.source == source)
        for level, need in _of_document(own).items():
            found.setdefault(level, []).append(need)
    return {
        level: replace(
            max(needs, key=lambda need: need.heads),
            asked=tuple(each for need in needs for each in need.asked),
        )
        for level, needs in found.items()
    }


def _of_document(applying: tuple[Requirement, ...]) -> dict[str, _Need]:
    """Heads and mode per level in one document.

    The narrowest range of days wins ("Day 6-7" over "Day 2-7"); within it several lines add up
    ("one on site, one on call" asks for one to be present). A narrower line about the whole team
    takes the place of wider ones per level.
    """
    needs: dict[str, _Need] = {}
    whole = [item.day_to - item.day_from for item in applying if item.level == WHOLE_TEAM]
    if whole:
        applying = tuple(
            item
            for item in applying
            if item.level == WHOLE_TEAM
            or not item.wants_presence
            or item.day_to - item.day_from <= min(whole)
        )
    for level in {item.level for item in applying}:
        mine = [item for item in applying if item.level == level]
        span = min(item.day_to - item.day_from for item in mine)
        mine = [item for item in mine if item.day_to - item.day_from == span]
        present = [item for item in mine if item.wants_presence]
        chosen = present or mine
        heads = sum(item.min_heads for item in chosen)
        needs[level] = _Need(heads, chosen[0].mode, ((chosen[0].place, heads),))
    return needs


def _near(shift: Shift, now: datetime) -> bool:
    if shift.state in (ShiftState.SIGNED_IN, ShiftState.ON_BREAK):
        return True
    return shift.starts_at - timedelta(hours=12) <= now < shift.ends_at


def _cover(
    level: str, need: _Need, shifts: tuple[Shift, ...], now: datetime, *, planned: bool
) -> Cover:
    mine = [shift for shift in shifts if level in (shift.level, WHOLE_TEAM)]
    heads = [shift for shift in mine if shift.counts_heads]
    due = [s for s in heads if s.covers(now) and s.state not in _AWAY]
    here = due if planned else [s for s in heads if s.state is ShiftState.SIGNED_IN]
    edges = [edge for s in mine for edge in (s.starts_at, s.ends_at) if edge > now]
    return Cover(
        level=level,
        need=need.heads,
        mode=need.mode,
        here=len({s.person_id for s in here}),
        planned=len({s.person_id for s in due}),
        present=_names(here),
        missing=_names(s for s in due if s.state is ShiftState.PLANNED),
        on_break=_names(s for s in heads if s.state is ShiftState.ON_BREAK),
        on_call=_names(s for s in mine if s.mode == "on_call" and s.covers(now)),
        standby=_names(
            s for s in mine if s.mode in ("standby", "manager_available") and s.covers(now)
        ),
        next_change=min(edges, default=None),
        asked=need.asked,
    )


_AWAY = (ShiftState.ABSENT, ShiftState.COVERED, ShiftState.SIGNED_OUT)


def _names(shifts: Iterable[Shift]) -> tuple[str, ...]:
    """Each person once, in order."""
    return tuple(dict.fromkeys(shift.person for shift in shifts))


@dataclass(frozen=True, slots=True)
class Gap:
    """A time ahead at which planned heads fall below the need."""

    level: str
    starts_at: datetime
    ends_at: datetime
    need: int
    planned: int


def gaps_ahead(
    launch: Launch,
    requirements: tuple[Requirement, ...],
    shifts: tuple[Shift, ...],
    start: datetime,
    end: datetime,
    step_min: int = 15,
) -> tuple[Gap, ...]:
    """Planned gaps from `start` to `end`, per level, in steps of `step_min` minutes, merged."""
    found: list[Gap] = []
    running: dict[str, Gap] = {}
    at = start.astimezone(UTC)
    step = timedelta(minutes=step_min)
    while at < end:
        short = {
            cover.level: cover
            for cover in cover_now(launch, requirements, shifts, at, planned=True)
            if cover.gap
        }
        for level in [name for name in running if name not in short]:
            found.append(running.pop(level))
        for level, cover in short.items():
            begun = running.get(level)
            first = begun.starts_at if begun else at
            least = min(begun.planned, cover.planned) if begun else cover.planned
            running[level] = Gap(level, first, at + step, cover.need, least)
        at += step
    found.extend(running.values())
    return tuple(sorted(found, key=lambda gap: (gap.starts_at, level_rank(gap.level))))
