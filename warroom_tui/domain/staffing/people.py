"""The directory: who to call for what, and where the team and its users talk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A role or situation with the person to call, as far as the plan names one."""

    id: int
    kind: str
    label: str
    name: str
    email: str
    phone: str
    hours: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ContactChannel:
    """A way to reach people, or a link."""

    id: int
    label: str
    address: str
    audience: str
    line: int | None
