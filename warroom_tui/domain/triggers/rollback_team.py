"""Is the team that would roll back ready? Its roles, who has each, and whether they are here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.staffing.rota import Shift, ShiftState

PREFIX = "Rollback team:"
"""How the directory marks the roles of the team."""


class Duty(StrEnum):
    """Whether somebody could begin now."""

    NOBODY = "nobody named"
    OFF = "not on duty"
    REACHABLE = "on call"
    HERE = "on duty"


@dataclass(frozen=True, slots=True)
class TeamRole:
    """One role of the team."""

    role: str
    name: str
    duty: Duty


def rollback_team(
    contacts: Sequence[Contact], shifts: Sequence[Shift], now: datetime
) -> tuple[TeamRole, ...]:
    """The roles in the plan's order; empty when the plan names no team."""
    return tuple(
        TeamRole(one.label.removeprefix(PREFIX).strip(), one.name, _duty(one.name, shifts, now))
        for one in contacts
        if one.label.startswith(PREFIX)
    )


def _duty(name: str, shifts: Sequence[Shift], now: datetime) -> Duty:
    if not name.strip():
        return Duty.NOBODY
    mine = [one for one in shifts if one.person.casefold() == name.strip().casefold()]
    if any(one.state is ShiftState.SIGNED_IN for one in mine):
        return Duty.HERE
    reachable = [one for one in mine if one.covers(now) and not one.counts_heads]
    return Duty.REACHABLE if reachable else Duty.OFF


def team_words(team: Sequence[TeamRole]) -> str:
    """ "2 of 3 roles ready", or what is missing first; empty without a team."""
    if not team:
        return ""
    ready = sum(one.duty in (Duty.HERE, Duty.REACHABLE) for one in team)
    return f"{ready} of {len(team)} roles ready"
