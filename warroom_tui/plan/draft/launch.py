"""One or more plans as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.draft.homes import FocusDraft, RoleDraft
from warroom_tui.plan.draft.place import NoteDraft, PlanFinding, Question
from warroom_tui.plan.draft.service import (
    CalendarDraft,
    CheckDraft,
    EscalationLevelDraft,
    EscalationStepDraft,
    MaintenanceDraft,
    MetricDraft,
    PriorityDraft,
    SlaTargetDraft,
    ThresholdDraft,
)
from warroom_tui.plan.draft.staff import (
    BreakDraft,
    ChannelDraft,
    ContactDraft,
    PersonDraft,
    RequirementDraft,
)
from warroom_tui.plan.draft.talk import MeetingDraft, MessageDraft, TrainingDraft
from warroom_tui.plan.draft.work import (
    ChecklistDraft,
    CriterionDraft,
    GateDraft,
    PhaseDraft,
    ProcedureDraft,
    RiskDraft,
)


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
    calendars: tuple[CalendarDraft, ...] = ()
    escalation_levels: tuple[EscalationLevelDraft, ...] = ()
    escalation_steps: tuple[EscalationStepDraft, ...] = ()
    thresholds: tuple[ThresholdDraft, ...] = ()
    checks: tuple[CheckDraft, ...] = ()
    metrics: tuple[MetricDraft, ...] = ()
    maintenance: tuple[MaintenanceDraft, ...] = ()
    categories: tuple[str, ...] = ()
    """What tickets are about, of all documents in their order."""
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
    focus: tuple[FocusDraft, ...] = ()
    """Goals, expected issues and actions of the phases."""
    roles: tuple[RoleDraft, ...] = ()
    expected: tuple[tuple[str, str], ...] = field(default=())
    """(where, text) of issues that the plan expects for a time block or day."""
