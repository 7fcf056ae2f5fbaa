"""Escalation: the levels, the path between them, and who has not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ACK_MIN = 15
"""Minutes after which a call that nobody answered is late, where the plan promises nothing."""


@dataclass(frozen=True, slots=True)
class SupportLevel:
    """A level of support as the plan defines it."""

    key: str
    """L1 to L4, or a word of its own for those above."""
    name: str
    handles: tuple[str, ...]
    who: str
    """Role that is called."""
    source: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PathStep:
    """From one level to the next; a situation has neither."""

    id: int
    kind: str
    """chain or situation."""
    from_key: str
    to_key: str
    who: str
    after_min: int | None
    """Minutes after which an unresolved ticket goes on; 0 is at once, None when needed."""
    text: str
    source: str = ""
    line: int | None = None

    @property
    def timing(self) -> str:
        """When it is taken, in words."""
        if self.after_min == 0:
            return "at once"
        if self.after_min is None:
            return "as needed" if "→" in self.text else self.text
        hours, minutes = divmod(self.after_min, 60)
        length = f"{hours} h" if not minutes else f"{self.after_min} min"
        return f"unresolved after {length}"


@dataclass(frozen=True, slots=True)
class EscalationPath:
    """What the plan says of levels and steps, several documents as one."""

    levels: tuple[SupportLevel, ...] = ()
    steps: tuple[PathStep, ...] = ()

    @property
    def chain(self) -> tuple[PathStep, ...]:
        """Steps between levels."""
        return tuple(step for step in self.steps if step.kind == "chain")

    @property
    def situations(self) -> tuple[PathStep, ...]:
        """What calls somebody whatever the level."""
        return tuple(step for step in self.steps if step.kind == "situation")

    def level_keys(self) -> tuple[str, ...]:
        """The levels in order: L1 to L4, then those above as the path reaches them."""
        named = [level.key for level in self.levels]
        named += [key for step in self.chain for key in (step.from_key, step.to_key)]
        known = list(dict.fromkeys(named))
        held = sorted(key for key in known if _is_ticket_level(key))
        return (*held, *(key for key in known if not _is_ticket_level(key)))

    def call_keys(self) -> tuple[str, ...]:
        """Whom a person may call: the levels, then whoever a situation calls at once."""
        named = (step.who for step in self.situations if step.who)
        return tuple(dict.fromkeys((*self.level_keys(), *named)))

    def first_call(self, *, critical: bool) -> str:
        """Whom an incident calls as soon as it is declared; empty when the plan names nobody.

        Whoever the plan calls in an emergency; else the highest level that takes tickets, and one
        below it when the incident is not critical.
        """
        named = next((step.who for step in self.situations if step.who), "")
        levels = [key for key in self.level_keys() if _is_ticket_level(key)]
        if (named and critical) or not levels:
            return named
        return levels[-1] if critical or len(levels) == 1 else levels[-2]

    def name_of(self, key: str) -> str:
        """The level's name; its key when the plan gives none."""
        return next((level.name for level in self.levels if level.key == key), key)

    def handled_by(self, key: str) -> tuple[str, ...]:
        """What a level handles, over all documents."""
        found = (words for level in self.levels if level.key == key for words in level.handles)
        return tuple(dict.fromkeys(found))

    def who_of(self, key: str) -> tuple[str, ...]:
        """Roles that the plan calls at a level."""
        roles = [level.who for level in self.levels if level.key == key]
        roles += [step.who for step in self.chain if step.to_key == key]
        roles += [step.who for step in self.situations if step.who == key]
        return tuple(dict.fromkeys(role for role in roles if role))

    def steps_from(self, key: str) -> tuple[PathStep, ...]:
        """Where a level escalates to, what goes at once first."""
        steps = (step for step in self.chain if step.from_key == key)
        return tuple(sorted(steps, key=lambda s: (s.after_min is None, s.after_min or 0)))

    def timings_from(self, key: str) -> tuple[tuple[str, str], ...]:
        """(next level, when, in words), each level once: "L2", "at once, unresolved after 2 h"."""
        words: dict[str, list[str]] = {}
        for step in self.steps_from(key):
            timings = words.setdefault(step.to_key, [])
            if step.timing not in timings:
                timings.append(step.timing)
        return tuple((to, ", ".join(timings)) for to, timings in words.items())


def _is_ticket_level(key: str) -> bool:
    return len(key) == 2 and key[0] == "L" and key[1].isdigit()


@dataclass(frozen=True, slots=True)
class Escalation:
    """One call to a higher level, and who answered it."""

    id: int
    subject_type: str
    """ticket, incident or test."""
    subject_ref: str
    title: str
    from_key: str
    to_key: str
    at: datetime
    by: str
    context: str
    called: str
    """Who was to be called then."""
    due_at: datetime | None
    acked_by: str | None
    acked_at: datetime | None
    outcome: str
    version: int

    def late_at(self) -> datetime:
        """When the level should have answered."""
        return self.due_at or self.at + timedelta(minutes=ACK_MIN)


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """A ticket at a level that should pass it on after a time."""

    ref: str
    subject: str
    priority: str
    assignee: str | None
    level: str
    to_key: str
    since: datetime
    """When it came to its level."""
    due_at: datetime
    """When it should go on."""
