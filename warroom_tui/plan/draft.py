"""What a plan asks for, as plain values: the hand-over from reading to running a launch.

The reader (`read_plan`) turns text into a `PlanDocument`; `draft_launch` turns one or more
documents into a `LaunchDraft`. The import service resolves the anchors against go-live and
stores the rest. Every part keeps `line` (from 1) and `source` (index of its document) so that
each stored object can say where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from warroom_tui.domain.anchors import Anchor
from warroom_tui.domain.check_options import NO_OPTIONS, CheckOptions

PhaseKind = Literal["pre_launch", "cutover", "go_live", "hypercare", "rollout", "post_launch"]
ListKind = Literal[
    "task", "verification", "readiness", "rehearsal", "rollup", "routine", "rollback", "agenda"
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which document something stands."""

    line: int
    source: int = 0


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
class RequirementDraft:
    """Heads needed for a level or role on launch days `day_from`..`day_to` (1 = launch day)."""

    level: str
    """L1..L4, manager, qa, or the plan's own word."""
    label: str
    place: Place
    day_from: int
    day_to: int
    time_from: time | None
    time_to: time | None
    min_heads: int
    max_heads: int | None = None
    mode: Literal["on_site", "remote", "on_call", "standby", "manager_available", "any"] = "any"


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """A person's duty on launch days, from a plan's table or fence."""

    days: tuple[int, ...]
    start: time
    end: time
    mode: Literal["on_site", "remote", "on_call", "standby", "manager_available"] = "on_site"
    rank: Literal["primary", "secondary"] | None = None


@dataclass(frozen=True, slots=True)
class BreakDraft:
    """A break of a level on launch days, with the heads that must stay."""

    level: str
    days: tuple[int, ...]
    start: time
    end: time
    keep: int
    place: Place


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A named person; placeholders such as `[Name]` are not people."""

    name: str
    place: Place
    role: str | None = None
    level: str | None = None
    email: str | None = None
    phone: str | None = None
    shifts: tuple[ShiftDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A row of a contact table: a role or situation, possibly with nobody named yet."""

    kind: Literal["support", "management", "emergency", "team"]
    label: str
    place: Place
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelDraft:
    """A way to reach people or a link: Slack channel, mail address, portal, manual."""

    label: str
    address: str | None
    place: Place
    audience: Literal["internal", "external", "link"] = "link"


@dataclass(frozen=True, slots=True)
class PriorityDraft:
    """One row of the priority matrix with its examples."""

    priority: Literal["P1", "P2", "P3", "P4"]
    title: str
    examples: tuple[str, ...]
    place: Place
    response_text: str | None = None


@dataclass(frozen=True, slots=True)
class SlaTargetDraft:
    """A response or resolution target for a priority, a support level or a channel."""

    scope: Literal["priority", "level", "channel", "on_call"]
    key: str
    """P1..P4, L1..L4, or the channel's name."""
    clock: Literal["first_response", "resolution", "update"]
    minutes: int | None
    """None when the target is no duration; 0 stands for immediate."""
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ThresholdDraft:
    """An alert limit that the plan's prose states: "CPU: alert if > 80 %"."""

    subject: str
    """cpu memory disk error_rate response_time queue_depth db_connections uptime or a slug."""
    text: str
    place: Place
    op: Literal["<", "<=", ">", ">="]
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """A probe asked for by a `warroom` fence."""

    name: str
    kind: Literal["http", "tcp", "tls", "host", "db", "queue", "promql", "heartbeat", "manual"]
    target: str
    place: Place
    every_s: float = 30.0
    timeout_s: float = 5.0
    expect: tuple[str, ...] = ("2xx", "3xx")
    contains: str | None = None
    slow: tuple[str, float, str] | None = None
    """(operator, value, unit) beyond which it is slow."""
    down: tuple[str, float, str] | None = None
    fail_after: int = 2
    ok_after: int = 1
    group: str = ""
    target_text: str | None = None
    options: CheckOptions = NO_OPTIONS


@dataclass(frozen=True, slots=True)
class MetricDraft:
    """A measured figure, typed in or fetched."""

    key: str
    name: str
    place: Place
    unit: str = "count"
    higher_is_better: bool = True
    source: str = "manual"
    url: str | None = None
    path: str | None = None
    """JSON path of the number, or the query of a promql metric."""
    every_s: float = 60.0
    headers: tuple[tuple[str, str], ...] = ()


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
class ProcedureDraft:
    """Numbered or plain steps: rollback, contingency, emergency, troubleshooting."""

    title: str
    place: Place
    kind: Literal["troubleshoot", "emergency", "rollback", "contingency", "recovery", "handling"]
    steps: tuple[str, ...] = ()


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
class RiskDraft:
    """One row of a risk register, or a `Risk n` section."""

    text: str
    place: Place
    probability: Literal["low", "medium", "high"] | None = None
    impact: Literal["low", "medium", "high", "critical"] | None = None
    mitigation: str | None = None
    response: str | None = None


@dataclass(frozen=True, slots=True)
class TrainingDraft:
    """A training session with its length, audience and topics."""

    title: str
    place: Place
    minutes: int | None = None
    audience: str | None = None
    topics: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """Two plans of one launch that do not agree, with both places."""

    code: str
    text: str
    place: Place
    other: Place


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A part of the plan that has no home yet; kept with its own Markdown."""

    title: str
    markdown: str
    place: Place


@dataclass(frozen=True, slots=True)
class Question:
    """Something the plan leaves open, to be asked once at import."""

    key: Literal["go_live", "timezone", "day_1", "phone", "name", "other"]
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class LaunchDraft:
    """Everything recognised in one or more plans, before go-live is known."""

    name: str
    code: str
    """Short upper-case word, prefix of known-issue ids (`LAYBY`)."""
    go_live: datetime | None = None
    """Naive local time when the plan names one."""
    timezone: str | None = None
    window_start: Anchor | None = None
    window_end: Anchor | None = None
    rollback_deadline: Anchor | None = None
    rollback_minutes: int | None = None
    decision_minutes: int | None = None
    hypercare_days: int | None = None
    day_1_is_go_live: bool = True
    product_url: str | None = None
    at_risk_pct: float = 75.0
    phases: tuple[PhaseDraft, ...] = ()
    lists: tuple[ChecklistDraft, ...] = ()
    """Checklists outside any phase: routines, roll-ups, upkeep."""
    criteria: tuple[CriterionDraft, ...] = ()
    requirements: tuple[RequirementDraft, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    channels: tuple[ChannelDraft, ...] = ()
    priorities: tuple[PriorityDraft, ...] = ()
    sla_targets: tuple[SlaTargetDraft, ...] = ()
    thresholds: tuple[ThresholdDraft, ...] = ()
    checks: tuple[CheckDraft, ...] = ()
    metrics: tuple[MetricDraft, ...] = ()
    messages: tuple[MessageDraft, ...] = ()
    procedures: tuple[ProcedureDraft, ...] = ()
    meetings: tuple[MeetingDraft, ...] = ()
    notes: tuple[NoteDraft, ...] = ()
    questions: tuple[Question, ...] = ()
    breaks: tuple[BreakDraft, ...] = ()
    risks: tuple[RiskDraft, ...] = ()
    training: tuple[TrainingDraft, ...] = ()
    gates: tuple[GateDraft, ...] = ()
    findings: tuple[PlanFinding, ...] = ()
    """Where the given plans contradict each other; contradictions inside one plan are in its
    document's `problems`."""
    expected: tuple[tuple[str, str], ...] = field(default=())
    """(where, text) of issues that the plan expects for a time block or day."""
