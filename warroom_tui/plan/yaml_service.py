"""The grammar of business hours, reply times and escalation in `warroom` fences."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, model_validator

from warroom_tui.domain.runsheet.hours import EVERY_DAY, read_days, read_hours
from warroom_tui.plan.draft import (
    CalendarDraft,
    EscalationStepDraft,
    Place,
    SlaTargetDraft,
)
from warroom_tui.plan.yaml_types import Part, seconds

_Span = tuple[tuple[int, ...], int, int]


def _percent(value: object) -> float:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", str(value))
    if match is None or not 0 < float(match[1]) <= 100:
        raise ValueError(f'"{value}" is no percentage')
    return float(match[1])


def _hours(value: object) -> tuple[_Span, ...]:
    spans: list[_Span] = []
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        found = read_hours(str(entry))
        if found is None:
            raise ValueError(f'"{entry}" are no hours such as 08:00-18:00, "Mon-Fri 9-17:00", 24/7')
        if not found and len(entries) > 1:
            raise ValueError(f'"{entry}" stands alone or not at all')
        spans += [(each.days, each.start_min, each.end_min) for each in found]
    return tuple(spans)


def _week(value: object) -> tuple[int, ...]:
    days = read_days(" ".join(map(str, value)) if isinstance(value, list) else str(value))
    if days is None:
        raise ValueError(f'"{value}" are no weekdays such as mon-fri')
    return days


def _dates(value: object) -> tuple[str, ...]:
    out = []
    for entry in value if isinstance(value, list) else [value]:
        try:
            out.append(date.fromisoformat(str(entry).strip()).isoformat())
        except ValueError:
            raise ValueError(f'"{entry}" is no date such as 2026-12-25') from None
    return tuple(out)


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(entry) for entry in (value if isinstance(value, list) else [value]))


def _zone(value: object) -> str:
    if not isinstance(value, str) or value not in available_timezones():
        raise ValueError(f'"{value}" is no time zone such as Europe/Copenhagen')
    return value


class Calendar(Part):
    """Business hours and what runs on them."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    hours: Annotated[tuple[_Span, ...], BeforeValidator(_hours)]
    days: Annotated[tuple[int, ...], BeforeValidator(_week)] = EVERY_DAY
    holidays: Annotated[tuple[str, ...], BeforeValidator(_dates)] = ()
    applies: Annotated[tuple[str, ...], BeforeValidator(_words), Field(alias="for")] = ()
    timezone: Annotated[str, BeforeValidator(_zone)] | None = None


class SlaTarget(Part):
    """Response, resolution and update for a priority, a level, a channel or those on call."""

    priority: Literal["P1", "P2", "P3", "P4"] | None = None
    level: str | None = None
    channel: str | None = None
    on_call: Literal["yes", "true"] | None = None
    response: str | None = None
    resolution: str | None = None
    update: str | None = None
    calendar: str | None = None

    @model_validator(mode="after")
    def _one_scope(self) -> SlaTarget:
        scopes = (self.priority, self.level, self.channel, self.on_call)
        if sum(scope is not None for scope in scopes) != 1:
            raise ValueError("needs exactly one of priority, level, channel, on-call")
        for text in (self.response, self.resolution, self.update):
            if text is not None and re.search(r"\d", text):
                seconds(text.lstrip("<≤ "))
        return self


class Sla(Part):
    """All targets, and the share of a target after which a clock is at risk."""

    at_risk: Annotated[float, BeforeValidator(_percent)] | None = None
    targets: tuple[SlaTarget, ...] = ()


class EscalationStep(Part):
    """From one level to the next, or whom a situation calls."""

    start: Annotated[str, Field(alias="from")] = ""
    to: str = ""
    after: str | None = None
    who: str = ""
    when: str = ""

    @model_validator(mode="after")
    def _complete(self) -> EscalationStep:
        if bool(self.start) != bool(self.to):
            raise ValueError("needs both from and to, or when and who")
        if not self.start and not (self.when and self.who):
            raise ValueError("needs from and to, or when and who")
        if self.after is not None and minutes_of(self.after) is None:
            raise ValueError(f'"{self.after}" is no length of time such as 2 h')
        return self


def minutes_of(text: str) -> int | None:
    """A target as minutes: 0 for immediate, None when it is no length of time."""
    if re.search(r"immediate", text, re.IGNORECASE):
        return 0
    return round(seconds(text.lstrip("<≤ ")) / 60) if re.search(r"\d", text) else None


def calendar_draft(calendar: Calendar, place: Place) -> CalendarDraft:
    """A calendar of a fence as a draft: `days` narrows hours that name none."""
    return CalendarDraft(
        calendar.name,
        place,
        tuple(
            (calendar.days if days == EVERY_DAY else days, low, high)
            for days, low, high in calendar.hours or ((EVERY_DAY, 0, 1440),)
        )
        if calendar.hours or calendar.days != EVERY_DAY
        else (),
        calendar.holidays,
        calendar.applies,
        calendar.timezone,
        text="",
    )


def step_draft(step: EscalationStep, place: Place) -> EscalationStepDraft:
    """An escalation step of a fence as a draft."""
    after = minutes_of(step.after) if step.after is not None else None
    text = step.when or (f"after {step.after}" if step.after else f"{step.start} → {step.to}")
    return EscalationStepDraft(
        step.start, step.to, place, text, after, step.who, step.start, step.who or step.to
    )


def target_drafts(target: SlaTarget, place: Place) -> list[SlaTargetDraft]:
    """A target of a fence as drafts, one for each clock."""
    scope: Literal["priority", "level", "channel", "on_call"] = "on_call"
    key = "On call"
    if target.priority is not None:
        scope, key = "priority", target.priority
    elif target.level is not None:
        scope, key = "level", target.level
    elif target.channel is not None:
        scope, key = "channel", target.channel
    clocks: tuple[tuple[Literal["first_response", "resolution", "update"], str | None], ...] = (
        ("first_response", target.response),
        ("resolution", target.resolution),
        ("update", target.update),
    )
    return [
        SlaTargetDraft(scope, key, clock, minutes_of(text), text, place, calendar=target.calendar)
        for clock, text in clocks
        if text is not None
    ]
