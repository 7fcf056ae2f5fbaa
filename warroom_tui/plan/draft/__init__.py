"""What a plan asks for, as plain values: the hand-over from reading to running a launch.

The reader (`read_plan`) turns text into a `PlanDocument`; `draft_launch` turns one or more
documents into a `LaunchDraft`. The import service resolves the anchors against go-live and
stores the rest. Every part keeps `line` (from 1) and `source` (index of its document) so that
each stored object can say where it comes from.
"""

from __future__ import annotations

from warroom_tui.plan.draft.launch import LaunchDraft
from warroom_tui.plan.draft.place import NoteDraft, Place, PlanFinding, Question
from warroom_tui.plan.draft.service import (
    CalendarDraft,
    CheckDraft,
    CheckKind,
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
    ShiftDraft,
)
from warroom_tui.plan.draft.talk import AgendaItemDraft, MeetingDraft, MessageDraft, TrainingDraft
from warroom_tui.plan.draft.work import (
    ChecklistDraft,
    CriterionDraft,
    GateDraft,
    ListKind,
    PhaseDraft,
    PhaseKind,
    ProcedureDraft,
    RiskDraft,
    TaskDraft,
)

__all__ = [
    "AgendaItemDraft",
    "BreakDraft",
    "CalendarDraft",
    "ChannelDraft",
    "CheckDraft",
    "CheckKind",
    "ChecklistDraft",
    "ContactDraft",
    "CriterionDraft",
    "EscalationLevelDraft",
    "EscalationStepDraft",
    "GateDraft",
    "LaunchDraft",
    "ListKind",
    "MaintenanceDraft",
    "MeetingDraft",
    "MessageDraft",
    "MetricDraft",
    "NoteDraft",
    "PersonDraft",
    "PhaseDraft",
    "PhaseKind",
    "Place",
    "PlanFinding",
    "PriorityDraft",
    "ProcedureDraft",
    "Question",
    "RequirementDraft",
    "RiskDraft",
    "ShiftDraft",
    "SlaTargetDraft",
    "TaskDraft",
    "ThresholdDraft",
    "TrainingDraft",
]
