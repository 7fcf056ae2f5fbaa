"""Work to do: phases with their checklists and tasks, criteria, gates, procedures, risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.draft.place import Place

PhaseKind = Literal["pre_launch", "cutover", "go_live", "hypercare", "rollout", "post_launch"]


ListKind = Literal[
    "task", "verification", "readiness", "rehearsal", "rollup", "routine", "rollback", "agenda"
]


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """One box of the plan (or one step that the plan wants done)."""

    text: str
    place: Place
    done: bool = False
    required: bool = True
    condition: str | None = None
    """The words that make it optional: "(if applicable)", "(optional)"."""
    anchor: Anchor | None = None
    owner: str | None = None
    """A person or a role, as written."""
    command: str | None = None
    """A command shown for copying, never run."""
    value_label: str | None = None
    """What must be filled in before it is done ("Commit hash verified")."""
    parent: int | None = None
    """Index into the same checklist's `tasks` of the box this one is nested under."""
    from_fence: bool = False
    every_min: int | None = None
    """Minutes between repetitions: "logs monitored every 15 minutes"."""


@dataclass(frozen=True, slots=True)
class ChecklistDraft:
    """A list of tasks under one heading or bold label, in document order."""

    title: str
    place: Place
    kind: ListKind = "task"
    anchor: Anchor | None = None
    timebox_min: int | None = None
    tasks: tuple[TaskDraft, ...] = ()
    path: tuple[str, ...] = ()
    """Titles from the document's root to this list."""
    duplicate_of: int | None = None
    """Line of an earlier list with (nearly) the same boxes: the second copy is marked."""
    fields: tuple[tuple[str, str], ...] = ()
    """`**Key**: value` fields of its section (Responsible, Due, Status)."""
    every: str | None = None
    """Of a routine: daily, weekly, monthly, quarterly; `anchor` then gives clock and weekday."""
    active_from: Anchor | None = None
    """Of a routine: its first day, None from the start."""
    active_to: Anchor | None = None
    """Of a routine: its last day, None for ever."""


@dataclass(frozen=True, slots=True)
class PhaseDraft:
    """A step of the run sheet with its window and its checklists, in time order."""

    name: str
    place: Place
    kind: PhaseKind
    start: Anchor | None = None
    end: Anchor | None = None
    plan_min_lo: int | None = None
    plan_min_hi: int | None = None
    objective: str | None = None
    participants: tuple[str, ...] = ()
    checklists: tuple[ChecklistDraft, ...] = ()
    notes: tuple[str, ...] = ()
    """Plain bullets that stand in the phase (expected issues, focus), each one line."""


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A target, an exit condition or a rollback trigger, in the plan's words and in numbers."""

    text: str
    place: Place
    klass: Literal[
        "success", "exit", "rollback_immediate", "rollback_consider", "transition", "gate"
    ]
    tier: Literal["must", "should", "nice"] | None = None
    group: str | None = None
    period: str | None = None
    """The heading it stands under: "Launch day", "Week 1", "Ongoing"."""
    phase: str | None = None
    """Name of the phase whose exit it guards."""
    op: Literal["<", "<=", ">", ">=", "=="] | None = None
    value: float | None = None
    unit: str | None = None
    metric: str | None = None
    done: bool = False
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureDraft:
    """Numbered or plain steps: rollback, contingency, emergency, troubleshooting."""

    title: str
    place: Place
    kind: Literal["troubleshoot", "emergency", "rollback", "contingency", "recovery", "handling"]
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskDraft:
    """One row of a risk register, or a `Risk n` section."""

    text: str
    place: Place
    probability: Literal["low", "medium", "high"] | None = None
    impact: Literal["low", "medium", "high", "critical"] | None = None
    mitigation: str | None = None
    response: str | None = None


@dataclass(frozen=True, slots=True)
class GateDraft:
    """A decision or a sign-off that the plan asks for."""

    kind: Literal[
        "go_no_go",
        "uat",
        "staging",
        "final_signoff",
        "stability",
        "day1_verdict",
        "transition",
        "handoff",
    ]
    title: str
    place: Place
    anchor: Anchor | None = None
    roles: tuple[str, ...] = ()
    """Who signs: "Project Manager", "Technical Lead"."""
