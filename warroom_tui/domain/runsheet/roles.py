"""Roles of the launch team: their duties, and what they may decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from warroom_tui.domain.runsheet.gates import GateKind


class Authority(StrEnum):
    """What a role may decide."""

    GO_NO_GO = "go_no_go"
    ROLLBACK = "rollback"
    ESCALATION = "escalation"
    APPROVE_COMMS = "approve_comms"
    SIGN_OFF = "sign_off"


AUTHORITY_WORDS = {
    Authority.GO_NO_GO: "decides go or no-go",
    Authority.ROLLBACK: "decides a rollback",
    Authority.ESCALATION: "decides escalations",
    Authority.APPROVE_COMMS: "approves messages",
    Authority.SIGN_OFF: "signs off",
}
_PATTERNS: tuple[tuple[Authority, re.Pattern[str]], ...] = tuple(
    (authority, re.compile(pattern, re.IGNORECASE))
    for authority, pattern in (
        (Authority.GO_NO_GO, r"\bgo\s?/?\s?(?:or\s)?no[- ]?go\b"),
        (Authority.ROLLBACK, r"\brollback (?:decision|authority)|decid\w* (?:on |about )?rollback"),
        (Authority.ESCALATION, r"\bescalation (?:authority|decision)|last word in escalation"),
        (Authority.APPROVE_COMMS, r"\bapprov\w* (?:\w+ )?(?:message|communication|announcement)"),
        (Authority.SIGN_OFF, r"\bsign[- ]?off\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the plan describes it."""

    id: int
    name: str
    duties: tuple[str, ...]
    authority: tuple[Authority, ...]
    person: str
    """Who has it, as far as the directory or the rota names somebody."""
    source: str | None
    line: int | None

    @property
    def place(self) -> str:
        """Document and line."""
        return f"{self.source or 'plan'}:{self.line}" if self.line else ""

    @property
    def decides(self) -> str:
        """What it may decide, in words; empty when nothing is said."""
        return ", ".join(AUTHORITY_WORDS[one] for one in self.authority)


def authority_of(duties: tuple[str, ...]) -> tuple[Authority, ...]:
    """What the words of the duties give a role to decide."""
    text = "\n".join(duties)
    return tuple(authority for authority, pattern in _PATTERNS if pattern.search(text))


_OF_GATE = {
    GateKind.GO_NO_GO: Authority.GO_NO_GO,
    GateKind.FINAL_SIGNOFF: Authority.SIGN_OFF,
    GateKind.UAT: Authority.SIGN_OFF,
    GateKind.STAGING: Authority.SIGN_OFF,
    GateKind.DAY1_VERDICT: Authority.ROLLBACK,
    GateKind.STABILITY: Authority.ROLLBACK,
}


def deciders(roles: tuple[Role, ...], kind: GateKind) -> tuple[Role, ...]:
    """The roles to which the plan gives the decision of a gate."""
    wanted = _OF_GATE.get(kind)
    return tuple(role for role in roles if wanted is not None and wanted in role.authority)
